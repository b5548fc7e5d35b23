/** The app's window: its options, its place, and what happens when its process dies. */
import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  nativeTheme,
  screen,
} from 'electron'
import { type Place, pathOfPlace } from '../shared/model/place.ts'
import { appOrigin } from '../shared/policy.ts'
import { crashPageUrl } from './crash-page.ts'
import {
  parseWindowState,
  readStateFile,
  smallest,
  type WindowState,
  writeStateFile,
} from './window-state.ts'

/** The page's own `--surface`, so that nothing flashes before it is there. */
const surface = { light: '#faf9f7', dark: '#1c1b1a' } as const
const startPage = `${appOrigin}/index.html`
/** A second death within this time shows the plain page instead of the app again. */
const crashLoopMs = 60_000

export interface WindowWish {
  readonly outFolder: string
  readonly devTools: boolean
  /** Load it, but never show it. */
  readonly hidden: boolean
  /** The screen that it opens with; default: the one that the settings ask for. */
  readonly place?: Place
}

/** The whole set of options: what is not named here keeps Electron's safe default. */
export function windowOptions(
  wish: WindowWish,
  state: WindowState,
  look: { readonly platform: string; readonly dark: boolean },
): BrowserWindowConstructorOptions {
  const { maximized: _maximized, ...place } = state
  return {
    ...place,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Postern',
    backgroundColor: look.dark ? surface.dark : surface.light,
    ...(look.platform === 'darwin' ? { titleBarStyle: 'hiddenInset' } : { autoHideMenuBar: true }),
    webPreferences: {
      preload: join(wish.outFolder, 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      devTools: wish.devTools,
      // It would fetch dictionaries from a foreign host.
      spellcheck: false,
    },
  }
}

export interface OpenWindow {
  readonly window: BrowserWindow
  /** Resolves when the page is loaded. */
  readonly loaded: Promise<void>
}

/** Makes the window and loads the app. */
export function openWindow(wish: WindowWish): OpenWindow {
  const stateFile = join(app.getPath('userData'), 'window.json')
  const areas = screen.getAllDisplays().map(display => display.workArea)
  const state = parseWindowState(readStateFile(stateFile), areas)
  const look = { platform: process.platform, dark: nativeTheme.shouldUseDarkColors }
  const window = new BrowserWindow(windowOptions(wish, state, look))
  if (!wish.hidden) window.once('ready-to-show', () => show(window, state))
  window.on('close', () =>
    writeStateFile(stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }),
  )
  recoverFromCrashes(window)
  const start = wish.place ? `${startPage}#${pathOfPlace(wish.place)}` : startPage
  return { window, loaded: window.loadURL(start) }
}

function show(window: BrowserWindow, state: WindowState): void {
  if (state.maximized) window.maximize()
  window.show()
}

function recoverFromCrashes(window: BrowserWindow): void {
  let lastDeath = -Infinity
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const again = Date.now() - lastDeath > crashLoopMs
    lastDeath = Date.now()
    void window.loadURL(again ? startPage : crashPageUrl)
  })
}

/** Brings a window that is there to the front. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
