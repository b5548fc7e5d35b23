/** Lines that wait to be shown: for the next frame, while the person reads further up, or while the log is paused. */
import type { ShownLine } from './log-buffer.ts'

export interface HeldLines {
  add(lines: readonly ShownLine[]): void
  /** Gives them away. */
  takeAll(): readonly ShownLine[]
  size(): number
  /** Waited too long: as many as the ring keeps come after them, so that nobody would have seen them. */
  dropped(): number
  clear(): void
}

/** @param most kept while nobody takes them; not fewer than the ring keeps, so that no gap is ever shown */
export function createHeldLines(most: number): HeldLines {
  let lines: ShownLine[] = []
  let dropped = 0
  return {
    add(more) {
      for (const line of more) lines.push(line)
      if (lines.length < most * 1.5) return
      dropped += lines.length - most
      lines = lines.slice(-most)
    },
    takeAll() {
      const taken = lines
      lines = []
      return taken
    },
    size: () => lines.length,
    dropped: () => dropped,
    clear() {
      lines = []
      dropped = 0
    },
  }
}
