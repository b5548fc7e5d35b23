/** An env file as a document: every byte is kept, statements are those that the Compose generation in use would read. */
import type { ComposeGeneration } from '../../../shared/model/stack.ts'
import { toBytes, toText } from './lossless-text.ts'
import { scanV1 } from './scan-v1.ts'
import { scanV2 } from './scan-v2.ts'
import type { Statement } from './statement.ts'

export interface EnvDocument {
  readonly compose: ComposeGeneration
  /** The whole file, see `toText`; a byte order mark is its first character. */
  readonly text: string
  readonly statements: readonly Statement[]
  /** What ends a new line: the line end that the file uses most when it is opened; LF in a file without any. */
  readonly lineEnd: string
}

const ownLineEnd = (text: string): string =>
  (text.match(/\r\n/g)?.length ?? 0) > (text.match(/(?<!\r)\n/g)?.length ?? 0) ? '\r\n' : '\n'

const documentOf = (
  text: string,
  compose: ComposeGeneration,
  lineEnd = ownLineEnd(text),
): EnvDocument => ({
  compose,
  text,
  lineEnd,
  statements: compose === 'v1' ? scanV1(text) : scanV2(text),
})

/** The same document with another text; the statements are read anew. */
export const withText = (document: EnvDocument, text: string): EnvDocument =>
  documentOf(text, document.compose, document.lineEnd)

/** Opens a file. Never fails: what is not understood is kept and marked (`envLines`, `readEnv`). */
export const parseEnvDocument = (bytes: Uint8Array, compose: ComposeGeneration): EnvDocument =>
  documentOf(toText(bytes), compose)

/** The file's bytes; equal to those that were opened as long as nothing was edited. */
export const envBytes = (document: EnvDocument): Uint8Array => toBytes(document.text)

/** The statement that wins for a key: the last one that is understood. A bare `KEY` counts, it asks for Compose's own environment. */
export const activeStatement = (document: EnvDocument, key: string): Statement | undefined =>
  document.statements.findLast(one => one.kind !== 'unparsable' && one.key === key)

/**
 * The value as it is written for a key, with quotes and escapes undone and `$` left as it stands; undefined where the key
 * is absent or bare. What a container receives is told by `readEnv`.
 */
export function get(document: EnvDocument, key: string): string | undefined {
  const statement = activeStatement(document, key)
  return statement?.kind === 'assignment' ? statement.text : undefined
}

/** Where each line begins, as an index into the text. A line ends with LF, CR LF or a lone CR. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (const ending of text.matchAll(/\r\n|\n|\r/g)) starts.push(ending.index + ending[0].length)
  // A final line end begins no further line.
  if (starts.length > 1 && starts.at(-1) === text.length) starts.pop()
  return starts
}

/** The number of the line (from 1) that holds the character at `at`. */
export function lineNumber(starts: readonly number[], at: number): number {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= at) low = middle
    else high = middle
  }
  return low + 1
}
