/** The packaged app as the command line: no window, no dock icon, the app's own secrets and data folder. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'
import type { Platform } from '../core/platform.ts'
import { electronPlatform } from './electron-platform.ts'
import { chooseSecretBox } from './secret-box.ts'

/** What the bundled command line offers to a host. */
interface CommandLine {
  /** Runs one command; answers the exit code. `platformFor` makes the host for the data folder that the words name. */
  runCommandLine(
    words: readonly string[],
    platformFor: (dataDir: string | undefined) => Promise<Platform>,
  ): Promise<number>
}

/** A bug's exit code: `docs/cli.md`. */
const bug = 3

/** Must run before the app is ready: there is nothing to draw. */
export function prepareCommandLine(): void {
  app.disableHardwareAcceleration()
  app.dock?.hide()
}

/** Runs one command, then ends the process with its exit code. Needs a ready Electron. */
export async function runAsCommandLine(outFolder: string, words: readonly string[]): Promise<void> {
  try {
    // Built beside this file, loaded only here: the window never pays for it.
    const file = pathToFileURL(join(outFolder, 'main', 'cli.js')).href
    const commandLine = (await import(file)) as CommandLine
    app.exit(await commandLine.runCommandLine(words, platformFor))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`)
    app.exit(bug)
  }
}

async function platformFor(dataDir = app.getPath('userData')): Promise<Platform> {
  const { askWhereToSave: _dialog, ...platform } = electronPlatform(await chooseSecretBox(dataDir))
  return { ...platform, host: 'cli', dataDir }
}
