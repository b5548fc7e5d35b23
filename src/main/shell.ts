/** The app around the window: core, events, menu, theme, notes, leaving. */
import { join } from 'node:path'
import { app } from 'electron'
import { Settings } from '../shared/contract/settings.ts'
import type { Place } from '../shared/model/place.ts'
import { addDemo } from './add-demo.ts'
import type { StartWish } from './arguments.ts'
import { startCore } from './core.ts'
import { followServers, followSettings } from './follow.ts'
import type { GuardActions } from './guards.ts'
import { answerCalls } from './ipc.ts'
import { createDesktopBus } from './linux/desktop-bus.ts'
import { followLoginStart, startedByLogin } from './login-start.ts'
import { installMenu } from './menu.ts'
import { createNotifier } from './notes/create-notifier.ts'
import { openOutside, openOwnFolder } from './opener.ts'
import { closeBeforeQuit } from './quit.ts'
import { applyTheme } from './theme.ts'
import { createTray, type DesktopTray } from './tray/create-tray.ts'
import { actFor } from './tray/tray-actions.ts'
import { createWindowKeeper } from './window-keeper.ts'

export interface ShellOptions {
  readonly outFolder: string
  readonly devTools: boolean
}

export interface Shell extends GuardActions {
  /** Needs a ready Electron. */
  start(wish: StartWish): Promise<void>
  /** A later start of the app: it wants the window, unless it came with the login. */
  startedAgain(wish: StartWish): void
}

const documentation = 'https://mailu.io/'

/** Makes the shell; nothing starts yet. */
export function createShell(options: ShellOptions): Shell {
  let settings: Settings = Settings.parse({})
  let hasServers = false
  let tray: DesktopTray | undefined
  const bus = createDesktopBus()
  const windows = createWindowKeeper({
    wish: options,
    settings: () => settings,
    hasServers: () => hasServers,
    hasTray: () => tray?.isShown() ?? false,
  })
  const show = (place?: Place) => void windows.show(place)
  const shell: Shell = {
    openOutside: url => void openOutside(url),
    showLogs: () => void openOwnFolder(join(app.getPath('userData'), 'logs')),
    async start(wish) {
      const notifier = createNotifier(process.platform, bus, show)
      const startWithLogin = followLoginStart(notifier)
      const core = startCore(notifier)
      answerCalls(core.answer)
      core.onEvent(windows.tell)
      followSettings(core, now => {
        startWithLogin(now.startAtLogin)
        settings = now
        windows.answered(now.whenClosed)
        applyTheme(now)
      })
      followServers(core, count => (hasServers = count > 0))
      if (wish.mode !== 'smoke') {
        tray = createTray({ core, bus, act: actFor({ core, show, quit: () => app.quit() }) })
      }
      closeBeforeQuit(async () => {
        bus.close()
        await core.close()
      })
      installMenu(options.devTools, {
        showLogs: shell.showLogs,
        openDocs: () => shell.openOutside(documentation),
        openSettings: () => show({ page: 'settings' }),
      })
      if (wish.demo) await addDemo(core)
      app.on('activate', () => show())
      // It is closed only when the app leaves; hidden, it is still there.
      app.on('window-all-closed', () => app.quit())
      if (wish.mode === 'smoke') {
        await windows.loadHidden()
        app.quit()
      } else if (!wish.hidden && !startedByLogin()) await windows.show(wish.open)
    },
    startedAgain(wish) {
      if (!wish.hidden && app.isReady()) show(wish.open)
    },
  }
  return shell
}
