import { AppError } from '../../../shared/errors.ts'
import { createDeferred } from './deferred.ts'

export interface Deadline {
  /** Aborts at the caller's abort or when the time is up, whichever comes first. */
  readonly signal: AbortSignal
  /** The failure that belongs to the abort: `cancelled` or `timed-out`. */
  reason(): AppError
  /** Takes the time limit away; the caller's abort stays in force. */
  lift(): void
  /** Lets go of timer and listener. */
  done(): void
}

/** Joins the caller's signal with a time limit in milliseconds. `what` names what gave no answer. */
export function createDeadline(signal: AbortSignal, timeoutMs: number, what: string): Deadline {
  const controller = new AbortController()
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    controller.abort()
  }, timeoutMs)
  const onAbort = (): void => controller.abort()
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  return {
    signal: controller.signal,
    reason: () =>
      timedOut
        ? new AppError(
            'timed-out',
            { what, seconds: Math.round(timeoutMs / 1000) },
            { retryable: true },
          )
        : new AppError('cancelled', {}),
    lift: () => clearTimeout(timer),
    done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    },
  }
}

/** Waits for `promise`, or for the deadline: then `stop` is called and the deadline's own failure is thrown. */
export async function untilAborted<T>(
  promise: Promise<T>,
  deadline: Deadline,
  stop: () => void,
): Promise<T> {
  const { signal } = deadline
  const aborted = createDeferred<never>()
  const onAbort = (): void => {
    stop()
    aborted.reject(deadline.reason())
  }
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Waits for `promise` or for the abort, which is thrown as `cancelled`. What `promise` does goes on. */
export async function untilCancelled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = createDeferred<never>()
  const onAbort = (): void => aborted.reject(new AppError('cancelled', {}))
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
