/** Electron behind the core's ports. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'
import {
  type OperatingSystem,
  type Platform,
  type SecretBox,
  systemClock,
} from '../core/platform.ts'
import { openOutside } from './opener.ts'
import { resourcesFolder } from './resources.ts'
import { askWhereToSave } from './save-dialog.ts'

/** The platform of this process. `box` is chosen before, since that takes a question to the keyring. */
export function electronPlatform(box: SecretBox): Platform {
  return {
    host: 'electron',
    version: app.getVersion(),
    isPackaged: app.isPackaged,
    os: operatingSystem(process.platform),
    dataDir: app.getPath('userData'),
    resourcesDir: resourcesFolder(),
    homeDir: homedir(),
    env: process.env,
    secretBox: box,
    workerEntry: name =>
      pathToFileURL(join(app.getAppPath(), 'out', 'main', 'worker', `${name}.js`)),
    opener: { openExternal: openOutside },
    askWhereToSave,
    clock: systemClock,
  }
}

/** Every other Unix is treated as Linux. */
export function operatingSystem(platform: string): OperatingSystem {
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux'
}
