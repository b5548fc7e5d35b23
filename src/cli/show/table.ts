/** Calm tables: columns by space alone, no lines, no colour. */

/** A heading and how a row fills the column. */
export interface Column<T> {
  readonly title: string
  readonly of: (row: T) => string | number | undefined
}

/** Characters, not UTF-16 units. */
const lengthOf = (text: string): number => Array.from(text).length

/** Rows under their headings, without columns that are empty in every row; `nothing` stands where there is no row. */
export function table<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  nothing: string,
): string {
  if (rows.length === 0) return nothing
  const used = columns.filter(({ of }) => rows.some(row => of(row) !== undefined && of(row) !== ''))
  const cells = [
    used.map(({ title }) => title),
    ...rows.map(row => used.map(({ of }) => String(of(row) ?? '–').replace(/\s+/g, ' '))),
  ]
  const widths = used.map((_, at) => Math.max(...cells.map(row => lengthOf(row[at] ?? ''))))
  return cells
    .map(row =>
      row
        .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - lengthOf(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Names and values under each other; lines without a value are left out. */
export function facts(rows: readonly (readonly [string, string | number | undefined])[]): string {
  const said = rows.filter(([, value]) => value !== undefined && value !== '')
  const width = Math.max(0, ...said.map(([name]) => name.length))
  return said.map(([name, value]) => `${name.padEnd(width)}  ${value ?? ''}`).join('\n')
}
