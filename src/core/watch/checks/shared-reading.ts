/** One reading for all checks that ask within a moment: a cycle of fifteen checks looks at the server once. */
import { createDeadline, untilCancelled } from '../../net/ssh/deadline.ts'
import type { Clock } from '../../platform.ts'

/**
 * Reads at most once in `freshMs`. Who asks meanwhile shares the running reading, which nobody's abort ends; it has a deadline of its
 * own. A failure is told to all who wait, and not kept.
 */
export function createSharedReading<T>(
  read: (signal: AbortSignal) => Promise<T>,
  clock: Clock,
  freshMs: number,
  deadlineMs: number,
): (signal: AbortSignal) => Promise<T> {
  let last: { readonly at: number; readonly value: T } | undefined
  let running: Promise<T> | undefined

  const begin = async (): Promise<T> => {
    const deadline = createDeadline(new AbortController().signal, deadlineMs, 'watch')
    try {
      const value = await read(deadline.signal)
      last = { at: clock.now(), value }
      return value
    } catch (error) {
      throw deadline.signal.aborted ? deadline.reason() : error
    } finally {
      deadline.done()
    }
  }

  return async signal => {
    const age = last && clock.now() - last.at
    // A clock that was put back makes no reading last for ever.
    if (last && age !== undefined && age >= 0 && age < freshMs) return last.value
    running ??= begin().finally(() => (running = undefined))
    running.catch(() => undefined) // told to whoever still waits
    return untilCancelled(running, signal)
  }
}
