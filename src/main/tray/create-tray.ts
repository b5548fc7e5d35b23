/** The tray: what it shows follows the core, and it is there whenever the desktop can show it. */
import { Menu, type MenuItemConstructorOptions, Tray } from 'electron'
import { JobRecord } from '../../shared/model/job.ts'
import { WatchStatus } from '../../shared/model/watch.ts'
import type { RunningCore } from '../core.ts'
import { follow } from '../follow.ts'
import type { DesktopBus } from '../linux/desktop-bus.ts'
import { watchTrayHost } from '../linux/tray-host.ts'
import { trayIcon } from './tray-icon.ts'
import { type TrayAction, type TrayEntry, type TrayView, trayView } from './tray-menu.ts'

export interface TrayDeps {
  readonly core: RunningCore
  readonly bus: DesktopBus
  readonly act: (action: TrayAction) => void
}

export interface DesktopTray {
  /** Whether the desktop shows it now. */
  isShown(): boolean
}

/** Makes the tray. On Linux it comes and goes with the desktop's tray host. Needs a ready Electron. */
export function createTray(deps: TrayDeps): DesktopTray {
  let tray: Tray | undefined
  let shown: TrayView | undefined
  let status: WatchStatus | undefined
  const jobs = new Map<string, JobRecord>()

  const refresh = () => {
    if (!tray) return
    const view = trayView({ status, jobs: [...jobs.values()], now: Date.now() })
    if (view.shape !== shown?.shape) tray.setImage(trayIcon(view.shape))
    if (view.tooltip !== shown?.tooltip) tray.setToolTip(view.tooltip)
    // An open menu closes when it is replaced: only for news.
    if (JSON.stringify(view.menu) !== JSON.stringify(shown?.menu))
      tray.setContextMenu(Menu.buildFromTemplate(view.menu.map(entry => item(entry, deps.act))))
    shown = view
  }
  const appear = () => {
    const view = trayView({ status, jobs: [...jobs.values()], now: Date.now() })
    tray = new Tray(trayIcon(view.shape))
    tray.on('click', () => deps.act({ do: 'open' }))
    shown = undefined
    refresh()
  }
  const vanish = () => {
    tray?.destroy()
    tray = undefined
  }

  const names = { query: 'watch.status', event: 'watch.changed' }
  const heard = (now: WatchStatus) => {
    status = now
    refresh()
  }
  follow(deps.core, { ...names, input: {} }, WatchStatus, heard)
  deps.core.onEvent((topic, payload) => {
    const job = topic === 'jobs.changed' ? JobRecord.safeParse(payload).data : undefined
    if (!job) return
    if (job.endedAt === undefined) jobs.set(job.id, job)
    else jobs.delete(job.id)
    refresh()
  })

  if (process.platform !== 'linux') appear()
  else void watchTrayHost(deps.bus, isThere => (isThere ? appear() : vanish()))
  return { isShown: () => tray !== undefined }
}

function item(entry: TrayEntry, act: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'separator':
      return { type: 'separator' }
    case 'text':
      return { label: entry.label, enabled: false }
    case 'submenu':
      return { label: entry.label, submenu: entry.entries.map(one => item(one, act)) }
    case 'line':
      return { label: entry.label, click: () => act(entry.action) }
  }
}
