/** The data folder that Electron calls `userData`, computed without Electron. */
import { posix, win32 } from 'node:path'
import type { OperatingSystem } from '../core/platform.ts'

/** Electron's name of the app: the `productName` of package.json. */
const appName = 'Postern'

export interface Surroundings {
  readonly os: OperatingSystem
  readonly homeDir: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Electron's documentation of `app.getPath('appData')`: `%APPDATA%` on Windows, `$XDG_CONFIG_HOME` or `~/.config` on Linux,
 * `~/Library/Application Support` on macOS; `userData` is the app's name below it.
 */
export function usualDataDir({ os, homeDir, env }: Surroundings): string {
  switch (os) {
    case 'win32':
      return win32.join(env['APPDATA'] || win32.join(homeDir, 'AppData', 'Roaming'), appName)
    case 'darwin':
      return posix.join(homeDir, 'Library', 'Application Support', appName)
    case 'linux':
      return posix.join(env['XDG_CONFIG_HOME'] || posix.join(homeDir, '.config'), appName)
  }
}
