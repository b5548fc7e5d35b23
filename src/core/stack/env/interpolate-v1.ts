/** `${NAME}` in a value as python-dotenv resolves it for Compose v1: `$NAME` and `$$` stay as they are (`mailu.md` 1.1). */

export interface Interpolation {
  readonly value: string
  /** Names that nothing defines: they became empty. */
  readonly missing: readonly string[]
}

/** What a name stands for; `null` is a bare key without a value, undefined is unknown. */
export type Lookup = (name: string) => string | null | undefined

const variable = /\$\{([^}:]*)(?::-([^}]*))?\}/g

/** Replaces every `${NAME}` and `${NAME:-default}`; the default counts only where the name is unknown, not where it is empty. */
export function interpolateV1(template: string, lookup: Lookup): Interpolation {
  const missing: string[] = []
  const value = template.replace(variable, (_, name: string, fallback?: string) => {
    const found = lookup(name)
    if (found === undefined && fallback === undefined) missing.push(name)
    return found === undefined ? (fallback ?? '') : (found ?? '')
  })
  return { value, missing }
}

/** Whether some `${` is no variable: Compose v1 leaves it as it stands, or makes it empty, without a word. */
export const hasBadSubstitutionV1 = (template: string): boolean =>
  [...template.matchAll(/\$\{/g)].some(
    ({ index }) => !/^\$\{[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?\}/.test(template.slice(index)),
  )
