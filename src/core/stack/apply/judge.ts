/** After a change: does everything that worked still work, and did the new containers get what was meant? */
import { setTimeout as sleep } from 'node:timers/promises'
import type { RemoteHost } from '../../net/ssh/session.ts'
import type { CheckResult } from '../checks/function-checks.ts'
import { lost, planChecks, runChecks } from '../checks/function-checks.ts'
import type { Container } from '../container.ts'
import type { EnvReading } from '../env/compose-reading.ts'
import type { Rights } from '../open-server.ts'
import { firstOf } from '../services.ts'

/** How long services may take to come up. Mailu's front looks admin up again after 30 s; with the undoing it stays below three minutes. */
export const patienceMs = 75_000
const usualPauseMs = 1500

export interface Judging {
  readonly host: RemoteHost
  readonly rights: Rights
  readonly containers: readonly Container[]
  readonly values: EnvReading['values']
  readonly before: readonly CheckResult[]
  /** Checks whose loss is no failure of this change. */
  readonly ignore: readonly CheckResult['id'][]
  readonly signal: AbortSignal
  readonly patienceMs?: number
  readonly pauseMs?: number | undefined
}

export interface Judged {
  readonly after: readonly CheckResult[]
  readonly lost: readonly CheckResult['id'][]
}

/** A login that the relay refused is refused for good: asking again would only look like guessing. */
const isFinal = (result: CheckResult): boolean =>
  result.id === 'relay-login' && result.verdict !== 'unknown'

/** Asks until all that worked works again, twice in a row, or the time is up. */
export async function judge(judging: Judging): Promise<Judged> {
  const { host, rights, containers, values, before, ignore, signal } = judging
  const plans = planChecks(containers, values)
  const limit = performance.now() + (judging.patienceMs ?? patienceMs)
  const settled = new Map<string, CheckResult>()
  let passes = 0
  for (;;) {
    const open = plans.filter(({ id }) => !settled.has(id))
    const fresh = await runChecks(host, open, rights, signal)
    for (const result of fresh) if (isFinal(result)) settled.set(result.id, result)
    const after = [...settled.values(), ...fresh.filter(({ id }) => !settled.has(id))]
    const failed = lost(before, after).filter(id => !ignore.includes(id))
    passes = failed.length === 0 ? passes + 1 : 0
    const isDecided = failed.includes('relay-login') || performance.now() > limit
    if (passes === 2 || isDecided) return { after, lost: failed }
    await sleep(judging.pauseMs ?? usualPauseMs, undefined, { signal })
  }
}

/**
 * Keys that a recreated container does not have as they were meant. A key that was taken out may still come from the image, but
 * no longer with the old value.
 */
export function notReceived(
  services: readonly string[],
  containers: readonly Container[],
  keys: readonly string[],
  meant: EnvReading['values'],
  old: EnvReading['values'],
  overridden: (service: string) => readonly string[],
): readonly string[] {
  const wrong = services.flatMap(service => {
    const env = firstOf(containers, service)?.env
    if (!env) return keys
    return keys
      .filter(key => !overridden(service).includes(key))
      .filter(key => {
        const value = meant.get(key)
        if (value !== undefined) return env[key] !== value
        return old.get(key) !== '' && env[key] !== undefined && env[key] === old.get(key)
      })
  })
  return [...new Set(wrong)].sort()
}
