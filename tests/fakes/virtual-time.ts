/** Time that tests turn by hand: timers fire in order, the wall clock can jump, and the computer can sleep. */
import type { Clock } from '../../src/core/platform.ts'
import type { Timers } from '../../src/core/schedule/timers.ts'

interface Planned {
  /** In awake time. */
  readonly at: number
  readonly order: number
  work: (() => void) | undefined
}

export interface VirtualTime {
  readonly clock: Clock
  readonly timers: Timers
  /** Awake for so long: everything that is planned within happens, in order. */
  pass(ms: number): Promise<void>
  /** The wall clock goes on, nothing else does. */
  sleep(ms: number): void
  /** Somebody sets the clock. */
  setClock(byMs: number): void
  /** Timers that are planned. */
  readonly planned: number
}

/** Enough for every chain of promises that one timer starts. */
const turns = 16

/** Makes it; the wall clock begins at `began`. */
export function createVirtualTime(began: number): VirtualTime {
  let awake = 0
  let offset = began
  let order = 0
  let live = 0
  const heap: Planned[] = []
  const isBefore = (one: Planned, other: Planned): boolean =>
    one.at < other.at || (one.at === other.at && one.order < other.order)

  function push(planned: Planned): void {
    heap.push(planned)
    let at = heap.length - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      if (!isBefore(heap[at]!, heap[up]!)) break
      ;[heap[at], heap[up]] = [heap[up]!, heap[at]!]
      at = up
    }
  }
  function pop(): Planned | undefined {
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first
    heap[0] = last
    for (let at = 0; ;) {
      const left = 2 * at + 1
      if (left >= heap.length) break
      const right = left + 1
      const least = right < heap.length && isBefore(heap[right]!, heap[left]!) ? right : left
      if (!isBefore(heap[least]!, heap[at]!)) break
      ;[heap[at], heap[least]] = [heap[least]!, heap[at]!]
      at = least
    }
    return first
  }
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
  }

  return {
    clock: { now: () => offset + awake },
    timers: {
      after(ms, work) {
        const planned: Planned = { at: awake + Math.max(0, ms), order: (order += 1), work }
        push(planned)
        live += 1
        return () => {
          if (planned.work) live -= 1
          planned.work = undefined
        }
      },
    },
    async pass(ms) {
      const until = awake + ms
      await settle()
      for (let next = heap[0]; next && next.at <= until; next = heap[0]) {
        pop()
        if (!next.work) continue
        const { work } = next
        next.work = undefined
        live -= 1
        awake = Math.max(awake, next.at)
        work()
        await settle()
      }
      awake = until
    },
    sleep: ms => void (offset += ms),
    setClock: byMs => void (offset += byMs),
    get planned() {
      return live
    },
  }
}
