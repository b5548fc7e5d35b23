import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { beforeAll, expect, test } from 'vitest'
import { fusesOf } from '../../build/fuses.ts'
import { pinnedVersion } from '../../scripts/electron/runtime.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { runPackaged } from './run-packaged.ts'

const root = resolve(import.meta.dirname, '..', '..')
const folder = join(root, 'release', 'linux-unpacked')
const executable = join(folder, 'postern')
const archive = join(folder, 'resources', 'app.asar')
/** The packager's own reader: it has no types of its own here. */
const asar = createRequire(import.meta.url)('@electron/asar') as {
  listPackage(archive: string, options: { isPack: boolean }): string[]
  extractFile(archive: string, file: string): Buffer
}

/** The Electron inside, as its executable tells. */
function runtimeVersion(): string | undefined {
  const text = readFileSync(executable).toString('latin1')
  return /Chrome\/[\d.]+ Electron\/([\d.]+)/.exec(text)?.[1] ?? /Electron\/([\d.]+)/.exec(text)?.[1]
}

beforeAll(() => {
  if (!existsSync(executable)) throw new Error('make the package first: npm run package:check')
})

test('N9b the archive holds the build and the manifest, nothing else', () => {
  const roots = asar.listPackage(archive, { isPack: false }).map(path => path.split(/[\\/]/)[1])
  expect(new Set(roots)).toEqual(new Set(['out', 'package.json']))
})

test('N9b the preload is one file with exactly one require, of electron', () => {
  const files = asar
    .listPackage(archive, { isPack: false })
    .filter(path => path.startsWith('/out/preload/'))
  const text = asar.extractFile(archive, 'out/preload/index.cjs').toString()
  expect(files).toEqual(['/out/preload/index.cjs'])
  expect([...text.matchAll(/\brequire\(([^)]*)\)/g)].map(([, name]) => name)).toEqual([
    '"electron"',
  ])
  expect(text).not.toMatch(/\bimport\b/)
})

test('N9b every fuse of the executable stands as wanted', async () => {
  const { version: _version, ...wire } = await getCurrentFuseWire(executable)
  const states = Object.entries(wire).map(([fuse, state]) => [
    FuseV1Options[Number(fuse)],
    String.fromCharCode(Number(state)),
  ])
  const wanted = Object.entries(await fusesOf(executable)).map(([fuse, on]) => [
    FuseV1Options[Number(fuse)],
    on ? '1' : '0',
  ])
  expect(Object.fromEntries(states)).toEqual(Object.fromEntries(wanted))
})

test('the licences travel with it', () => {
  const files = [
    'LICENSE.electron.txt',
    'LICENSES.chromium.html',
    'resources/LICENSE.postern.txt',
    'resources/licenses/main.txt',
    'resources/licenses/renderer.txt',
  ]
  expect(files.filter(file => !existsSync(join(folder, file)))).toEqual([])
})

test('N10a --smoke loads the window and leaves with 0', async () => {
  const { code, dataFiles } = await runPackaged(executable, ['--smoke'], { screen: true })
  expect(code).toBe(0)
  expect(dataFiles).toContain('postern.db')
})

test('the launcher is the command line: one document on stdout, nothing else, no display needed', async () => {
  const launcher = join(folder, 'resources', 'bin', 'postern')
  const { code, stdout } = await runPackaged(launcher, ['servers', 'list', '--json'], {
    screen: false,
  })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toBeTypeOf('object')
})

test('a command that does not exist ends as a usage error', async () => {
  const launcher = join(folder, 'resources', 'bin', 'postern')
  expect((await runPackaged(launcher, ['nonsense'], { screen: false })).code).toBe(2)
})

test('N10a the launcher edits a settings file without loss: one line changes, the rest is the same bytes', async () => {
  const launcher = join(folder, 'resources', 'bin', 'postern')
  const file = join(await tempFolder(), 'mailu.env')
  const before = '# mine\r\nDOMAIN=example.org\r\n\r\nRELAYHOST=\r\nTZ="Etc/UTC"  # keep\r\n'
  await writeFile(file, before)
  const edited = await runPackaged(
    launcher,
    ['stack', 'env', 'edit', '--file', file, 'RELAYHOST=[relay.example]:587'],
    { screen: false },
  )
  expect([edited.code, edited.stdout]).toEqual([
    0,
    before.replace('RELAYHOST=', 'RELAYHOST=[relay.example]:587'),
  ])
})

test('a test build says so in its version, and only that carries modules for an older Node', () => {
  const { version } = JSON.parse(asar.extractFile(archive, 'package.json').toString()) as {
    version: string
  }
  const carried = join(folder, 'resources', 'node_modules')
  const isTestBuild = runtimeVersion() !== pinnedVersion()
  expect({
    version,
    libsql: existsSync(join(carried, 'libsql')),
    any: existsSync(carried),
  }).toEqual(
    isTestBuild
      ? { version: expect.stringMatching(/^\d+\.\d+\.\d+-test-build$/), libsql: true, any: true }
      : { version: expect.stringMatching(/^\d+\.\d+\.\d+$/), libsql: false, any: false },
  )
})
