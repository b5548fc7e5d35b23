/** Takes a key out of an env file, so that services fall back to their own default. */
import { lineStarts, withText, type EnvDocument } from './env-document.ts'
import { contentEnd } from './env-lines.ts'
import type { EditResult } from './set-key.ts'
import { factsOf, type Statement } from './statement.ts'

const names = (statement: Statement, key: string): boolean =>
  statement.key === key && (statement.kind !== 'unparsable' || statement.trouble === 'yaml-style')

/**
 * Removes every line that sets the key, inline comments and all; commented-out lines stay. Under v1 a line `KEY: value`, which
 * Compose ignores, goes too: it names the key. A line that holds a second statement as well (v2) is refused.
 */
export function unsetKey(document: EnvDocument, key: string): EditResult {
  const { text, statements } = document
  const starts = lineStarts(text)
  const lineStart = (at: number): number => starts.findLast(start => start <= at) ?? 0
  const lineEnd = (at: number): number => starts.find(start => start > at) ?? text.length
  let kept = ''
  let from = 0
  for (const statement of statements) {
    if (!names(statement, key)) continue
    // The byte order mark belongs to the file, not to its first line.
    const start = Math.max(lineStart(statement.span.start), text.startsWith('\ufeff') ? 1 : 0)
    const end = lineEnd(Math.max(statement.span.start, contentEnd(statement, text) - 1))
    const isShared = statements.some(
      other => !names(other, key) && other.span.start < end && contentEnd(other, text) > start,
    )
    if (isShared) return { refusal: 'shares-line', line: starts.indexOf(lineStart(start)) + 1 }
    kept += text.slice(from, Math.max(from, start))
    from = end
  }
  if (from === 0) return { document }
  const next = withText(document, kept + text.slice(from))
  // An open quote further up may have ended in a line that is gone.
  const expected = statements.filter(one => !names(one, key)).map(factsOf)
  const isSame = expected.join('\n') === next.statements.map(factsOf).join('\n')
  return isSame ? { document: next } : { refusal: 'not-representable' }
}
