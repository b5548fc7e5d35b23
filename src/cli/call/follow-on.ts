/** Following goes on when the process that did the work for this one left: the next one takes it up where the lines ended. */
import { AppError } from '../../shared/errors.ts'
import type { LogLine } from '../../shared/model/stack.ts'
import { Cancelled } from './ended.ts'

const wasLeft = (error: unknown): boolean =>
  error instanceof Cancelled ||
  (error instanceof AppError && (error.code === 'job-interrupted' || error.code === 'host-gone'))

/**
 * Runs `follow` until it ends by itself, the person stops it, or it fails. `since` is the stamp of the newest line that was
 * given so far, undefined in the first run; `give` drops what an earlier run has given already.
 */
export async function followOn(
  signal: AbortSignal,
  give: (line: LogLine) => void,
  follow: (since: string | undefined, give: (line: LogLine) => void) => Promise<void>,
): Promise<void> {
  const newest = new Map<string, string>()
  for (;;) {
    const known = new Map(newest)
    const since = [...known.values()].sort().at(-1)
    try {
      await follow(since, line => {
        const { service, at = '' } = line
        if (at !== '' && at <= (known.get(service) ?? '')) return
        if (at > (newest.get(service) ?? '')) newest.set(service, at)
        give(line)
      })
      return
    } catch (error) {
      if (signal.aborted || !wasLeft(error)) throw error
    }
  }
}
