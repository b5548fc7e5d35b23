/** One SMTP session of the demo server or its relay, up to RCPT: nothing is ever taken. (RFC 5321, RFC 3207, RFC 4954) */
import type { Duplex } from 'node:stream'
import { hear, type Lines } from './lines.ts'

export interface SmtpManners {
  readonly greeting: string
  /** Lines after the first one of the answer to EHLO; STARTTLS only while `encrypt` is there and unused. */
  readonly capabilities: readonly string[]
  /** Offered where it is there. */
  readonly encrypt?: (stream: Duplex) => Duplex
  readonly sender: string
  readonly recipient: (address: string) => string
  readonly login: (user: string, password: string) => string
}

const text = (base64: string): string => Buffer.from(base64, 'base64').toString()

function hello(capabilities: readonly string[]): string[] {
  const all = ['mail.example.test', ...capabilities]
  return all.map((line, at) => `250${at === all.length - 1 ? ' ' : '-'}${line}`)
}

/** AUTH PLAIN with and without an initial response, and LOGIN. @returns user and password */
async function credentials(lines: Lines, words: readonly string[]): Promise<[string, string]> {
  const [, mechanism = '', initial] = words
  if (mechanism.toUpperCase() === 'LOGIN') {
    lines.say('334 VXNlcm5hbWU6')
    const user = initial ?? (await lines.next()) ?? ''
    lines.say('334 UGFzc3dvcmQ6')
    return [text(user), text((await lines.next()) ?? '')]
  }
  if (initial === undefined) lines.say('334 ')
  const [, user = '', password = ''] = text(initial ?? (await lines.next()) ?? '').split('\0')
  return [user, password]
}

export async function talkSmtp(given: Duplex, manners: SmtpManners): Promise<void> {
  let stream = given
  let lines = hear(stream)
  let isPlain = true
  lines.say(manners.greeting)
  for (;;) {
    const line = await lines.next()
    if (line === undefined) return
    const words = line.trim().split(/\s+/)
    switch (words[0]?.toUpperCase()) {
      case 'EHLO': {
        const others = manners.capabilities.filter(one => !/^STARTTLS\b/i.test(one))
        lines.say(...hello(manners.encrypt && isPlain ? ['STARTTLS', ...others] : others))
        break
      }
      case 'STARTTLS':
        // As Postfix says it.
        if (!isPlain) lines.say('554 5.5.1 Error: TLS already active')
        else if (!manners.encrypt) lines.say('502 5.5.1 Error: command not implemented')
        else {
          lines.say('220 2.0.0 Ready to start TLS')
          lines.release()
          stream = manners.encrypt(stream)
          lines = hear(stream)
          isPlain = false
        }
        break
      case 'AUTH':
        lines.say(manners.login(...(await credentials(lines, words))))
        break
      case 'MAIL':
        lines.say(manners.sender)
        break
      case 'RCPT':
        lines.say(manners.recipient(/<(.*)>/.exec(line)?.[1] ?? ''))
        break
      case 'RSET':
      case 'NOOP':
        lines.say('250 2.0.0 Ok')
        break
      case 'QUIT':
        lines.say('221 2.0.0 Bye')
        stream.end()
        return
      default:
        lines.say('502 5.5.2 Error: command not recognized')
    }
  }
}
