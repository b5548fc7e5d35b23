/** One listener for each signal, however many questions wait for it: thousands of them are open at once. */

const lists = new WeakMap<AbortSignal, Set<() => void>>()

/** Does `work` when `signal` aborts; answers what takes it back. A signal that has aborted already does nothing. */
export function onAbort(signal: AbortSignal, work: () => void): () => void {
  let list = lists.get(signal)
  if (!list) {
    const made = new Set<() => void>()
    list = made
    lists.set(signal, made)
    signal.addEventListener('abort', () => made.forEach(one => one()), { once: true })
  }
  const held = list
  held.add(work)
  return () => held.delete(work)
}
