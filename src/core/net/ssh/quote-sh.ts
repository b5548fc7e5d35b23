/**
 * Quotes one argument for POSIX sh: what the shell reads back is exactly `text` (XCU 2.2.2, single quotes).
 * @throws RangeError for a NUL, which no shell word can hold
 */
export function quoteSh(text: string): string {
  if (text.includes('\0')) throw new RangeError('a NUL cannot be an argument')
  return `'${text.replaceAll("'", `'\\''`)}'`
}
