/** Which settings a new text of an env file changes, as Compose reads both. */
import type { EnvReading } from './compose-reading.ts'

/** Keys whose effective value differs, appeared or went, sorted. A change of comments, order or quotes is none. */
export function changedKeys(before: EnvReading, after: EnvReading): readonly string[] {
  const keys = new Set([...before.values.keys(), ...after.values.keys()])
  return [...keys].filter(key => before.values.get(key) !== after.values.get(key)).sort()
}
