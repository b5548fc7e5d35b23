/** Writes one key of an env file: one line changes, and what Compose reads back is the value that was meant. */
import { readEnv, type Surroundings } from './compose-reading.ts'
import {
  activeStatement,
  lineNumber,
  lineStarts,
  withText,
  type EnvDocument,
} from './env-document.ts'
import { interpolateV1 } from './interpolate-v1.ts'
import { interpolateV2 } from './interpolate-v2.ts'
import { candidates, impossible } from './safe-writer.ts'
import { scanV1 } from './scan-v1.ts'
import { scanV2 } from './scan-v2.ts'
import { factsOf, type Statement } from './statement.ts'

/** Why an edit was not made; the words are in the catalogue (`envProblems`). */
export type EditRefusal =
  | 'newline'
  | 'nul'
  | 'not-text'
  | 'bad-key'
  | 'not-representable'
  | 'file-unreadable'
  | 'shares-line'

export type EditResult =
  { readonly document: EnvDocument } | { readonly refusal: EditRefusal; readonly line?: number }

const keyPattern = /^[A-Za-z0-9_.[\]-]+$/

const isRead = (statements: readonly Statement[], value: string, compose: 'v1' | 'v2'): boolean => {
  const [one, ...more] = statements
  if (one?.kind !== 'assignment' || one.trouble || more.length > 0) return false
  if (!one.expands) return one.text === value
  const nothing = (): undefined => undefined
  const outcome =
    compose === 'v1' ? interpolateV1(one.text, nothing) : interpolateV2(one.text, nothing)
  return !('trouble' in outcome) && outcome.missing.length === 0 && outcome.value === value
}

/** How many of the known readers take the written value for the one that was meant. */
function readersAgreed(written: string, value: string): number {
  const line = `K=${written}\n`
  const readings = [
    isRead(scanV1(line), value, 'v1'),
    isRead(scanV2(line, 'current'), value, 'v2'),
    isRead(scanV2(line, 'early'), value, 'v2'),
  ]
  return readings.filter(Boolean).length
}

const sameBut = (
  before: readonly Statement[],
  after: readonly Statement[],
  changed: number,
): boolean =>
  after.length === Math.max(before.length, changed + 1) &&
  after.every((one, index) => index === changed || factsOf(one) === factsOf(before[index]!))

/** Puts a written value in the place of the old one, or a new line at the end. */
function withWritten(document: EnvDocument, key: string, written: string): string {
  const { text, lineEnd } = document
  const old = activeStatement(document, key)
  if (old) {
    const { start, end } = old.valueSpan
    const equals = old.kind === 'bare' ? '=' : ''
    // To Compose v2 a carriage return before an empty value is one of its blanks; it belongs to the line end.
    const isLineEnd = start === end && text[start - 1] === '\r' && (text[end] ?? '\n') === '\n'
    const at = isLineEnd ? start - 1 : start
    return `${text.slice(0, at)}${equals}${written}${text.slice(isLineEnd ? at : end)}`
  }
  const isOpen = text !== '' && text !== '\ufeff' && !text.endsWith('\n')
  return `${text}${isOpen ? lineEnd : ''}${key}=${written}${lineEnd}`
}

const isAlready = (statement: Statement | undefined, value: string): boolean =>
  statement?.kind === 'assignment' &&
  statement.text === value &&
  !(statement.expands && value.includes('$'))

/**
 * Sets a key to exactly this value. The last active line of the key is edited and keeps its indent, `export`, spaces, inline
 * comment and line end; a new key goes to the end. Nothing else moves: an edit that another statement would notice is refused.
 */
export function setKey(
  document: EnvDocument,
  key: string,
  value: string,
  around: Surroundings = {},
): EditResult {
  if (!keyPattern.test(key)) return { refusal: 'bad-key' }
  const reason = impossible(value)
  if (reason) return { refusal: reason }
  const old = activeStatement(document, key)
  if (isAlready(old, value)) return { document }

  const place = old ? document.statements.indexOf(old) : document.statements.length
  const ways = [...new Set(candidates(value))]
    .map(written => ({ written, agreed: readersAgreed(written, value) }))
    .sort((a, b) => b.agreed - a.agreed)
  const at = ({ text, statements }: EnvDocument): number =>
    lineNumber(lineStarts(text), statements[place]?.span.start ?? 0)
  let line: number | undefined
  for (const { written } of ways) {
    const next = withText(document, withWritten(document, key, written))
    if (!sameBut(document.statements, next.statements, place)) continue
    const reading = readEnv(next, around)
    const complaint = reading.problems.find(problem => problem.severity === 'error')
    const isClean = !reading.problems.some(
      problem => problem.key === key && problem.line === at(next),
    )
    if (isClean && reading.values.get(key) === value) return { document: next }
    if (complaint && complaint.key !== key) line ??= complaint.line
  }
  // A file that Compose cannot read up to this key gives no value to anybody.
  return line === undefined
    ? { refusal: 'not-representable' }
    : { refusal: 'file-unreadable', line }
}
