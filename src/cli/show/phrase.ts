/** Looks up the words of what the core names by a code. */
import { fill } from '../../shared/locales/fill.ts'
import { en } from '../../shared/locales/en/index.ts'

/** The text at a path of the catalogue (`doctor.codes.dns-found`), if there is one. */
function textAt(path: readonly string[]): string | undefined {
  let at: unknown = en
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Readonly<Record<string, unknown>>)[name] // an object that has it
  }
  return typeof at === 'string' ? at : undefined
}

/** The filled text of a code in one part of the catalogue; a code without words (of a newer core) stands for itself. */
export const phrase = (
  part: string,
  code: string,
  params: Readonly<Record<string, string | number>> = {},
): string => fill(textAt([...part.split('.'), code]) ?? code, params)
