/** The platform of plain Node: for development, continuous integration and boxes without a desktop. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type OperatingSystem, type Platform, systemClock } from '../core/platform.ts'
import { workerSource } from '../core/worker-entries.ts'
import { createKeyFileBox } from '../core/host/key-file-box.ts'
import { openOutside } from './open-outside.ts'
import { usualDataDir } from './data-dir.ts'

const known: readonly string[] = ['linux', 'darwin', 'win32'] satisfies OperatingSystem[]

/** Other systems of Node are treated as Linux: they are its nearest kin. */
const systemOf = (platform: string): OperatingSystem =>
  known.includes(platform) ? (platform as OperatingSystem) : 'linux'

export interface NodePlatformOptions {
  readonly version: string
  /** Folder of package.json, resources and, once built, `out`. */
  readonly root: string
  /** The bundle runs, not the sources. */
  readonly isBuilt: boolean
  /** @default Electron's `userData` */
  readonly dataDir?: string
}

/** Everything that the core needs from its host, without Electron. */
export function nodePlatform(options: NodePlatformOptions): Platform {
  const { version, root, isBuilt, dataDir } = options
  const { env } = process
  const os = systemOf(process.platform)
  const homeDir = homedir()
  const folder = resolve(dataDir ?? usualDataDir({ os, homeDir, env }))
  return {
    host: 'cli',
    version,
    isPackaged: false,
    os,
    dataDir: folder,
    resourcesDir: join(root, 'resources'),
    homeDir,
    env,
    secretBox: createKeyFileBox(folder),
    workerEntry: name =>
      isBuilt
        ? pathToFileURL(join(root, 'out', 'main', 'worker', `${name}.js`))
        : workerSource(name),
    opener: { openExternal: url => openOutside(os, url) },
    clock: systemClock,
  }
}
