/** Sets of UIDs as IMAP writes them: `1:3,7` (RFC 9051, sequence-set). */

const mostUid = 2 ** 32 - 1

/** Ascending numbers, as short as can be. */
export function writeSet(uids: readonly number[]): string {
  const parts: string[] = []
  for (let at = 0; at < uids.length;) {
    const first = uids[at]!
    let last = first
    while (uids[at + 1] === last + 1) {
      at += 1
      last += 1
    }
    at += 1
    parts.push(first === last ? String(first) : `${first}:${last}`)
  }
  return parts.join(',')
}

/** The ranges of a set, each with the smaller end first; undefined when it is none. */
export function readSet(text: string): readonly (readonly [number, number])[] | undefined {
  const ranges: (readonly [number, number])[] = []
  for (const part of text.split(',')) {
    const [, from, to = from] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(part) ?? []
    const a = Number(from)
    const b = Number(to)
    if (!(a >= 1 && a <= mostUid && b >= 1 && b <= mostUid)) return undefined
    ranges.push(a <= b ? [a, b] : [b, a])
  }
  return ranges
}

/** The number in a UID or a counter of the protocol (32 bit); undefined when it is none. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{1,10}$/.test(value)) return undefined
  const number = Number(value)
  return number <= mostUid ? number : undefined
}
