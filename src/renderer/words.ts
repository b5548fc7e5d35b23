/** Words for codes that the core speaks in: steps of reports, problems, jobs. A code without words is shown by its verdict only, never raw. */
import { en } from '../shared/locales/en/index.ts'
import { fill } from '../shared/locales/fill.ts'

type Params = Readonly<Record<string, string | number>>

const catalogue: unknown = en

/** The text at that place of the catalogue, filled in; undefined where there is none. Keys may contain dots. */
export function wordsAt(path: readonly string[], params: Params = {}): string | undefined {
  let at = catalogue
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<string, unknown>)[key] // an object, checked above
  }
  return typeof at === 'string' ? fill(at, params) : undefined
}

/** What a query, command or job does, for example "Restart one service". */
export const callName = (name: string): string => wordsAt(['calls', name]) ?? ''
