/** "You will know within N minutes": computed from every interval, time-out and repetition (row B27). */
import type { CheckId } from '../../../shared/model/watch.ts'
import type { CheckRule, Rules } from './rules.ts'

/**
 * The longest time in milliseconds from the moment that something breaks to the moment that it is told. It breaks right after a
 * good run; each failing run takes its whole time-out; then what it rests on, which may have begun a run just before, is asked
 * once more, with one lost answer.
 */
export function detectionMs(rule: CheckRule, rules: Rules): number {
  const { intervalMs, timeoutMs, retryMs, failAfter } = rule
  const own = intervalMs + failAfter * timeoutMs + (failAfter - 1) * retryMs
  const asked = rule.restsOn.map(id => {
    const base = rules.get(id)
    return base ? 3 * base.timeoutMs + base.retryMs : 0
  })
  return own + Math.max(0, ...asked)
}

/** Over all checks whose failure means that mail is down; 0 where there are none. */
export const promiseMs = (rules: Rules): number =>
  Math.max(
    0,
    ...[...rules.values()]
      .filter(({ severity, vantage }) => severity === 'down' && vantage !== 'line')
      .map(rule => detectionMs(rule, rules)),
  )

/** When a check is due again after a run: sooner while it is in doubt. */
export function isInDoubt(
  state:
    | { readonly failures: readonly unknown[]; readonly bad?: unknown; readonly goods: number }
    | undefined,
): boolean {
  if (!state) return false
  return state.bad === undefined ? state.failures.length > 0 : state.goods > 0
}

/** The checks at the person's pace: intervals scaled, all else as it is. */
export const atPace = <T extends { readonly intervalMs: number; readonly id: CheckId }>(
  checks: readonly T[],
  factor: number,
): T[] => checks.map(check => ({ ...check, intervalMs: Math.round(check.intervalMs * factor) }))
