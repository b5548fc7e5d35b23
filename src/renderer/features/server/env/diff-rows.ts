/** A diff for reading: runs of unchanged lines shrink to a count, and in a changed pair the part that differs is marked. */
import type { DiffLine } from '../../../../shared/model/stack.ts'

export type DiffRow =
  | { readonly kind: 'gap'; readonly count: number }
  | {
      readonly kind: DiffLine['kind']
      readonly before: string
      readonly marked: string
      readonly after: string
    }

const context = 1

/** The part in which two texts differ, between their common beginning and end. */
export function markDifference(
  text: string,
  other: string,
): Omit<Exclude<DiffRow, { kind: 'gap' }>, 'kind'> {
  let start = 0
  while (start < text.length && start < other.length && text[start] === other[start]) start += 1
  let end = 0
  const room = Math.min(text.length, other.length) - start
  while (end < room && text.at(-1 - end) === other.at(-1 - end)) end += 1
  return {
    before: text.slice(0, start),
    marked: text.slice(start, text.length - end),
    after: text.slice(text.length - end),
  }
}

const row = (line: DiffLine, other?: DiffLine): DiffRow =>
  other
    ? { kind: line.kind, ...markDifference(line.text, other.text) }
    : { kind: line.kind, before: line.text, marked: '', after: '' }

/** Lines that a change pairs: a removed one directly before an added one. */
const partner = (diff: readonly DiffLine[], index: number): DiffLine | undefined => {
  const line = diff[index]
  const other = diff[line?.kind === 'removed' ? index + 1 : index - 1]
  const wanted = line?.kind === 'removed' ? 'added' : line?.kind === 'added' ? 'removed' : undefined
  return other?.kind === wanted ? other : undefined
}

export function diffRows(diff: readonly DiffLine[]): DiffRow[] {
  const isNear = (index: number): boolean =>
    diff.slice(Math.max(0, index - context), index + context + 1).some(line => line.kind !== 'same')
  const rows: DiffRow[] = []
  for (const [index, line] of diff.entries()) {
    const last = rows.at(-1)
    if (line.kind !== 'same' || isNear(index)) rows.push(row(line, partner(diff, index)))
    else if (last?.kind === 'gap') rows[rows.length - 1] = { kind: 'gap', count: last.count + 1 }
    else rows.push({ kind: 'gap', count: 1 })
  }
  return rows
}
