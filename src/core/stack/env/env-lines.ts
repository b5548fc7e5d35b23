/** The document as lines for a person and for an editor: together they are the whole text. */
import { lineStarts, type EnvDocument } from './env-document.ts'
import type { Quote, ScanTrouble, Statement } from './statement.ts'

interface Line {
  /** Of its first line, from 1: a quoted value may span several. */
  readonly number: number
  /** With its line end. */
  readonly text: string
}

interface Named extends Line {
  readonly key: string
  readonly indent: string
  readonly isExported: boolean
}

export type EnvLine =
  | (Line & { readonly kind: 'blank' | 'comment' })
  | (Named & {
      readonly kind: 'assignment' | 'yaml-style'
      /** With its quotes. */
      readonly rawValue: string
      readonly quote: Quote
      /** What follows the value: blanks and an inline comment. */
      readonly tail: string
    })
  | (Named & { readonly kind: 'bare' })
  | (Line & { readonly kind: 'unparsable'; readonly trouble: ScanTrouble })

const withoutEnd = (text: string): string => text.replace(/(?:\r\n|\n|\r)$/, '')

function lineOf(line: Line, from: number, statement: Statement, text: string): EnvLine {
  const { kind, key, valueSpan, trouble, separator } = statement
  if (kind === 'unparsable' && trouble !== 'yaml-style')
    return { ...line, kind, trouble: trouble ?? 'unparsable' }
  const named = {
    ...line,
    key,
    indent: text.slice(from, statement.span.start).replace('\ufeff', ''),
    isExported: statement.keySpan.start > statement.span.start,
  }
  if (trouble === 'yaml-style' || separator === ':') {
    const at = line.text.indexOf(':') + 1
    const rawValue = withoutEnd(line.text.slice(at)).trim()
    return { ...named, kind: 'yaml-style', rawValue, quote: '', tail: '' }
  }
  if (kind !== 'assignment') return { ...named, kind: 'bare' }
  return {
    ...named,
    kind,
    rawValue: text.slice(valueSpan.start, valueSpan.end),
    quote: statement.quote,
    tail: withoutEnd(line.text.slice(valueSpan.end - from)),
  }
}

/** The text as lines; `envLines(d).map(l => l.text).join('')` equals `d.text`. A line with two statements (v2) is told by its first. */
export function envLines(document: EnvDocument): readonly EnvLine[] {
  const { text, statements } = document
  const starts = lineStarts(text)
  const lines: EnvLine[] = []
  let next = 0
  for (let i = 0; i < starts.length;) {
    const from = starts[i]!
    let to = starts[i + 1] ?? text.length
    let first: Statement | undefined
    let last = i
    while (next < statements.length && statements[next]!.span.start < to) {
      const statement = statements[next]!
      first ??= statement
      const end = contentEnd(statement, text)
      while ((starts[last + 1] ?? text.length) < end) last += 1
      to = starts[last + 1] ?? text.length
      next += 1
    }
    const line = { number: i + 1, text: text.slice(from, to) }
    const isBlank = line.text.replace('\ufeff', '').trim() === ''
    if (first) lines.push(lineOf(line, from, first, text))
    else if (text.length > 0) lines.push({ ...line, kind: isBlank ? 'blank' : 'comment' })
    i = last + 1
  }
  return lines
}

/** Where a statement's own text ends, before blanks and the line end that the reader takes with it. */
export const contentEnd = (statement: Statement, text: string): number =>
  statement.kind === 'unparsable'
    ? statement.span.start + text.slice(statement.span.start, statement.span.end).trimEnd().length
    : statement.valueSpan.end
