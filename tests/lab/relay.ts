import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lab } from './lab.ts'
import { RELAY, RELAY_IP } from './make/paths.ts'
import { firstLine } from './make/ready.ts'
import { docker, until } from './make/run.ts'

/** How the provider answers; each by its daemons' own settings (services/relay/mode). */
export type RelayMode =
  | 'normal'
  | 'reject-login'
  | 'defer-all'
  | 'reject-sender'
  | 'other-user'
  | 'own-bounces'
  | 'plain-onward'
  | 'no-auth'
  | 'cram-only'
  | 'no-starttls'
  | 'certificate-expired'
  | 'certificate-wrong-name'
  | 'certificate-self-signed'
  | 'refuse-sender'
  | 'too-busy'

/** Moods that take effect before the whole message: at MAIL FROM, at the greeting. Set beside /relay/mode, which does not know them. */
const early: Readonly<Partial<Record<RelayMode, string>>> = {
  'refuse-sender':
    'smtpd_sender_restrictions=check_sender_access static:{550 5.7.1 The from address does not match a verified Sender Identity}',
  'too-busy':
    'smtpd_client_restrictions=check_client_access static:{421 4.7.0 Too busy, try again later}',
}

export async function setRelayMode(mode: RelayMode): Promise<void> {
  const set = early[mode]
  const settings = ['smtpd_sender_restrictions', 'smtpd_client_restrictions', 'smtpd_delay_reject']
  await docker(['exec', RELAY, 'postconf', '-X', ...settings])
  if (set !== undefined)
    await docker(['exec', RELAY, 'postconf', '-e', set, 'smtpd_delay_reject=no'])
  await docker(['exec', RELAY, '/relay/mode', set === undefined ? mode : 'normal'])
  const greeting = mode === 'too-busy' ? '421' : '220'
  await until('the relay to greet', 15_000, async () =>
    (await firstLine(RELAY_IP, 587)).startsWith(greeting),
  )
}

export type RelayedMail = {
  readonly sender: string
  readonly recipient: string
  /** The SASL login that handed it in, from the provider's own Received header. */
  readonly login?: string
  readonly text: string
}

/** What the provider has accepted so far, oldest first. */
export async function relayedMail(lab: Lab): Promise<readonly RelayedMail[]> {
  const names = (await readdir(lab.relay.mailDir)).filter(name => name.endsWith('.eml')).sort()
  return Promise.all(
    names.map(async name => {
      const text = await readFile(join(lab.relay.mailDir, name), 'utf8')
      const header = (key: string) => new RegExp(`^${key}: <(.*)>$`, 'm').exec(text)?.[1] ?? ''
      const login = /\(Authenticated sender: ([^)]*)\)/.exec(text)?.[1]
      return {
        sender: header('X-Lab-Sender'),
        recipient: header('X-Lab-Recipient'),
        text,
        ...(login === undefined ? {} : { login }),
      }
    }),
  )
}

export async function forgetRelayedMail(lab: Lab): Promise<void> {
  for (const name of await readdir(lab.relay.mailDir))
    await rm(join(lab.relay.mailDir, name), { force: true })
}

/** Wait for a mail whose text has the mark in it to arrive at the provider. */
export async function waitForRelayed(
  lab: Lab,
  mark: string,
  timeoutMs = 30_000,
): Promise<RelayedMail> {
  let found: RelayedMail | undefined
  await until(`a mail with ${mark} at the relay`, timeoutMs, async () => {
    found = (await relayedMail(lab)).find(mail => mail.text.includes(mark))
    return found !== undefined
  })
  return found!
}

/** The provider's own log since its start. */
export const relayLog = (): Promise<string> => docker(['logs', RELAY])

/** The lab's relay as a person would fill it in, with what differs. */
export const relayChoice = (lab: Lab, over: object = {}) => ({
  provider: 'generic',
  host: lab.relay.host,
  port: 587,
  user: lab.relay.user,
  password: lab.relay.password,
  ...over,
})
