/** One kept connection to a server: opened when needed, shared, watched, reopened with a pause that grows, closed when idle. */
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { type ChannelBudget, createChannelBudget } from './channel-budget.ts'
import { untilCancelled } from './deadline.ts'
import { createDeferred } from './deferred.ts'
import type { Exec, OpenExec } from './exec.ts'
import type { OpenedConnection } from './open-connection.ts'
import { NoMoreSessions, openSshExec } from './ssh-exec.ts'

export interface LinkDeps {
  readonly host: string
  readonly user: () => string
  /** Opens and logs in. @throws AppError */
  readonly open: (signal: AbortSignal) => Promise<OpenedConnection>
  /** Without a channel for so long, it hangs up. @default 300_000 */
  readonly idleMs?: number
  /** First pause after a failed attempt; doubles up to 5 s. @default 250 */
  readonly pauseMs?: number
}

export interface Link {
  /** Starts a process; opens the connection when there is none. */
  readonly exec: OpenExec
  /** Makes sure that there is a connection. @throws AppError what `open` throws, `cancelled` */
  ready(signal: AbortSignal): Promise<void>
  /** For good: whoever still holds it is told `connection-lost`, and opens no connection beside a newer one. */
  close(): void
}

interface Live extends OpenedConnection {
  isDown: boolean
  /** Lets go of it at once: nobody is given it any more. */
  readonly hangUp: () => void
  readonly budget: ChannelBudget
}

const maxPauseMs = 5000
/** A closing session may count at the server for a moment: so often a refusal with nothing else open is tried again. */
const patience = 8
const patiencePauseMs = 60
/** A line that was given up closes at once; should its end never be told, the next one is not held up for longer. */
const goneMs = 2000

export function createLink(deps: LinkDeps): Link {
  let opening: Promise<Live> | undefined
  let live: Live | undefined
  const abort = new AbortController()
  /** The end of the connection before: the next one is opened after it, never beside it. */
  let before: Promise<unknown> = Promise.resolve()
  let failures = 0
  let failedAt = 0
  let idleTimer: NodeJS.Timeout | undefined

  const open = async (signal: AbortSignal): Promise<Live> => {
    const pause =
      failures === 0 ? 0 : Math.min(maxPauseMs, (deps.pauseMs ?? 250) * 2 ** (failures - 1))
    const left = failedAt + pause - Date.now()
    if (left > 0) await untilCancelled(sleep(left), signal)
    await untilCancelled(before, signal)
    try {
      const connection = await deps.open(signal)
      const closed = createDeferred<undefined>()
      connection.client.once('close', () => closed.resolve(undefined))
      const gone = closed.promise
      if (signal.aborted) {
        connection.close()
        throw new AppError('cancelled', {})
      }
      failures = 0
      const hangUp = (): void => {
        if (opened.isDown) return
        opened.isDown = true
        connection.close() // an error, or an end of the other side alone, leaves the line half open
        before = Promise.race([gone, sleep(goneMs, undefined, { ref: false })])
        if (live === opened) live = undefined
      }
      const budget = createChannelBudget()
      const opened: Live = { ...connection, isDown: false, hangUp, budget }
      connection.client.on('error', hangUp).on('end', hangUp).on('close', hangUp)
      live = opened
      watchIdle()
      return opened
    } catch (error) {
      failures += 1
      failedAt = Date.now()
      throw error
    }
  }

  /** Callers share one attempt; it is not ended by one of them giving up. */
  const connected = (signal: AbortSignal): Promise<Live> => {
    if (abort.signal.aborted) {
      const lost = new AppError('connection-lost', { host: deps.host }, { retryable: true })
      return Promise.reject(lost)
    }
    if (live && !live.isDown) return Promise.resolve(live)
    opening ??= open(abort.signal).finally(() => {
      opening = undefined
    })
    opening.catch(() => undefined) // told to whoever still waits
    return untilCancelled(opening, signal)
  }

  const watchIdle = (): void => {
    clearTimeout(idleTimer)
    idleTimer = setTimeout(() => {
      if (live && live.budget.open === 0) live.hangUp()
      else if (live) watchIdle()
    }, deps.idleMs ?? 300_000)
    idleTimer.unref()
  }

  const place = (at: Live) => ({ host: deps.host, user: deps.user(), isDown: () => at.isDown })

  const openOn = async (at: Live, commandLine: string, signal: AbortSignal): Promise<Exec> => {
    for (let attempt = 0; ; attempt += 1) {
      const giveBack = await at.budget.take(signal)
      try {
        const exec = await openSshExec(at.client, commandLine, place(at), signal)
        at.budget.confirm()
        void exec.ended.then(() => {
          giveBack()
          watchIdle()
        })
        return exec
      } catch (error) {
        const isFull = error instanceof NoMoreSessions
        const isAlone = at.budget.open === 1
        if (isFull) at.budget.learn()
        giveBack()
        if (isAppError(error, 'connection-lost')) at.hangUp() // the library knows before its events say so
        if (!isFull) throw error
        if (attempt >= patience && isAlone) {
          const params = { host: deps.host, user: deps.user(), reply: error.message }
          throw new AppError('no-shell', params, { cause: error })
        }
        await untilCancelled(sleep(patiencePauseMs), signal)
      }
    }
  }

  return {
    async exec(commandLine, signal) {
      const at = await connected(signal)
      return openOn(at, commandLine, signal)
    },
    async ready(signal) {
      await connected(signal)
    },
    close() {
      clearTimeout(idleTimer)
      abort.abort()
      live?.hangUp()
    },
  }
}
