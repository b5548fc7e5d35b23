/** Ways to write a value so that Compose reads exactly that value (the safe-writer rule of `mailu.md` 1.1). */

const bareCharacters = /^[A-Za-z0-9_@%+=:,./[\]-]*$/

const doubleQuoted = (value: string, pattern: RegExp): string =>
  `"${value.replace(pattern, '\\$&')}"`

/**
 * Texts that may stand for a value, the preferred one first. No claim is made for any of them: the writer of a key tries them
 * in this order and takes the first that reads back exactly. Single quotes come before the bare form for `$`: both generations
 * read them alike, so a later change of Compose changes no password.
 */
export function candidates(value: string): readonly string[] {
  const isBare = bareCharacters.test(value)
  return [
    ...(isBare ? [value] : []),
    ...(value.includes("'") ? [] : [`'${value}'`]),
    doubleQuoted(value, /[\\"$]/g),
    // v1 knows no `\$`, and two backslashes in single quotes are one for it.
    doubleQuoted(value, /[\\"]/g),
    ...(value.includes("'") ? [] : [`'${value.replaceAll('\\', '\\\\')}'`]),
    value,
    value.replaceAll('$', '$$$$'),
  ]
}

/** Why a value can never be in an env file; undefined where it can be tried. */
export function impossible(value: string): 'newline' | 'nul' | 'not-text' | undefined {
  if (/[\r\n]/.test(value)) return 'newline'
  if (value.includes('\0')) return 'nul'
  return /[\ud800-\udfff]/u.test(value) ? 'not-text' : undefined
}
