/**
 * Splits an env file into statements as Compose v1 does: docker-compose 1.29 leaves the file to python-dotenv,
 * which opens it as `utf-8-sig` text, so that a lone carriage return ends a line too (`mailu.md` 1.1).
 */
import type { Quote, ScanTrouble, Statement } from './statement.ts'
import { matcher, pythonBlank, pythonSpace, trimEndOf } from './white-space.ts'

const spaces = matcher(`[${pythonSpace}]*`)
const blanks = matcher(`[${pythonBlank}]*`)
const exportWord = matcher(`export[${pythonBlank}]+`)
const quotedKey = matcher("'([^']+)'")
const plainKey = matcher(`[^=#${pythonSpace}]+`)
const singleQuoted = matcher("'((?:\\\\'|[^'])*)'")
const doubleQuoted = matcher('"((?:\\\\"|[^"])*)"')
const restOfLine = matcher('[^\\r\\n]*')
const comment = matcher(`(?:[${pythonBlank}]*#[^\\r\\n]*)?`)
const endOfLine = matcher(`[${pythonBlank}]*(?:\\r\\n|\\n|\\r|$)`)
const rest = matcher('[^\\r\\n]*(?:\\r\\n|\\n|\\r)?')
const isSpace = new RegExp(`[${pythonSpace}]`)

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const unescape = (raw: string, pattern: RegExp): string =>
  raw.replace(/\r\n?/g, '\n').replace(pattern, (_, letter: string) => escapes[letter]!)

interface Value {
  readonly end: number
  readonly quote: Quote
  readonly text: string
}

/** The value that starts at `at`; undefined where a quote is opened and never closed. */
function readValue(text: string, at: number): Value | undefined {
  if (text[at] === "'") {
    const match = singleQuoted(text, at)
    if (!match) return undefined
    return { end: at + match[0].length, quote: "'", text: unescape(match[1]!, /\\([\\'])/g) }
  }
  if (text[at] === '"') {
    const match = doubleQuoted(text, at)
    if (!match) return undefined
    return {
      end: at + match[0].length,
      quote: '"',
      text: unescape(match[1]!, /\\([\\'"abfnrtv])/g),
    }
  }
  const line = restOfLine(text, at)![0]
  // Only a hash with white space before it begins a comment.
  let hash = line.indexOf('#')
  while (hash >= 0 && !(hash > 0 && isSpace.test(line[hash - 1]!)))
    hash = line.indexOf('#', hash + 1)
  const value = trimEndOf(hash < 0 ? line : line.slice(0, hash), isSpace)
  return { end: at + value.length, quote: '', text: value }
}

const yamlKey = matcher('([A-Za-z0-9_.\\-]+):')

/** Reads the statement at `start`; `undefined` for a comment. The second part says where the reader goes on. */
function readStatement(text: string, start: number): [Statement | undefined, number] {
  let at = start + (exportWord(text, start)?.[0].length ?? 0)
  const keyStart = at
  const none = { start: keyStart, end: keyStart }
  const lost = (trouble: ScanTrouble, from: number, key = ''): [Statement, number] => {
    const end = from + rest(text, from)![0].length
    const span = { start, end }
    const place = { key, keySpan: none, separator: '', valueSpan: none } as const
    return [
      { span, kind: 'unparsable', ...place, quote: '', text: '', expands: false, trouble },
      end,
    ]
  }

  const isComment = text[at] === '#'
  const key = isComment ? undefined : (text[at] === "'" ? quotedKey : plainKey)(text, at)
  if (!isComment && !key) return lost('unparsable', at)
  const name = key ? (key[1] ?? key[0]) : ''
  at += key?.[0].length ?? 0
  const keySpan = { start: keyStart, end: at }
  at += blanks(text, at)![0].length

  const hasValue = text[at] === '='
  let valueStart = keySpan.end
  let value: Value | undefined = { end: keySpan.end, quote: '', text: '' }
  if (hasValue) {
    at += 1
    valueStart = at = at + blanks(text, at)![0].length
    value = readValue(text, at)
    if (!value) return lost('unterminated-quote', at, name)
    at = value.end
  }
  at += comment(text, at)![0].length
  const ending = endOfLine(text, at)
  if (!ending) {
    const spansLines = hasValue && /[\r\n]/.test(text.slice(valueStart, value.end))
    if (hasValue) return lost(spansLines ? 'unterminated-quote' : 'text-after-quote', at, name)
    const yaml = yamlKey(text, keyStart)
    return yaml ? lost('yaml-style', at, yaml[1]) : lost('unparsable', at)
  }
  if (!key) return [undefined, at + ending[0].length]
  // `KEY:value` is read as the name of a variable: no complaint from Compose, and never what was meant.
  const yaml = hasValue ? undefined : yamlKey(text, keyStart)
  if (yaml) return lost('yaml-style', at, yaml[1])
  at += ending[0].length

  const statement: Statement = {
    span: { start, end: at },
    kind: hasValue ? 'assignment' : 'bare',
    key: name,
    keySpan,
    separator: hasValue ? '=' : '',
    valueSpan: { start: valueStart, end: value.end },
    quote: value.quote,
    text: value.text,
    expands: hasValue,
  }
  return [statement, at]
}

/** All statements of a text; blank lines and comments are what lies between them. */
export function scanV1(text: string): readonly Statement[] {
  const statements: Statement[] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  for (;;) {
    at += spaces(text, at)![0].length
    if (at >= text.length) return statements
    const [statement, next] = readStatement(text, at)
    if (statement) statements.push(statement)
    at = next
  }
}
