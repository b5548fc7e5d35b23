/** The app's main process: what is set up, in order. Each guard has its own file. */
import { join } from 'node:path'
import { app, session } from 'electron'
import { appId } from './app-id.ts'
import { declareAppScheme, serveApp } from './app-protocol.ts'
import { readArguments } from './arguments.ts'
import { prepareCommandLine, runAsCommandLine } from './cli-mode.ts'
import { guardAllContents, guardSession, silenceChromium } from './guards.ts'
import { chooseKeyring } from './keyring-choice.ts'
import { readFileList } from './renderer-files.ts'
import { sandboxEverything } from './sandbox.ts'
import { createShell } from './shell.ts'
import { becomeTheOnlyOne } from './single-instance.ts'

const outFolder = join(app.getAppPath(), 'out')
const words = process.argv.slice(1)
const wish = readArguments(words)

app.setAppUserModelId(appId)
// What is tried out stays apart from what is in use, also from an app that runs already.
if (wish.demo) app.setPath('userData', join(app.getPath('userData'), 'demo'))
sandboxEverything(wish.mode)
declareAppScheme()
silenceChromium()
const keyringChosen = chooseKeyring()

if (wish.mode === 'cli') {
  prepareCommandLine()
  void app.whenReady().then(() => runAsCommandLine(outFolder, wish.rest))
} else {
  const shell = createShell({
    outFolder,
    devTools: wish.devTools || !app.isPackaged,
  })
  guardAllContents(shell)
  if (becomeTheOnlyOne(words, again => shell.startedAgain(again))) {
    void app.whenReady().then(() => {
      guardSession(session.defaultSession)
      serveApp(readFileList(outFolder))
      return shell.start(wish)
    })
  } else {
    app.quit()
  }
}

// Electron is ready only after this module: until then it asks no keyring. (Waiting here for `whenReady` would deadlock.)
await keyringChosen
