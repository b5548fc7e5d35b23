/** Hands out places for channels on one connection: at most so many at once, the others wait their turn. */
import { AppError } from '../../../shared/errors.ts'
import { createDeferred } from './deferred.ts'

export interface ChannelBudget {
  /** Resolves when there is a place; the function gives it back. @throws AppError `cancelled` */
  take(signal: AbortSignal): Promise<() => void>
  /** The server refused a channel while the others were open: from now on no more than these. */
  learn(): void
  /** A channel was opened: so many at once are allowed for certain. */
  confirm(): void
  readonly open: number
  readonly limit: number
}

/** OpenSSH allows 10 sessions by default (MaxSessions); six leave room for the person's own. */
const defaultLimit = 6

export function createChannelBudget(start = defaultLimit): ChannelBudget {
  let limit = start
  let open = 0
  let confirmed = 1
  const queue: (() => void)[] = []

  const admit = (): void => {
    while (open < limit) {
      const next = queue.shift()
      if (!next) return
      open += 1
      next()
    }
  }
  return {
    async take(signal) {
      if (signal.aborted) throw new AppError('cancelled', {})
      const turn = createDeferred<undefined>()
      const enter = (): void => turn.resolve(undefined)
      const onAbort = (): void => {
        const at = queue.indexOf(enter)
        if (at === -1) return
        queue.splice(at, 1)
        turn.reject(new AppError('cancelled', {}))
      }
      queue.push(enter)
      signal.addEventListener('abort', onAbort, { once: true })
      admit()
      try {
        await turn.promise
      } finally {
        signal.removeEventListener('abort', onAbort)
      }
      let isBack = false
      return () => {
        if (isBack) return
        isBack = true
        open -= 1
        admit()
      }
    },
    learn() {
      // The refused one still holds its place. A channel that is just closing counts at the server for a moment longer.
      limit = Math.max(confirmed, Math.min(limit, open - 1), 1)
    },
    confirm() {
      confirmed = Math.max(confirmed, open)
    },
    get open() {
      return open
    },
    get limit() {
      return limit
    },
  }
}
