/** Lets so many run at once; who comes later waits for a place, in order. */
export interface Gate {
  run<T>(work: () => Promise<T>): Promise<T>
}

/** @param limit how many at once */
export function createGate(limit: number): Gate {
  const waiting: (() => void)[] = []
  let running = 0
  return {
    async run(work) {
      if (running >= limit) await new Promise<void>(resolve => waiting.push(resolve))
      else running += 1
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
  }
}
