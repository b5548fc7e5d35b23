/** When to look again while somebody waits for the world to follow. Pure. */
import { needsPerson } from '../../../shared/mail/needs-person.ts'
import type { DomainLook } from '../../../shared/model/dns.ts'

/** Who has just entered a record wants to see it soon; the zone's own servers are asked, which costs nobody's patience. */
const soonMs = 30_000
/** Old answers do not go sooner than their time says; a second for clocks that differ. */
const afterMs = 1000
const latestMs = 15 * 60_000

/** Those that hold the watch up: somebody must act, it is not known whether somebody must, or resolvers remember another value. */
const open = ({ records }: DomainLook): DomainLook['records'] => {
  const asks = needsPerson({ records })
  return records.filter(
    one =>
      asks.includes(one) ||
      one.oldValueUntil !== undefined ||
      (one.verdict === 'unknown' && one.importance !== 'optional'),
  )
}

/**
 * Milliseconds from `now` until the next look makes sense; undefined when what matters is published as
 * planned, and nobody remembers anything else. A record that is merely optional may be left out.
 * @param unchanged how many looks in a row said the same: the pause doubles
 */
export function nextLookMs(look: DomainLook, now: number, unchanged: number): number | undefined {
  const waitedFor = open(look)
  if (waitedFor.length === 0) return undefined
  const ends = waitedFor.flatMap(({ oldValueUntil }) =>
    oldValueUntil === undefined ? [] : [Math.max(Date.parse(oldValueUntil) - now, 0) + afterMs],
  )
  const pause = Math.min(soonMs * 2 ** Math.min(unchanged, 10), latestMs)
  return ends.length === waitedFor.length ? Math.min(...ends) : Math.min(...ends, pause)
}
