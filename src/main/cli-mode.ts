/** The packaged app as the command line: no window, no dock icon, the app's own secrets and data folder. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'
import type { Platform } from '../core/platform.ts'
import { electronPlatform } from './electron-platform.ts'
import { secretBoxOfThisHost } from './secret-box.ts'

/** What the bundled command line offers to a host. */
interface CommandLine {
  /** Runs one command; answers the exit code. `platformFor` makes the host for the data folder that the words name. */
  runCommandLine(
    words: readonly string[],
    platformFor: (dataDir: string | undefined) => Promise<Platform>,
  ): Promise<number>
}

/** Runs one command, then ends the process with its exit code. Needs a ready Electron. */
export async function runAsCommandLine(outFolder: string, words: readonly string[]): Promise<void> {
  app.dock?.hide()
  const file = pathToFileURL(join(outFolder, 'main', 'cli.js')).href
  // Built beside this file, loaded only here: the window never pays for it.
  const commandLine = (await import(file)) as CommandLine
  const code = await commandLine.runCommandLine(words, platformFor)
  app.exit(code)
}

async function platformFor(dataDir = app.getPath('userData')): Promise<Platform> {
  return { ...electronPlatform(await secretBoxOfThisHost(dataDir)), host: 'cli', dataDir }
}
