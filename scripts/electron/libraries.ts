/** Shared libraries that Electron needs and a fresh Debian has not, named with the packages that bring them. */
import { spawnSync } from 'node:child_process'

const packages: Readonly<Record<string, string>> = {
  'libasound.so.2': 'libasound2',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libsmime3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libudev.so.1': 'libudev1',
  'libX11.so.6': 'libx11-6',
  'libxcb.so.1': 'libxcb1',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libXrandr.so.2': 'libxrandr2',
}

/** Names of libraries in the output of `ldd` that were not found. */
export function missingIn(ldd: string): string[] {
  return [...ldd.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? '')
}

/** What to say about them: the libraries, and the one apt line that brings them. */
export function adviceFor(missing: readonly string[]): string {
  const known = [...new Set(missing.flatMap(name => packages[name] ?? []))].sort()
  const unknown = missing.filter(name => packages[name] === undefined)
  return [
    `Electron needs libraries that this system has not: ${missing.join(', ')}.`,
    ...(known.length > 0
      ? ['On Debian and Ubuntu:', `  sudo apt-get install ${known.join(' ')}`]
      : []),
    ...(unknown.length > 0 ? [`No package known for: ${unknown.join(', ')}.`] : []),
  ].join('\n')
}

/** The advice for this executable, or nothing when all is there (or nothing can be told). */
export function missingLibraries(executable: string): string | undefined {
  if (process.platform !== 'linux') return undefined
  const ldd = spawnSync('ldd', [executable], { encoding: 'utf8' })
  const missing = ldd.error ? [] : missingIn(ldd.stdout)
  return missing.length > 0 ? adviceFor(missing) : undefined
}
