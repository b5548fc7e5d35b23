/** What a reader of an env file found: statements with their places in the text, so that an edit can touch one value and nothing else. */

/** Why a statement is not understood, or not as its writer meant it; the words are in the catalogue (`envProblems`). */
export type ScanTrouble =
  | 'unterminated-quote'
  | 'text-after-quote'
  | 'yaml-style'
  | 'bad-key'
  | 'bare-at-end'
  | 'unparsable'

export type Quote = '' | "'" | '"'

/** Half-open: from `start` up to, not including, `end`; indices into the text. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Statement {
  /** From its first character (`export` included) to where the reader goes on. */
  readonly span: Span
  /** `unparsable`: Compose leaves it out (v1) or stops at it (v2). */
  readonly kind: 'assignment' | 'bare' | 'unparsable'
  /** Empty where no key was found. */
  readonly key: string
  readonly keySpan: Span
  /** `:` only under v2. */
  readonly separator: '=' | ':' | ''
  /** With its quotes. Empty span after the key for a bare key. */
  readonly valueSpan: Span
  readonly quote: Quote
  /** The value with quotes and escapes undone, before `$` is looked at. */
  readonly text: string
  /** Whether the reader looks for `$` in it. */
  readonly expands: boolean
  readonly trouble?: ScanTrouble
}

/** A statement without its places: two that are equal here are read alike, or one was mended by the line end that it lacked. */
export const factsOf = ({ kind, key, text, quote, separator, trouble }: Statement): string =>
  JSON.stringify([
    kind,
    key,
    text,
    quote,
    separator,
    trouble === 'bare-at-end' ? '' : (trouble ?? ''),
  ])
