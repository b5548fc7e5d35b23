/** Puts every page into the operating system's sandbox. */
import { app } from 'electron'

/**
 * Must run before the app is ready. The one exception: root in an unpackaged start (a container), where Chromium cannot
 * sandbox and dies if it must. `enableSandbox` would override the `--no-sandbox` that such a start has.
 */
export function sandboxEverything(): void {
  const cannot =
    !app.isPackaged && process.getuid?.() === 0 && app.commandLine.hasSwitch('no-sandbox')
  if (!cannot) app.enableSandbox()
}
