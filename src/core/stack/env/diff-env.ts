/** The difference between two texts of an env file, line by line, with secrets masked: what a person sees before anything is written. */
import { diffArrays } from 'diff'
import type { ComposeGeneration, DiffLine } from '../../../shared/model/stack.ts'
import type { EnvCatalogue } from './catalogue.ts'
import { lineStarts, parseEnvDocument, type EnvDocument } from './env-document.ts'
import { contentEnd } from './env-lines.ts'
import { withReplacements } from './lossless-text.ts'

const mask = '••••••'
/** A name with `=` or `:` after it, wherever it stands: also in a comment, also where Compose would not understand the line. */
const named = /([\w.[\]-]+)'?\s*[=:]\s*/g

interface Shown {
  readonly text: string
  /** As it stands in the file, with its line end: what is compared. */
  readonly raw: string
}

/** Lines that lie inside or at a statement of a secret key, by index; a quoted value may span several. */
function secretLines(
  document: EnvDocument,
  starts: readonly number[],
  catalogue: EnvCatalogue,
): Set<number> {
  const hidden = new Set<number>()
  for (const statement of document.statements) {
    if (!catalogue.isSecret(statement.key)) continue
    const end = contentEnd(statement, document.text)
    starts.forEach((start, index) => {
      if (start > statement.span.start && start < end) hidden.add(index)
    })
  }
  return hidden
}

function linesOf(bytes: Uint8Array, compose: ComposeGeneration, catalogue: EnvCatalogue): Shown[] {
  const document = parseEnvDocument(bytes, compose)
  if (document.text === '') return []
  const starts = lineStarts(document.text)
  const hidden = secretLines(document, starts, catalogue)
  return starts.map((start, index) => {
    const raw = document.text.slice(start, starts[index + 1])
    const line = withReplacements(raw.replace(/[\r\n]+$/, ''))
    if (hidden.has(index)) return { raw, text: mask }
    const secret = [...line.matchAll(named)].find(match => catalogue.isSecret(match[1]!))
    const shown = secret ? line.slice(0, secret.index + secret[0].length) : line
    return { raw, text: shown.length < line.length ? shown + mask : line }
  })
}

/**
 * Added and removed lines with `context` lines around them (default 3, `Infinity` for all). The number of a removed line is that of
 * the old text, of all others that of the new. Line ends count: a line whose end alone changed is shown as removed and added.
 */
export function diffEnv(
  before: Uint8Array,
  after: Uint8Array,
  compose: ComposeGeneration,
  catalogue: EnvCatalogue,
  context = 3,
): readonly DiffLine[] {
  const old = linesOf(before, compose, catalogue)
  const young = linesOf(after, compose, catalogue)
  const parts = diffArrays(old, young, { comparator: (a, b) => a.raw === b.raw })
  let oldLine = 1
  let newLine = 1
  const all: DiffLine[] = parts.flatMap(part =>
    part.value.map(({ text }) => {
      if (part.removed) return { kind: 'removed' as const, line: oldLine++, text }
      if (part.added) return { kind: 'added' as const, line: newLine++, text }
      oldLine += 1
      return { kind: 'same' as const, line: newLine++, text }
    }),
  )
  const changes = all.flatMap((line, index) => (line.kind === 'same' ? [] : [index]))
  return all.filter((_, index) => changes.some(at => Math.abs(at - index) <= context))
}
