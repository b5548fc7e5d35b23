/** Order of Mailu's versions as they are written: 1.9, 2.0, 2024.06, 2024.06.57, master. */

const numbers = (version: string): number[] =>
  version.split(/[.-]/).map(part => Number.parseInt(part, 10))

/** True when `version` is older than `than`. What is no number (master, a commit) is newer than any release. */
export function isOlder(version: string, than: string): boolean {
  if (!/^\d+\.\d/.test(version)) return false
  if (!/^\d+\.\d/.test(than)) return true
  const [left, right] = [numbers(version), numbers(than)]
  for (const [i, part] of right.entries()) {
    const other = left[i] ?? 0
    if (other !== part) return other < part
  }
  return false
}
