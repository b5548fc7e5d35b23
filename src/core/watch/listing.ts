/** The checks as they are listed for the person. */
import type { CheckListing } from '../../shared/model/watch.ts'
import type { Check } from './check.ts'
import type { CheckState } from './machine/check-state.ts'
import { atPace, detectionMs } from './machine/promise.ts'
import { rulesOf } from './machine/rules.ts'

/** Each with what it contacts, how often, how soon its failure is told, and what it found last. */
export function listingOf(
  server: string,
  given: readonly Check[],
  pace: number,
  states: Readonly<Record<string, CheckState>> = {},
): CheckListing[] {
  const checks = atPace(given, pace)
  const rules = rulesOf(checks)
  return checks.map(check => {
    const rule = rules.get(check.id)
    const last = states[check.id]?.last
    return {
      id: check.id,
      server,
      ...(check.lamp && { lamp: check.lamp }),
      vantage: check.vantage,
      severity: check.severity,
      dependsOn: [...check.dependsOn],
      contacts: [...check.contacts()],
      intervalMs: check.intervalMs,
      timeoutMs: check.timeoutMs,
      failAfter: check.failAfter,
      recoverAfter: check.recoverAfter,
      promisedDetectionMs: rule ? detectionMs(rule, rules) : 0,
      ...(last && { last: { ...last.outcome, at: new Date(last.at).toISOString() } }),
    }
  })
}
