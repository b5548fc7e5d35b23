/** Names of mail folders as names on disk, that every file system takes and that never become one. */

/** Names that Windows keeps for itself, with any ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const mostCharacters = 80

function safePart(part: string): string {
  const plain = part
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, '_')
    .replace(/^\.+|[. ]+$/g, '_')
    .slice(0, mostCharacters)
  return plain === '' || reserved.test(plain) ? `_${plain}` : plain
}

/** The parts of a folder's path. */
export const partsOf = (path: string, delimiter: string | undefined): string[] =>
  delimiter === undefined || delimiter === '' ? [path] : path.split(delimiter)

/** Gives each folder a path of its own, `/` between its parts; what differs in upper and lower case alone differs here too. */
export function createNames(): (path: string, delimiter: string | undefined) => string {
  const taken = new Set<string>()
  return (path, delimiter) => {
    const name = partsOf(path, delimiter).map(safePart).join('/')
    for (let count = 1; ; count += 1) {
      const candidate = count === 1 ? name : `${name} (${count})`
      const folded = candidate.normalize('NFC').toLowerCase()
      if (taken.has(folded)) continue
      taken.add(folded)
      return candidate
    }
  }
}
