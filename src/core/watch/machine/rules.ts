/** What the state machine must know of the checks, as data. */
import type { CheckId } from '../../../shared/model/watch.ts'
import { type Check, usualRetryMs } from '../check.ts'

export interface CheckRule extends Omit<Check, 'contacts' | 'run' | 'retryMs'> {
  readonly retryMs: number
  /** All that it depends on, directly or not, as far as they are watched at all. */
  readonly restsOn: readonly CheckId[]
  /** All that depend on it. */
  readonly carries: readonly CheckId[]
}

export type Rules = ReadonlyMap<CheckId, CheckRule>

/** Each check's dependencies to their end; a cycle or an unknown name is left out rather than waited for. */
export function rulesOf(checks: readonly Omit<Check, 'contacts' | 'run'>[]): Rules {
  const byId = new Map(checks.map(check => [check.id, check]))
  const restsOn = (id: CheckId, seen: ReadonlySet<CheckId>): CheckId[] =>
    (byId.get(id)?.dependsOn ?? [])
      .filter(other => byId.has(other) && !seen.has(other))
      .flatMap(other => [other, ...restsOn(other, new Set([...seen, other]))])
  const bases = new Map(checks.map(({ id }) => [id, [...new Set(restsOn(id, new Set([id])))]]))
  return new Map(
    checks.map(check => [
      check.id,
      {
        ...check,
        retryMs: Math.min(check.retryMs ?? usualRetryMs, check.intervalMs),
        restsOn: bases.get(check.id) ?? [],
        carries: checks.filter(({ id }) => bases.get(id)?.includes(check.id)).map(({ id }) => id),
      },
    ]),
  )
}
