/**
 * The fuse wire of an Electron executable: a sentinel, a version byte, a count, then one character a fuse
 * (`0` off, `1` on, `r` removed). Electron's documentation, "Electron Fuses".
 */
const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')

/** The state of a freshly downloaded Electron 33.2.1 for Linux x64, in the wire's order. */
const stock: readonly (readonly [name: string, on: boolean])[] = [
  ['RunAsNode', true],
  ['EnableCookieEncryption', false],
  ['EnableNodeOptionsEnvironmentVariable', true],
  ['EnableNodeCliInspectArguments', true],
  ['EnableEmbeddedAsarIntegrityValidation', false],
  ['OnlyLoadAppFromAsar', false],
  ['LoadBrowserProcessSpecificV8Snapshot', false],
  ['GrantFileProtocolExtraPrivileges', true],
]

const removed = 'r'.charCodeAt(0)

/** Sets every fuse in `executable` (in place) to its stock state; answers the names that changed. */
export function resetFuses(executable: Buffer): string[] {
  const at = executable.indexOf(sentinel)
  if (at < 0 || executable.includes(sentinel, at + 1))
    throw new Error('expected exactly one fuse wire')
  const wire = at + sentinel.length
  if (executable[wire] !== 1)
    throw new Error(`fuse wire version ${executable[wire] ?? '?'}, expected 1`)
  const count = Math.min(executable[wire + 1] ?? 0, stock.length)
  const changed: string[] = []
  for (const [index, [name, on]] of stock.slice(0, count).entries()) {
    const wanted = (on ? '1' : '0').charCodeAt(0)
    const position = wire + 2 + index
    if (executable[position] === removed || executable[position] === wanted) continue
    executable[position] = wanted
    changed.push(name)
  }
  return changed
}
