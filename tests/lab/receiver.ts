/** The mailbox elsewhere, looked at from within its own server, and what can be wrong there. */
import type { Undo } from './faults.ts'
import { RECEIVER } from './make/paths.ts'
import { docker, run, until } from './make/run.ts'

const inReceiver = (script: string): Promise<string> =>
  docker(['exec', RECEIVER, 'bash', '-c', script])

const letters = String.raw`find /mail \( -path '*/new/*' -o -path '*/cur/*' \) -type f`

/** The subjects of all mail that lies there, in any folder. */
export async function receivedSubjects(): Promise<readonly string[]> {
  const lines = await inReceiver(`${letters} -exec grep -him1 '^subject: ' {} +; true`)
  return lines
    .split('\n')
    .filter(line => line !== '')
    .map(line => line.slice('subject: '.length))
}

/** Nothing in the mailbox, nothing on its way into it, no fault. */
export async function resetReceiver(): Promise<void> {
  await inReceiver(
    `pkill -KILL -x imap; postconf -e 'defer_transports =' 'smtpd_tls_security_level = may'
     postfix reload 2>/dev/null; postsuper -d ALL 2>/dev/null; ${letters} -delete`,
  )
}

/** Mail is taken and kept in its queue, as by a provider that looks at it first; the undo delivers it. */
export async function holdReceived(): Promise<Undo> {
  await inReceiver(`postconf -e 'defer_transports = lmtp' && postfix reload`)
  return async () => {
    await inReceiver(`postconf -e 'defer_transports =' && postfix reload && postqueue -f`)
  }
}

/** How many messages wait there to be delivered into the mailbox. */
export const receivedWaiting = async (): Promise<number> =>
  Number(await inReceiver(`postqueue -j 2>/dev/null | grep -c '^{' || true`))

/** IMAP connections are taken and nothing more is said on them; the undo ends those connections. */
export async function freezeMailbox(): Promise<Undo> {
  await inReceiver(`pkill -STOP -x imap`)
  return async () => {
    await run('docker', ['exec', RECEIVER, 'pkill', '-KILL', '-x', 'imap'])
  }
}

/** It takes mail without encryption only. */
export async function stopReceiverTls(): Promise<Undo> {
  const set = (level: string) =>
    inReceiver(`postconf -e 'smtpd_tls_security_level = ${level}' && postfix reload`)
  await set('none')
  return async () => {
    await set('may')
  }
}

/** Wait for the mailbox to hold, or no longer hold, mail whose subject has this in it. */
export const waitForReceived = (mark: string, isThere = true): Promise<void> =>
  until(
    `${mark} ${isThere ? 'in' : 'out of'} the mailbox elsewhere`,
    60_000,
    async () => (await receivedSubjects()).some(subject => subject.includes(mark)) === isThere,
  )
