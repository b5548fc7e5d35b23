/** When to look again while somebody waits for the world to follow. Pure. */
import type { DomainLook } from '../../../shared/model/dns.ts'

/** Who has just entered a record wants to see it soon; the zone's own servers are asked, which costs nobody's patience. */
const soonMs = 30_000
/** Old answers do not go sooner than their time says; a second for clocks that differ. */
const afterMs = 1000
const latestMs = 15 * 60_000

const isDone = ({ verdict, oldValueUntil }: DomainLook['records'][number]): boolean =>
  (verdict === 'right' || verdict === 'not-needed') && oldValueUntil === undefined

/** Everything is published as planned, and nobody remembers anything else. */
export const isSettled = ({ records }: DomainLook): boolean => records.every(isDone)

/**
 * Milliseconds from `now` until the next look makes sense; undefined when all is settled.
 * @param unchanged how many looks in a row said the same: the pause doubles
 */
export function nextLookMs(look: DomainLook, now: number, unchanged: number): number | undefined {
  if (isSettled(look)) return undefined
  const ends = look.records
    .flatMap(one => (one.oldValueUntil === undefined ? [] : [Date.parse(one.oldValueUntil)]))
    .map(end => Math.max(end - now, 0) + afterMs)
  const isWaitedFor = look.records.some(one => !isDone(one) && one.oldValueUntil === undefined)
  const pause = Math.min(soonMs * 2 ** Math.min(unchanged, 10), latestMs)
  return Math.min(...ends, isWaitedFor || ends.length === 0 ? pause : Number.POSITIVE_INFINITY)
}
