/** A response of an IMAP server by its kind (RFC 9051, 7). */
import { showable } from '../../talk/showable.ts'
import { LineFault } from './line-fault.ts'
import { readNumber } from './number-set.ts'
import { type Part, readValues, type Value } from './values.ts'

export interface Tagged {
  readonly tag: string
  readonly status: 'OK' | 'NO' | 'BAD'
  readonly text: string
}

/** `* 12 FETCH (…)` is kind `FETCH` with number 12; `* OK [UIDNEXT 7] …` is kind `OK` with its words in `text`. */
export interface Untagged {
  readonly kind: string
  readonly number: number | undefined
  /** What follows the kind; empty for OK, NO, BAD, BYE, PREAUTH, whose words are free. */
  readonly values: readonly Value[]
  readonly text: string
}

export type Response = Tagged | Untagged | { readonly continues: string }

const freeWords = new Set(['OK', 'NO', 'BAD', 'BYE', 'PREAUTH'])

/** One line, printable, of what came. */
const shown = (text: string): string => showable(Buffer.from(text.slice(0, 200), 'latin1'))

/** What the server says in words, without its code in brackets when words follow. */
export const wordsOf = (text: string): string => shown(text)

/** @throws LineFault `not-understood` */
export function readResponse(parts: readonly Part[]): Response {
  const [first] = parts
  const text = typeof first === 'object' && 'text' in first ? first.text : ''
  if (text.startsWith('+')) return { continues: text.slice(1).trim() }
  const [, tag = '', rest = ''] = /^(\S+) (.*)$/s.exec(text) ?? []
  if (tag !== '*') {
    const [, status = '', words = ''] = /^(OK|NO|BAD)(?: (.*))?$/is.exec(rest) ?? []
    if (status === '') throw new LineFault('not-understood', shown(text))
    return { tag, status: status.toUpperCase() as Tagged['status'], text: words } // the three of the pattern
  }
  const [, digits, word = '', tail = ''] = /^(?:(\d+) )?([A-Za-z]+) ?(.*)$/s.exec(rest) ?? []
  const kind = word.toUpperCase()
  if (kind === '') throw new LineFault('not-understood', shown(text))
  if (digits === undefined && freeWords.has(kind))
    return { kind, number: undefined, values: [], text: tail }
  const number = digits === undefined ? undefined : readNumber(digits)
  if (digits !== undefined && number === undefined)
    throw new LineFault('not-understood', shown(text))
  return { kind, number, values: readValues([{ text: tail }, ...parts.slice(1)]), text: '' }
}

/** The code in brackets at the beginning of a server's words: `[UIDNEXT 7] …` → `['UIDNEXT', '7']`. */
export function readCode(text: string): readonly string[] {
  const [, inner = ''] = /^\[([^\]]*)\]/.exec(text) ?? []
  return inner === '' ? [] : inner.split(' ')
}
