/** Heavy work off the main thread: one worker a call, ended by abort or deadline, the same entry in app and command line. */
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { WireError } from '../../shared/errors.ts'
import { AppError, fromWire, toWire } from '../../shared/errors.ts'

type Answer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }

/**
 * Runs the worker at `entry` with `input` (structured clone) and answers what it answers.
 * @throws AppError what the worker throws; `timed-out` after `timeoutMs`; the abort reason when `signal` aborts
 */
export async function callWorker(
  entry: URL,
  input: unknown,
  options: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<unknown> {
  options.signal.throwIfAborted()
  const worker = new Worker(entry, { workerData: input })
  const deadline = AbortSignal.timeout(options.timeoutMs)
  const stop = AbortSignal.any([options.signal, deadline])
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', code => reject(new Error(`worker ended with ${code} before it answered`)))
      stop.addEventListener('abort', () =>
        reject(
          deadline.aborted
            ? new AppError('timed-out', {
                what: 'A calculation',
                seconds: options.timeoutMs / 1000,
              })
            : (options.signal.reason as Error), // an AbortSignal's own reason
        ),
      )
    })
    if (!answer.ok) throw fromWire(answer.error)
    return answer.value
  } finally {
    await worker.terminate()
  }
}

/** The other side: a worker's entry calls this once with what it does. */
export function serveWorker(work: (input: unknown) => Promise<unknown>): void {
  const reply = (answer: Answer): void => parentPort?.postMessage(answer)
  work(workerData).then(
    value => reply({ ok: true, value }),
    (error: unknown) => reply({ ok: false, error: toWire(error) }),
  )
}
