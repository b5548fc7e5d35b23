/** One run of one check, with its deadline: it always ends, and what cannot be told is `unknown`. */
import type { Outcome } from '../../shared/model/watch.ts'
import type { Timers } from '../schedule/timers.ts'
import type { Check } from './check.ts'

/** So long after its deadline a check that does not heed the signal is left alone. */
const graceMs = 2000

export interface CheckRun {
  readonly outcome: Outcome
  /** Resolves when the check itself has ended, which may be later than its outcome. */
  readonly settled: Promise<void>
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
  const run = check.run(stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) deps.bug(error)
    return unknown(stop.signal.aborted ? 'timed-out' : 'fault')
  })
  let cancelGrace: (() => void) | undefined
  let cancel: (() => void) | undefined
  const late = new Promise<Outcome>(resolve => {
    cancel = deps.timers.after(check.timeoutMs, () => {
      abort()
      cancelGrace = deps.timers.after(graceMs, () => resolve(unknown('timed-out')))
    })
  })
  const outcome = await Promise.race([run, late])
  cancel?.()
  cancelGrace?.()
  signal.removeEventListener('abort', abort)
  return { outcome, settled: run.then(() => undefined) }
}
