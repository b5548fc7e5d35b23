/** Looks again and again until what matters is published as planned. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DomainLook } from '../../../shared/model/dns.ts'
import { nextLookMs } from './next-look.ts'

/** What a look says, without when it was and how long an old answer still lasts. */
const saidBy = ({ records }: DomainLook): string =>
  JSON.stringify(records.map(({ id, verdict, code, found }) => [id, verdict, code, found]))

/**
 * The last look, by which all is settled.
 * @param look one look, which may be a new plan's: what Mailu serves can change while somebody waits
 * @param pause waits that many milliseconds
 * @throws AppError what a look throws; AbortError when `signal` ends a pause
 */
export async function watchDomain(
  look: () => Promise<DomainLook>,
  clock: { now(): number },
  signal: AbortSignal,
  pause: (ms: number) => Promise<unknown> = ms => sleep(ms, undefined, { signal }),
): Promise<DomainLook> {
  let found = await look()
  let unchanged = 0
  for (;;) {
    const waitMs = nextLookMs(found, clock.now(), unchanged)
    if (waitMs === undefined) return found
    await pause(waitMs)
    const before = saidBy(found)
    found = await look()
    unchanged = saidBy(found) === before ? unchanged + 1 : 0
  }
}
