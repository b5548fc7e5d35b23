/**
 * Splits an env file into statements as Compose v2 does (compose-go's dotenv parser, `mailu.md` 1.1). Where Compose stops
 * with an error, the scan notes it and goes on with the next line, so that the rest of the file can still be shown.
 */
import type { Quote, ScanTrouble, Statement } from './statement.ts'
import { goBlank, goSpace, matcher, trimEndOf } from './white-space.ts'

const spaces = matcher(`[${goSpace}]*`)
const blanks = matcher(`[${goBlank}]*`)
const isBlank = new RegExp(`^[${goBlank}]$`)
const isSpace = new RegExp(`[${goSpace}]`)
const exportWord = matcher('export[\\t\\n\\f\\r ]+')
const toLineEnd = matcher('[^\\n]*')
const harmlessTail = matcher(`[${goBlank}]*(?:#|\\n|$)`)
const keyCharacter = /^[\p{L}\p{N}_.\-[\]]$/u

const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  // The expansion that follows turns two dollars into one.
  $: '$$',
}

/** Escapes of a double-quoted value. Go wants three octal digits after the nought, at most 377; else the nought alone goes. */
const unescape = (raw: string): string =>
  raw.replace(/\\(?:([abcfnrtv$"\\])|0(\d{0,3}))/g, (whole, letter?: string, digits?: string) => {
    if (letter !== undefined) return letters[letter] ?? whole
    const isOctal = /^[0-3][0-7]{2}$/.test(digits!)
    return isOctal ? String.fromCharCode(Number.parseInt(digits!, 8)) : `\\${digits!}`
  })

/** Earlier v2 parsers kept the backslash before a quote and did not count backslashes; the current one drops it and does. */
export type QuoteRule = 'early' | 'current'

function readQuoted(
  text: string,
  at: number,
  rule: QuoteRule,
): { raw: string; end: number } | undefined {
  const quote = text[at]!
  let raw = ''
  for (let i = at + 1; i < text.length; i++) {
    const character = text[i]!
    if (rule === 'early') {
      if (character === quote && text[i - 1] !== '\\') return { raw, end: i + 1 }
      raw += character
    } else if (character === '\\' && i + 1 < text.length) {
      i += 1
      raw += text[i] === quote ? quote : `\\${text[i]!}`
    } else if (character === quote) return { raw, end: i + 1 }
    else raw += character
  }
  return undefined
}

interface Key {
  readonly key: string
  readonly end: number
  /** After the separator, or `undefined` at the end of the file. */
  readonly next: number
  readonly separator: '=' | ':' | '\n' | ''
}

/** The key that starts at `at`; undefined where a character may not be in a key. */
function readKey(text: string, at: number): Key | undefined {
  for (let i = at; i < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(i)!)
    if (character === '=' || character === ':' || character === '\n') {
      const key = trimEndOf(text.slice(at, i), isSpace)
      return { key, end: at + key.length, next: i + 1, separator: character }
    }
    if (!isBlank.test(character) && !keyCharacter.test(character)) return undefined
    i += character.length
  }
  const key = trimEndOf(text.slice(at), isSpace)
  return { key, end: at + key.length, next: text.length, separator: '' }
}

/** Reads the statement at `start`; the second part says where the reader goes on. */
function readStatement(text: string, start: number, rule: QuoteRule): [Statement, number] {
  const word = exportWord(text, start)
  // Only blanks are taken after the word: a line end there leaves an empty key.
  const keyStart = word ? start + 6 + blanks(text, start + 6)![0].length : start
  const found = readKey(text, keyStart)
  const lost = (trouble: ScanTrouble, key?: Key): [Statement, number] => {
    const end = start + toLineEnd(text, start)![0].length
    const span = { start, end }
    const keySpan = { start: keyStart, end: key?.end ?? keyStart }
    const place = { key: key?.key ?? '', keySpan, separator: '', valueSpan: keySpan } as const
    return [
      { span, kind: 'unparsable', ...place, quote: '', text: '', expands: false, trouble },
      end,
    ]
  }
  if (!found) return lost('bad-key')
  if (found.key === '' && found.separator === '') return lost('unparsable')
  if (found.key.includes(' ')) return lost('bad-key', found)

  const keySpan = { start: keyStart, end: found.end }
  const base = { key: found.key, keySpan }
  if (found.separator === '\n' || found.separator === '') {
    const at = found.end
    const value = {
      valueSpan: { start: at, end: at },
      quote: '',
      text: '',
      expands: false,
    } as const
    const span = { start, end: found.next }
    const bare: Statement = { span, kind: 'bare', ...base, separator: '', ...value }
    // Without a line end after it compose-go takes the name for the value of a variable without a name.
    return [found.separator === '' ? { ...bare, trouble: 'bare-at-end' } : bare, found.next]
  }

  const at = found.next + blanks(text, found.next)![0].length
  const first = text[at]
  const make = (end: number, value: string, quote: Quote, next: number, trouble?: ScanTrouble) => {
    const statement: Statement = {
      span: { start, end: next },
      kind: 'assignment',
      ...base,
      separator: found.separator === ':' ? ':' : '=',
      valueSpan: { start: at, end },
      quote,
      text: value,
      expands: quote !== "'",
      ...(trouble ? { trouble } : {}),
    }
    return [statement, next] as [Statement, number]
  }
  if (first === "'" || first === '"') {
    const quoted = readQuoted(text, at, rule)
    if (!quoted) return lost('unterminated-quote', found)
    const value = first === '"' ? unescape(quoted.raw) : quoted.raw
    const tail = harmlessTail(text, quoted.end) ? undefined : 'text-after-quote'
    return make(quoted.end, value, first, quoted.end, tail)
  }
  const line = toLineEnd(text, at)![0]
  const cut = line.indexOf(' #')
  const value = trimEndOf(cut < 0 ? line : line.slice(0, cut), isSpace)
  return make(at + value.length, value, '', at + line.length)
}

/** All statements of a text; blank lines and comments are what lies between them. */
export function scanV2(text: string, rule: QuoteRule = 'current'): readonly Statement[] {
  const statements: Statement[] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  for (;;) {
    at += spaces(text, at)![0].length
    if (at >= text.length) return statements
    if (text[at] === '#') {
      at += toLineEnd(text, at)![0].length
      continue
    }
    const [statement, next] = readStatement(text, at, rule)
    statements.push(statement)
    at = next
  }
}
