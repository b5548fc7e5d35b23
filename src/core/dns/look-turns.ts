/** Looks take turns: so many at once as the network wants, and between two beginnings whatever else waits has its turn. */
import { setImmediate } from 'node:timers/promises'
import PQueue from 'p-queue'

/** Runs the work when it is its turn. @throws what the work throws; the signal's reason when it aborts before */
export type LookTurns = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>

/**
 * A look works for some twenty milliseconds and waits for name servers for a few hundred: twelve fill the waiting. All
 * fifty of somebody with fifty domains would work in one go, and windows and timers would stand still for as long.
 */
const mostAtOnce = 12

/** Makes the turns that all looks of a process share. */
export function createLookTurns(concurrency = mostAtOnce): LookTurns {
  const queue = new PQueue({ concurrency })
  return (work, signal) =>
    queue.add(
      async () => {
        await setImmediate()
        return work()
      },
      { signal },
    )
}
