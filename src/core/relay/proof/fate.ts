/** What has become of a message that the own server took: by its queue and by the log of what left it. */
import { mustSucceed } from '../../net/ssh/must-succeed.ts'
import { parseDelivery } from '../parse-log.ts'
import { parseEntries } from '../queue/parse-entries.ts'
import type { RelayStack } from '../relay-deps.ts'
import { changeQueueCommand, watchCommand } from '../remote-commands.ts'
import { isRunning } from '../vantage.ts'

export interface Fate {
  /** `queued`: still in the queue, tried or not; `returned`: given up for good; `gone`: handed on, or nothing is known of it. */
  readonly state: 'queued' | 'returned' | 'gone'
  /** What the other side said of it, where it did. */
  readonly reply?: string
}

/** The id that Postfix gave it: `250 2.0.0 Ok: queued as 4A1…` (smtpd(8)); undefined where something else was said. */
export const queueIdOf = (reply: string): string | undefined =>
  /\bqueued as ([0-9A-Za-z]{6,64})\b/.exec(reply)?.[1]

const options = (at: RelayStack, signal: AbortSignal) => ({
  signal,
  asRoot: at.rights,
  timeoutMs: 45_000,
})

/** @param to its recipient: short ids come again */
export async function fateOf(
  at: RelayStack,
  id: string,
  to: string,
  signal: AbortSignal,
): Promise<Fate> {
  if (!isRunning(at.smtp)) return { state: 'gone' }
  const { stdout } = await at.host.run(watchCommand, [at.smtp.id], options(at, signal))
  const lines = stdout.toString('utf8').split('\n')
  const waiting = parseEntries(lines)
    .find(entry => entry.id === id)
    ?.recipients.find(({ address }) => address.toLowerCase() === to.toLowerCase())
  if (waiting)
    return { state: 'queued', ...(waiting.reason !== undefined && { reply: waiting.reason }) }
  const last = lines
    .filter(line => line.startsWith('log '))
    .map(line => parseDelivery(line.slice('log '.length)))
    .findLast(one => one?.queueId === id)
  return last?.status === 'bounced' || last?.status === 'expired'
    ? { state: 'returned', reply: last.reply }
    : { state: 'gone' }
}

/** Takes it out of the queue again, where it still is. True when it was there. */
export async function takeFromQueue(
  at: RelayStack,
  id: string,
  to: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { state } = await fateOf(at, id, to, signal)
  if (state !== 'queued' || !at.smtp) return false
  const args = [at.smtp.id, 'delete']
  const more = { ...options(at, signal), stdin: Buffer.from(`${id}\n`) }
  mustSucceed(changeQueueCommand, await at.host.run(changeQueueCommand, args, more))
  return true
}
