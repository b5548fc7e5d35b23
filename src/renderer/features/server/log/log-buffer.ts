/** The last lines of a log, in a ring: any speed of lines costs the same memory, and finding looks at each line once. */
import type { LogLine } from '../../../../shared/model/stack.ts'

export interface ShownLine extends LogLine {
  /** So many lines are missing right before this one: they came faster than they can be shown. */
  readonly leftOut?: number
}

export interface LogBuffer {
  /** Adds lines; the oldest go when the ring is full. */
  push(lines: readonly ShownLine[]): void
  /** Only lines with this text are shown; empty shows all. Upper and lower case are the same. */
  find(text: string): void
  /** How many lines are to be shown. */
  shown(): number
  /** The shown line at that place; undefined beyond the end. */
  at(index: number): ShownLine | undefined
  /** How many lines are kept, whether they are shown or not. */
  kept(): number
  /** How many lines fell out at the old end. */
  dropped(): number
  /** All shown lines as text, for the clipboard. */
  text(): string
  clear(): void
}

/** Lines that a window keeps; about 6 MB of an ordinary mail log. */
export const keptLines = 20_000

/** @param capacity lines kept at most */
export function createLogBuffer(capacity = keptLines): LogBuffer {
  let ring: (ShownLine | undefined)[] = []
  let total = 0
  let sought = ''
  /** Numbers (counted from the first line ever) of the kept lines that match; unused while nothing is sought. */
  let matches: number[] = []
  let firstMatch = 0

  const first = (): number => Math.max(0, total - capacity)
  const isMatch = (line: LogLine): boolean =>
    line.text.toLowerCase().includes(sought) || line.service.toLowerCase().includes(sought)
  const forgetOld = (): void => {
    while (firstMatch < matches.length && (matches[firstMatch] ?? 0) < first()) firstMatch += 1
    if (firstMatch <= capacity) return
    matches = matches.slice(firstMatch)
    firstMatch = 0
  }
  const shown = (): number => (sought === '' ? total - first() : matches.length - firstMatch)
  const at = (index: number): ShownLine | undefined => {
    const number = sought === '' ? first() + index : matches[firstMatch + index]
    return number === undefined || number >= total ? undefined : ring[number % capacity]
  }

  return {
    push(lines) {
      for (const line of lines) {
        ring[total % capacity] = line
        if (sought !== '' && isMatch(line)) matches.push(total)
        total += 1
      }
      if (sought !== '') forgetOld()
    },
    find(text) {
      sought = text.trim().toLowerCase()
      matches = []
      firstMatch = 0
      if (sought === '') return
      for (let number = first(); number < total; number += 1) {
        const line = ring[number % capacity]
        if (line && isMatch(line)) matches.push(number)
      }
    },
    shown,
    at,
    kept: () => total - first(),
    dropped: first,
    text: () =>
      Array.from({ length: shown() }, (_, index) => at(index))
        .filter(line => line !== undefined)
        .map(line => [line.at, line.service, line.text].filter(Boolean).join(' '))
        .join('\n'),
    clear() {
      ring = []
      total = 0
      matches = []
      firstMatch = 0
    },
  }
}
