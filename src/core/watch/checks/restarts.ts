/** Whether a service keeps dying: the engine's own count of restarts, compared with what it was. */
import type { Outcome } from '../../../shared/model/watch.ts'
import { type Check, usualRecoverAfter } from '../check.ts'
import type { WatchedContainer } from './checks-deps.ts'
import { contacts } from './contacts.ts'
import { differs, guarded, right, wrong } from './outcomes.ts'
import type { Place } from './place.ts'

export interface SeenRestarts {
  readonly at: number
  readonly counts: ReadonlyMap<string, number>
}

export const restartWindowMs = 20 * 60_000
/** Docker waits 0.1 s and doubles up to a minute: three in twenty minutes are no accident. */
const loopCount = 3

/**
 * A restart by a person or by Postern keeps the count or makes a new container, so it is none of these.
 * @param before earlier counts by container within the window, the oldest first
 */
export function judgeRestarts(
  containers: readonly WatchedContainer[],
  before: readonly SeenRestarts[],
): Outcome {
  const grown = containers
    .map(({ id, service, status, restarts }) => {
      const earlier = before.flatMap(one => one.counts.get(id) ?? [])
      return { service, status, times: earlier.length > 0 ? restarts - Math.min(...earlier) : 0 }
    })
    .sort((a, b) => b.times - a.times)
  const looping =
    grown.find(one => one.times >= loopCount) ?? grown.find(one => one.status === 'restarting')
  const params = { minutes: restartWindowMs / 60_000 }
  if (looping)
    return wrong('service-loops', { ...params, service: looping.service, times: looping.times })
  const [worst] = grown
  return worst && worst.times > 0
    ? differs('service-restarted', { ...params, service: worst.service, times: worst.times })
    : right('services-steady', {})
}

export function restartsCheck(place: Place): Check {
  let seen: readonly SeenRestarts[] = []
  return {
    id: 'restarts',
    lamp: undefined,
    vantage: 'server',
    dependsOn: ['path'],
    intervalMs: 5 * 60_000,
    timeoutMs: 60_000,
    failAfter: 2,
    recoverAfter: usualRecoverAfter,
    severity: 'needs-you',
    contacts: () => [contacts.command('docker inspect')],
    run: guarded(async signal => {
      const { containers } = await place.stack(signal)
      const now = place.deps.clock.now()
      seen = seen.filter(one => one.at <= now && now - one.at <= restartWindowMs)
      const outcome = judgeRestarts(containers, seen)
      seen = [...seen, { at: now, counts: new Map(containers.map(one => [one.id, one.restarts])) }]
      return outcome
    }),
  }
}
