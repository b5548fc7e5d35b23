/** One IMAP session of the demo server, up to the login: no folder is ever opened. (RFC 3501) */
import type { Duplex } from 'node:stream'
import { hear } from './lines.ts'

export interface ImapManners {
  readonly greeting: string
  readonly capabilities: readonly string[]
}

export async function talkImap(stream: Duplex, manners: ImapManners): Promise<void> {
  const lines = hear(stream)
  lines.say(manners.greeting)
  for (;;) {
    const line = await lines.next()
    if (line === undefined) return
    const [tag = '*', verb = ''] = line.split(' ')
    switch (verb.toUpperCase()) {
      case 'CAPABILITY':
        lines.say(
          `* CAPABILITY ${manners.capabilities.join(' ')}`,
          `${tag} OK Capability completed.`,
        )
        break
      case 'LOGIN':
        lines.say(`${tag} OK Logged in`)
        break
      case 'LOGOUT':
        lines.say('* BYE Logging out', `${tag} OK Logout completed.`)
        stream.end()
        return
      default:
        lines.say(`${tag} BAD Error in IMAP command`)
    }
  }
}
