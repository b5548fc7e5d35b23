/** The one window: opened when it is wanted, brought to the front, hidden or ended when it is closed. */
import { app, type BrowserWindow } from 'electron'
import type { Settings } from '../shared/contract/settings.ts'
import type { Place } from '../shared/model/place.ts'
import { closeStep } from './closing.ts'
import { sendEvent } from './ipc.ts'
import { focusWindow, openWindow, type WindowWish } from './window.ts'

export interface WindowKeeper {
  /** Brings the window to the front, and to a place in it; resolves when a page is there. */
  show(place?: Place): Promise<void>
  /** Loads it without showing it. */
  loadHidden(): Promise<void>
  /** The settings were written: if the page was asking, that was the answer. */
  answered(whenClosed: Settings['whenClosed']): void
  /** Tells the page, if there is one. */
  tell(topic: string, payload: unknown): void
}

export interface KeeperDeps {
  readonly wish: Pick<WindowWish, 'outFolder' | 'devTools'>
  readonly settings: () => Pick<Settings, 'whenClosed'>
  readonly hasServers: () => boolean
  readonly hasTray: () => boolean
}

/** Makes the keeper; no window is opened yet. */
export function createWindowKeeper(deps: KeeperDeps): WindowKeeper {
  let window: BrowserWindow | undefined
  let loaded: Promise<void> = Promise.resolve()
  let isQuitting = false
  let isAsking = false
  app.on('before-quit', () => (isQuitting = true))

  const open = (hidden: boolean, place?: Place): Promise<void> => {
    const opened = openWindow({ ...deps.wish, hidden, ...(place && { place }) })
    const mine = opened.window
    window = mine
    mine.on('closed', () => (window = undefined))
    mine.on('close', event => decide(event, mine))
    loaded = opened.loaded
    return loaded
  }

  const decide = (event: { preventDefault(): void }, mine: BrowserWindow) => {
    const step = closeStep({
      platform: process.platform,
      isQuitting,
      whenClosed: deps.settings().whenClosed,
      hasServers: deps.hasServers(),
      isPageAlive: !mine.webContents.isCrashed(),
    })
    if (step === 'close') return
    event.preventDefault()
    isAsking = step === 'ask'
    if (step === 'hide') mine.hide()
    if (step === 'quit') app.quit()
    if (step === 'ask') tell('app.closeAsked', { hasTray: deps.hasTray() })
  }

  const tell = (topic: string, payload: unknown) => {
    if (window) sendEvent(window.webContents, topic, payload)
  }

  return {
    async show(place) {
      if (!window) return open(false, place)
      focusWindow(window)
      // A page that is still on its way hears nothing yet.
      await loaded
      if (place) tell('app.placeAsked', place)
    },
    loadHidden: () => open(true),
    answered(whenClosed) {
      const wasAsking = isAsking
      isAsking = false
      // Not by the page's own `window.close()`: Electron lets nobody keep such a window.
      if (wasAsking && whenClosed !== 'ask') window?.close()
    },
    tell,
  }
}
