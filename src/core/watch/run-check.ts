/** One run of one check, with its deadline: it always ends, and what cannot be told is `unknown`. */
import type { Outcome } from '../../shared/model/watch.ts'
import type { Timers } from '../schedule/timers.ts'
import type { Check } from './check.ts'

/** So long after its deadline a check that does not heed the signal is left alone. */
const graceMs = 2000

export interface CheckRun {
  readonly outcome: Outcome
  /** Present where the check heeded nothing and still runs: resolves when it has ended after all. */
  readonly hung?: Promise<void>
}

const unknown = (code: string): Outcome => ({ verdict: 'unknown', code, params: {} })

/** Runs it. A check that throws has a fault, which is told to `bug`; stopping by `signal` is no fault. */
export async function runCheck(
  check: Pick<Check, 'run' | 'timeoutMs'>,
  deps: { readonly timers: Timers; readonly bug: (error: unknown) => void },
  signal: AbortSignal,
): Promise<CheckRun> {
  const stop = new AbortController()
  const abort = (): void => stop.abort()
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  const begin = async (): Promise<Outcome> => check.run(stop.signal)
  const run = begin().catch((error: unknown) => {
    if (!stop.signal.aborted) deps.bug(error)
    return unknown(stop.signal.aborted ? 'timed-out' : 'fault')
  })
  let cancelGrace: (() => void) | undefined
  let cancel: (() => void) | undefined
  const late = new Promise<'late'>(resolve => {
    cancel = deps.timers.after(check.timeoutMs, () => {
      abort()
      cancelGrace = deps.timers.after(graceMs, () => resolve('late'))
    })
  })
  const first = await Promise.race([run, late])
  cancel?.()
  cancelGrace?.()
  signal.removeEventListener('abort', abort)
  return first === 'late'
    ? { outcome: unknown('timed-out'), hung: run.then(() => undefined) }
    : { outcome: first }
}
