/** The header of a message as fields in their order (RFC 5322, section 2.2), unfolded. */
export interface HeaderField {
  /** Lower case. */
  readonly name: string
  readonly value: string
}

/** Reads up to the first empty line; what is no field is passed over. */
export function readHeaders(message: string): readonly HeaderField[] {
  const end = /\r?\n\r?\n/.exec(message)?.index ?? message.length
  return message
    .slice(0, end)
    .replace(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n/)
    .flatMap(line => {
      const [, name, value] = /^([!-9;-~]+):(.*)$/s.exec(line) ?? []
      return name === undefined || value === undefined
        ? []
        : [{ name: name.toLowerCase(), value: value.replace(/\s+/g, ' ').trim() }]
    })
}

/** Text without comments in round brackets, which may hold one another; a backslash or a quoted text hides one (RFC 5322, section 3.2.2). */
export function withoutComments(text: string): {
  readonly text: string
  readonly comments: readonly string[]
} {
  const comments: string[] = []
  let out = ''
  let comment = ''
  let depth = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    const pair = char === '\\' ? char + (text[at + 1] ?? '') : undefined
    if (pair !== undefined) at++
    const part = pair ?? char
    if (depth === 0 && char === '"') isQuoted = !isQuoted
    const opens = !isQuoted && char === '('
    const closes = depth > 0 && char === ')'
    if (opens) depth++
    if (depth > 0) comment += part
    else out += part
    if (closes && --depth === 0) {
      comments.push(comment.slice(1, -1))
      comment = ''
      out += ' '
    }
  }
  return { text: out, comments }
}
