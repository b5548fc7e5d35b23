/** The subject of a message, for naming it: as good as its first bytes allow, never an error. */

const headLimit = 2 ** 16
const subjectLimit = 200

function decodeWord(charset: string, kind: string, text: string): string | undefined {
  const bytes =
    kind.toUpperCase() === 'B'
      ? Buffer.from(text, 'base64')
      : Buffer.from(
          text
            .replaceAll('_', ' ')
            .replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
              String.fromCharCode(Number.parseInt(hex, 16)),
            ),
          'latin1',
        )
  try {
    // RFC 2231, 5: a language may stand behind the character set.
    return new TextDecoder(charset.split('*')[0]).decode(bytes)
  } catch {
    return undefined // a character set that nobody knows: the word stays as it is
  }
}

/** Encoded words (RFC 2047) as text. */
const decodeWords = (text: string): string =>
  text
    .replace(/(\?=)[ \t\r\n]+(?==\?)/g, '$1')
    .replace(
      /=\?([^?\s]+)\?([BbQq])\?([^?]*)\?=/g,
      (word, charset: string, kind: string, body: string) =>
        decodeWord(charset, kind, body) ?? word,
    )

/** From the first bytes of a message; nothing when it has none. */
export function subjectOf(beginning: Uint8Array): string | undefined {
  const text = Buffer.from(beginning.subarray(0, headLimit)).toString('utf8')
  const [head = ''] = text.split(/\r?\n\r?\n/, 1)
  const raw = /^subject:([^\n]*(?:\n[ \t][^\n]*)*)/im.exec(head)?.[1]
  if (raw === undefined) return undefined
  const subject = decodeWords(raw)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return subject === '' ? undefined : subject.slice(0, subjectLimit)
}
