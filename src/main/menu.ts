/** The application menu: roles only, so that the system's own words and keys hold. */
import { Menu, type MenuItemConstructorOptions } from 'electron'
import { en } from '../shared/locales/en/index.ts'

export interface MenuActions {
  readonly showLogs: () => void
  readonly openDocs: () => void
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** The template for a platform; developer tools only where they are wished for. */
export function menuTemplate(
  platform: string,
  devTools: boolean,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const words = en.shell.menu
  const mac = platform === 'darwin'
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
    ...(devTools ? [separator, { role: 'toggleDevTools' } as const] : []),
  ]
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    { label: words.file, submenu: [{ role: mac ? 'close' : 'quit' }] },
    { role: 'editMenu', label: words.edit },
    { label: words.view, submenu: view },
    { role: 'windowMenu', label: words.window },
    {
      role: 'help',
      label: words.help,
      submenu: [
        { label: words.logs, click: actions.showLogs },
        { label: words.mailuDocs, click: actions.openDocs },
      ],
    },
  ]
}

/** Installs the menu. */
export function installMenu(devTools: boolean, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, devTools, actions)))
}
