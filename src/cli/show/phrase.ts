/** Looks up the words of a code that the core gave. */
import { fill } from '../../shared/locales/fill.ts'
import { en } from '../../shared/locales/en/index.ts'

const catalogue: Readonly<Record<string, unknown>> = en

/** A report keeps its codes apart from the names of its steps. */
const codesOf = (part: unknown): unknown =>
  typeof part === 'object' && part !== null && 'codes' in part ? part.codes : part

/** The filled text of a code in one part of the catalogue; a code without words (of a newer core) stands for itself. */
export function phrase(
  part: string,
  code: string,
  params: Readonly<Record<string, string | number>>,
): string {
  const texts = codesOf(catalogue[part])
  if (typeof texts !== 'object' || texts === null || !Object.hasOwn(texts, code)) return code
  const text = (texts as Readonly<Record<string, unknown>>)[code] // an object, as was just asked
  return typeof text === 'string' ? fill(text, params) : code
}
