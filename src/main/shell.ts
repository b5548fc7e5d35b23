/** The window with everything around it: core, events, menu, theme, leaving. */
import { join } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import { Settings } from '../shared/contract/settings.ts'
import { type RunningCore, startCore } from './core.ts'
import type { GuardActions } from './guards.ts'
import { answerCalls, sendEvent } from './ipc.ts'
import { installMenu } from './menu.ts'
import { openOutside, openOwnFolder } from './opener.ts'
import { closeBeforeQuit } from './quit.ts'
import { applyTheme } from './theme.ts'
import { focusWindow, openWindow } from './window.ts'

export interface ShellOptions {
  readonly outFolder: string
  readonly devTools: boolean
  /** Load hidden, then leave with 0. */
  readonly smoke: boolean
}

export interface Shell extends GuardActions {
  /** Needs a ready Electron. */
  start(): Promise<void>
  /** Brings the window to the front, or opens it again. */
  show(): void
}

const documentation = 'https://mailu.io/'

/** Makes the shell; nothing starts yet. */
export function createShell(options: ShellOptions): Shell {
  let window: BrowserWindow | undefined
  const open = (): Promise<void> => {
    const opened = openWindow({ ...options, hidden: options.smoke })
    window = opened.window
    window.on('closed', () => (window = undefined))
    return opened.loaded
  }
  const shell: Shell = {
    openOutside: url => void openOutside(url),
    showLogs: () => void openOwnFolder(join(app.getPath('userData'), 'logs')),
    async start() {
      const core = startCore()
      answerCalls(core.answer)
      forwardEvents(core, () => window)
      followTheme(core)
      closeBeforeQuit(() => core.close())
      installMenu(options.devTools, {
        showLogs: shell.showLogs,
        openDocs: () => shell.openOutside(documentation),
      })
      app.on('activate', () => shell.show())
      app.on('window-all-closed', () => {
        if (process.platform !== 'darwin') app.quit()
      })
      await open()
      if (options.smoke) app.quit()
    },
    show() {
      if (window) focusWindow(window)
      else if (app.isReady()) void open()
    },
  }
  return shell
}

function forwardEvents(core: RunningCore, window: () => BrowserWindow | undefined): void {
  core.onEvent((topic, payload) => {
    const contents = window()?.webContents
    if (contents) sendEvent(contents, topic, payload)
  })
}

function followTheme(core: RunningCore): void {
  const follow = (value: unknown) => {
    const settings = Settings.safeParse(value)
    if (settings.success) applyTheme(settings.data)
  }
  core.onEvent((topic, payload) => {
    if (topic === 'settings.changed') follow(payload)
  })
  void core.answer('settings.get', undefined).then(reply => {
    if (reply.ok) follow(reply.value)
  })
}
