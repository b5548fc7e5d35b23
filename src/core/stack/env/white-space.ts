/** What the two readers take for white space: neither agrees with JavaScript's `\s`. */

const unicodeSpaces = '\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

/** Python's `\s` on text, line ends left out: a fragment for a character class. */
export const pythonBlank = `\\t\\v\\f\\x1c-\\x20${unicodeSpaces}`
/** Python's `\s` on text. */
export const pythonSpace = `\\n\\r${pythonBlank}`
/** Go's `unicode.IsSpace`. */
export const goSpace = `\\t-\\r\\x20${unicodeSpaces}`
/** compose-go's own `isSpace` of the dotenv parser: no line feed, few others. */
export const goBlank = '\\t\\v\\f\\r\\x20\\x85\\xa0'

/** A function that matches `source` exactly at a place. */
export function matcher(source: string): (text: string, at: number) => RegExpExecArray | null {
  const pattern = new RegExp(source, 'y')
  return (text, at) => {
    pattern.lastIndex = at
    return pattern.exec(text)
  }
}

/** Without the white space at its end. By hand, because a pattern takes quadratic time over a long run of blanks. */
export function trimEndOf(text: string, isSpace: RegExp): string {
  let end = text.length
  while (end > 0 && isSpace.test(text[end - 1]!)) end -= 1
  return text.slice(0, end)
}
