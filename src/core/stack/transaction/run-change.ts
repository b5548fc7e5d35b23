/** One change from the first byte to its end: written, tried, and confirmed or undone. */
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { RemoteHost } from '../../net/ssh/session.ts'
import type { Rights } from '../open-server.ts'
import type { Change } from './change.ts'
import { keepLease, leaseSeconds } from './lease.ts'
import { begin, type ChangeAt, commit, decideAgainst, type Outcome, undo } from './verbs.ts'

/** Places at which a process may be killed, in order; the proof of crash safety goes through them. */
export const changePoints = ['prepared', 'written', 'recreated', 'checked', 'confirmed'] as const
export type ChangePoint = (typeof changePoints)[number]

export interface ChangeRun {
  readonly change: Change
  readonly rights: Rights
  /** The line of now: after a break, a new one. */
  readonly connect: (signal: AbortSignal) => Promise<RemoteHost>
  readonly now: () => number
  readonly signal: AbortSignal
  /** Told as soon as the change has an id: what a resumed run needs. */
  readonly onBegun: (id: string) => void
  /** Carries the change out and judges it. True: it may stand. */
  readonly trial: (
    signal: AbortSignal,
    at: (point: ChangePoint) => Promise<void>,
  ) => Promise<boolean>
  readonly onUndo: () => void
  /** Awaited at each point. @default nothing */
  readonly atPoint?: (point: ChangePoint) => Promise<void>
}

export interface ChangeEnd {
  readonly id: string
  readonly outcome: Outcome
  readonly copies: readonly string[]
  /** What went wrong in the trial besides its judgement. */
  readonly trouble?: AppError
}

const lineCodes: ReadonlySet<string> = new Set([
  'connection-lost',
  'host-not-found',
  'host-unreachable',
  'host-refused',
  'host-timed-out',
  'local-network-denied',
])
export const isLineTrouble = (error: unknown): error is AppError =>
  isAppError(error) && lineCodes.has(error.code)

/** How long a broken line is tried again: the lease, and what undoing takes. */
const patienceMs = 160_000
const pauseMs = 2000

/** Repeats `work` over new lines while the line is what fails. */
async function persist<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const limit = performance.now() + patienceMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isLineTrouble(error) || performance.now() > limit) throw error
      await sleep(pauseMs, undefined, { signal })
    }
  }
}

/**
 * @throws AppError of `begin`, with nothing written; `cancelled`, the server then undoes it; `transaction-unwatched` when the
 * line broke and did not come back: the server undoes it by itself
 */
export async function runChange(run: ChangeRun): Promise<ChangeEnd> {
  const { change, rights, signal, connect } = run
  const at = async (point: ChangePoint): Promise<void> => run.atPoint?.(point)
  const host = await connect(signal)
  await at('prepared')
  const begun = await begin(host, change, rights, { leaseSeconds, now: run.now(), signal })
  const { id, copies } = begun
  run.onBegun(id)
  const place = (line: RemoteHost): ChangeAt => ({ host: line, home: change.home, id, rights })
  const lease = keepLease(place(host))
  const trialSignal = AbortSignal.any([signal, lease.lost])
  let trouble: AppError | undefined
  let mayStand = false
  try {
    await at('written')
    mayStand = await run.trial(trialSignal, at)
    await at('checked')
    if (mayStand && (await commit(place(host), change.files, trialSignal))) {
      await at('confirmed')
      return { id, outcome: 'committed', copies }
    }
  } catch (error) {
    if (signal.aborted) {
      // The job ends at once; the server is told in passing, and would find out by itself.
      void decideAgainst(place(host), AbortSignal.timeout(20_000)).catch(() => undefined)
      // What was cut off in the middle may fail in its own words before it hears of the abort.
      throw isAppError(error, 'cancelled') ? error : new AppError('cancelled', {}, { cause: error })
    }
    trouble = troubleOf(error, lease.lost, host)
  } finally {
    lease.stop()
  }
  run.onUndo()
  try {
    const outcome = await persist(
      async () => undo(place(await connect(signal)), run.now(), signal),
      signal,
    )
    return { id, outcome, copies, ...(trouble && { trouble }) }
  } catch (error) {
    if (!isLineTrouble(error)) throw error
    throw new AppError('transaction-unwatched', { host: host.host }, { cause: error })
  }
}

/** A bug stays one; the server undoes the change when nobody extends it. */
function troubleOf(error: unknown, lost: AbortSignal, host: RemoteHost): AppError {
  if (lost.aborted) {
    return isLineTrouble(lost.reason)
      ? lost.reason
      : new AppError('connection-lost', { host: host.host }, { cause: lost.reason })
  }
  if (isAppError(error)) return error
  throw error
}
