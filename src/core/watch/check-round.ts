/** Every check once, now: line, then path, then the server; what rests on something broken is not tried. */
import type { Outcome } from '../../shared/model/watch.ts'
import type { Clock } from '../platform.ts'
import type { Check } from './check.ts'
import { weightOf } from './machine/check-state.ts'
import { rulesOf } from './machine/rules.ts'

export interface RoundResult {
  readonly id: string
  readonly lamp?: Exclude<Check['lamp'], undefined>
  readonly vantage: Check['vantage']
  readonly tookMs: number
}

/** How a check is run: by the engine's own way where it watches, else just so. */
export type RunOne = (
  check: Check,
  signal: AbortSignal,
) => Promise<{ readonly outcome: Outcome; readonly tookMs: number }>

const vantages = ['line', 'path', 'server'] as const

/** Runs the round; `done` hears how many are through. */
export async function checkRound(
  checks: readonly Check[],
  deps: {
    readonly clock: Clock
    readonly run: RunOne
    readonly done: (count: number, of: number) => void
  },
  signal: AbortSignal,
): Promise<(RoundResult & Outcome)[]> {
  const rules = rulesOf(checks)
  const broken = new Set<string>()
  const results = new Map<string, RoundResult & Outcome>()
  let count = 0

  async function one(check: Check): Promise<void> {
    signal.throwIfAborted()
    const base = rules.get(check.id)?.restsOn.find(id => broken.has(id))
    const { outcome, tookMs } =
      base === undefined
        ? await deps.run(check, signal)
        : {
            outcome: { verdict: 'not-tried' as const, code: `${base}-down`, params: {} },
            tookMs: 0,
          }
    signal.throwIfAborted()
    if (weightOf(outcome) === 'bad') broken.add(check.id)
    results.set(check.id, {
      ...outcome,
      id: check.id,
      ...(check.lamp && { lamp: check.lamp }),
      vantage: check.vantage,
      tookMs,
    })
    count += 1
    deps.done(count, checks.length)
  }

  for (const vantage of vantages)
    await Promise.all(checks.filter(check => check.vantage === vantage).map(one))
  return checks.flatMap(({ id }) => results.get(id) ?? [])
}
