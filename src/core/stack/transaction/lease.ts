/** Keeps a change on trial alive from afar, for as long as somebody here watches it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChangeAt } from './verbs.ts'
import { extend } from './verbs.ts'

/** Without a sign of life for so long, the server undoes the change: enough for Compose on a slow box, and with the undoing itself below three minutes. */
export const leaseSeconds = 75
const everyMs = 12_000

export interface Lease {
  /** Stops extending; the server's own clock goes on. */
  stop(): void
  /** Aborts when the server has decided by itself, or cannot be told any more. */
  readonly lost: AbortSignal
}

/** Extends until stopped. One failure ends it: who lost the line must not believe that he watches. */
export function keepLease(
  at: ChangeAt,
  seconds: number = leaseSeconds,
  intervalMs = everyMs,
): Lease {
  const stopped = new AbortController()
  const lost = new AbortController()
  const loop = async (): Promise<void> => {
    for (;;) {
      await sleep(intervalMs, undefined, { signal: stopped.signal })
      const said = await extend(at, seconds, stopped.signal)
      if (said !== 'extended') throw new Error(said)
    }
  }
  loop().catch((reason: unknown) => {
    if (!stopped.signal.aborted) lost.abort(reason)
  })
  return { stop: () => stopped.abort(), lost: lost.signal }
}
