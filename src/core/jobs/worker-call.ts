/** Heavy work off the main thread: one worker a call, ended by abort or deadline, the same entry in app and command line. */
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { WireError } from '../../shared/errors.ts'
import { AppError, fromWire, toWire } from '../../shared/errors.ts'

type Answer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }
type Message = Answer | { readonly said: unknown }

export interface WorkerOptions {
  readonly signal: AbortSignal
  /** @default none: work that has its own deadlines */
  readonly timeoutMs?: number
  /** What the worker says while it works. */
  readonly heard?: (said: unknown) => void
  /** Milliseconds in which it may bring its work to an orderly end after an abort. @default 0: it is ended at once */
  readonly graceMs?: number
}

/**
 * Runs the worker at `entry` with `input` (structured clone) and answers what it answers.
 * @throws AppError what the worker throws; `timed-out` after `timeoutMs`; the abort reason when `signal` aborts
 */
export async function callWorker(
  entry: URL,
  input: unknown,
  { signal, timeoutMs, heard, graceMs = 0 }: WorkerOptions,
): Promise<unknown> {
  signal.throwIfAborted()
  const worker = new Worker(entry, { workerData: input })
  const timers: NodeJS.Timeout[] = []
  const done = new AbortController()
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.on('message', (message: Message) => {
        if ('said' in message) heard?.(message.said)
        else resolve(message)
      })
      worker.once('error', reject)
      worker.once('exit', code => reject(new Error(`worker ended with ${code} before it answered`)))
      if (timeoutMs !== undefined) {
        const late = new AppError('timed-out', {
          what: 'A calculation',
          seconds: timeoutMs / 1000,
        })
        timers.push(setTimeout(() => reject(late), timeoutMs))
      }
      const stop = (): void => {
        const giveUp = (): void => reject(signal.reason as Error) // an AbortSignal's own reason
        worker.postMessage('stop')
        if (graceMs > 0) timers.push(setTimeout(giveUp, graceMs))
        else giveUp()
      }
      signal.addEventListener('abort', stop, { signal: done.signal })
    })
    if (!answer.ok) throw fromWire(answer.error)
    return answer.value
  } finally {
    done.abort()
    for (const timer of timers) clearTimeout(timer)
    await worker.terminate()
  }
}

export interface WorkerContext {
  /** Aborts when the caller gives up; what is worth keeping can still be kept. */
  readonly signal: AbortSignal
  /** Heard by the caller at once. */
  readonly say: (said: unknown) => void
}

/** The other side: a worker's entry calls this once with what it does. */
export function serveWorker(
  work: (input: unknown, context: WorkerContext) => Promise<unknown>,
): void {
  const stop = new AbortController()
  const post = (message: Message): void => parentPort?.postMessage(message)
  parentPort?.on('message', () => stop.abort())
  work(workerData, { signal: stop.signal, say: said => post({ said }) }).then(
    value => post({ ok: true, value }),
    (error: unknown) => post({ ok: false, error: toWire(error) }),
  )
}
