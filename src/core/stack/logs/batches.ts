/** Hands lines on in batches: at most ten a second, none larger than a window can take. */
export interface Batches<T> {
  add(item: T): void
  /** Hands on what waits, and stops. */
  end(): void
}

const intervalMs = 100
/** More than this in a tenth of a second is read by nobody; the newest are kept. */
export const largestBatch = 2000

/** `leftOut` tells how many items are missing right before those that come. */
export function createBatches<T>(give: (items: readonly T[], leftOut: number) => void): Batches<T> {
  let items: T[] = []
  let leftOut = 0
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    timer = undefined
    if (items.length === 0) return
    const [batch, skipped] = [items, leftOut]
    items = []
    leftOut = 0
    give(batch, skipped)
  }
  return {
    add(item) {
      items.push(item)
      if (items.length > largestBatch * 2) {
        leftOut += largestBatch
        items = items.slice(largestBatch)
      }
      timer ??= setTimeout(flush, intervalMs)
    },
    end() {
      clearTimeout(timer)
      flush()
    },
  }
}
