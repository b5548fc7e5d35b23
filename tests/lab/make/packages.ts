import { access, constants, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

const DIRS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']

/** Whether the program (looked for on PATH and in the sbin folders) or the file is there. */
async function isThere(sign: string): Promise<boolean> {
  const places = sign.startsWith('/') ? [sign] : DIRS.map(dir => join(dir, sign))
  const found = await Promise.all(
    places.map(place =>
      access(place, sign.startsWith('/') ? constants.R_OK : constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.includes(true)
}

/** The Debian packages of apt-packages.txt whose program or file this machine lacks. */
export async function missingPackages(): Promise<readonly string[]> {
  const text = await readFile(new URL('../apt-packages.txt', import.meta.url), 'utf8')
  const missing: string[] = []
  for (const line of text.split('\n')) {
    const match = /^(\S+)\s+# (\S+)$/.exec(line)
    if (match && !line.startsWith('#') && !(await isThere(match[2]!))) missing.push(match[1]!)
  }
  return missing
}
