/** Bytes as text and back without loss, so that an env file can be edited as text and still be given back byte for byte. */

/** The length of the well-formed UTF-8 sequence at `at`, 0 where there is none (Unicode 15, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  if (first < 0x80) return 1
  const [length, low, high] =
    first >= 0xc2 && first <= 0xdf
      ? [2, 0x80, 0xbf]
      : first === 0xe0
        ? [3, 0xa0, 0xbf]
        : first === 0xed
          ? [3, 0x80, 0x9f]
          : first >= 0xe1 && first <= 0xef
            ? [3, 0x80, 0xbf]
            : first === 0xf0
              ? [4, 0x90, 0xbf]
              : first >= 0xf1 && first <= 0xf3
                ? [4, 0x80, 0xbf]
                : first === 0xf4
                  ? [4, 0x80, 0x8f]
                  : [0, 0, 0]
  if (length === 0 || at + length > bytes.length) return 0
  const second = bytes[at + 1]!
  if (second < low || second > high) return 0
  for (let i = 2; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0
  return length
}

/**
 * UTF-8 bytes as text. A byte that is no UTF-8 becomes the lone surrogate U+DC00 + byte, which no valid
 * UTF-8 gives, so that `toBytes` can put it back. A byte order mark stays as U+FEFF.
 */
export function toText(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const parts: string[] = []
  let from = 0
  let at = 0
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at)
    if (length > 0) {
      at += length
      continue
    }
    parts.push(decoder.decode(bytes.subarray(from, at)), String.fromCharCode(0xdc00 + bytes[at]!))
    at += 1
    from = at
  }
  parts.push(decoder.decode(bytes.subarray(from)))
  return parts.join('')
}

const loneByte = /[\udc80-\udcff]/u

/** Where the first byte stands that is no UTF-8, as an index into the text; -1 where all is well. */
export const firstLoneByte = (text: string): number => text.search(loneByte)

/** The text as a program shows it that replaces what is no UTF-8. */
export const withReplacements = (text: string): string =>
  text.replace(/[\udc80-\udcff]/gu, '\ufffd')

/** The inverse of `toText`: `toBytes(toText(bytes))` equals `bytes` for any bytes. */
export function toBytes(text: string): Uint8Array {
  if (firstLoneByte(text) === -1) return new TextEncoder().encode(text)
  const parts = text
    .split(/([\udc80-\udcff])/u)
    .map((part, index) =>
      index % 2 === 1 ? Uint8Array.of(part.charCodeAt(0) - 0xdc00) : new TextEncoder().encode(part),
    )
  return Buffer.concat(parts)
}
