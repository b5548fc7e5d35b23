/** Puts every page into the operating system's sandbox. */
import { app } from 'electron'
import type { StartWish } from './arguments.ts'

/**
 * Must run before the app is ready. The one exception is root, where Chromium cannot sandbox and dies if it must: in an
 * unpackaged start (a container), and for the command line, which loads no page. `enableSandbox` would override the
 * `--no-sandbox` that such a start has.
 */
export function sandboxEverything(mode: StartWish['mode']): void {
  const excused = process.getuid?.() === 0 && (!app.isPackaged || mode === 'cli')
  if (!(excused && app.commandLine.hasSwitch('no-sandbox'))) app.enableSandbox()
}
