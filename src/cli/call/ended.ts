/** The end by Ctrl-C: exit code 130. */

/** The person pressed Ctrl-C and the work has stopped. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** Never resolves; rejects with `Cancelled` once the signal fires. For races. */
export function aborted(signal: AbortSignal): Promise<never> {
  const wait = new Promise<never>((_, reject) => {
    const onAbort = () => {
      reject(new Cancelled())
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  wait.catch(() => undefined) // the race may have been won by the other side long before
  return wait
}
