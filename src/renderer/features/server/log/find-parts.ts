/** A line cut where the text that is sought stands in it, so that it can be marked. */
export interface Part {
  readonly text: string
  readonly isMatch: boolean
}

/** All of the line again, in order; upper and lower case are the same. */
export function findParts(line: string, sought: string): Part[] {
  const wanted = sought.trim().toLowerCase()
  const low = line.toLowerCase()
  // Some letters change their length in lower case: such a line is shown without marks.
  if (wanted === '' || low.length !== line.length) return [{ text: line, isMatch: false }]
  const parts: Part[] = []
  let from = 0
  for (let at = low.indexOf(wanted); at !== -1; at = low.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: line.slice(from, at), isMatch: false })
    parts.push({ text: line.slice(at, at + wanted.length), isMatch: true })
    from = at + wanted.length
  }
  if (from < line.length) parts.push({ text: line.slice(from), isMatch: false })
  return parts
}
