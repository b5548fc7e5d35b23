/** Whether mail that was handed in also leaves: how much waits, for how long, and whether it grows. */
import type { Outcome } from '../../../shared/model/watch.ts'
import { type Check, usualRecoverAfter } from '../check.ts'
import type { WatchedQueue } from './checks-deps.ts'
import { contacts } from './contacts.ts'
import { differs, guarded, right, unknown, wrong } from './outcomes.ts'
import type { Place } from './place.ts'

interface Seen {
  readonly at: number
  readonly count: number
}

const minuteMs = 60_000
/** A receiver that asks for patience (greylisting, rate limits) does so for minutes, seldom for hours (RFC 5321, 4.5.4.1). */
const oldMs = 4 * 60 * minuteMs
/** So many at once are no longer one receiver's mood. */
const many = 5
const growth = { by: 10, withinMs: 35 * minuteMs, oldestMs: 15 * minuteMs }

/** @param before earlier counts, the oldest first @param now milliseconds since the epoch */
export function judgeQueue(queue: WatchedQueue, before: readonly Seen[], now: number): Outcome {
  if (!queue.isKnown) return unknown('queue-unreadable', {})
  const { count, oldestAt, reasons } = queue
  const ageMs = oldestAt === undefined ? 0 : Math.max(0, now - Date.parse(oldestAt))
  const minutes = Math.round(ageMs / minuteMs)
  const reply = reasons[0]?.reply ?? ''
  const params = { count, minutes, reply: reply === '' ? '–' : reply }
  const rest = {
    figures: { waiting: count, oldestMinutes: minutes },
    ...(reply !== '' && { raw: reply }),
  }
  if (count === 0) return right('queue-empty', {}, rest)
  const recent = before.filter(one => now - one.at <= growth.withinMs)
  const least = Math.min(count, ...recent.map(one => one.count))
  if (count - least >= growth.by && ageMs >= growth.oldestMs)
    return wrong('queue-grows', { ...params, more: count - least }, rest)
  if (ageMs < oldMs) return right('queue-moves', params, rest)
  return count >= many ? wrong('queue-old', params, rest) : differs('queue-some-old', params, rest)
}

export function queueCheck(place: Place): Check {
  let seen: readonly Seen[] = []
  return {
    id: 'send.queue',
    lamp: 'send',
    vantage: 'server',
    dependsOn: ['path'],
    intervalMs: 300_000,
    timeoutMs: 60_000,
    failAfter: 2,
    recoverAfter: usualRecoverAfter,
    severity: 'needs-you',
    contacts: () => [contacts.command('postqueue')],
    run: guarded(async signal => {
      const queue = await place.deps.queue(place.where, signal)
      const now = place.deps.clock.now()
      const outcome = judgeQueue(queue, seen, now)
      if (queue.isKnown)
        seen = [...seen, { at: now, count: queue.count }].filter(
          one => now - one.at <= growth.withinMs && one.at <= now,
        )
      return outcome
    }),
  }
}
