/** The application menu: roles wherever there is one, so that the system's own words and keys hold. */
import { Menu, type MenuItemConstructorOptions } from 'electron'
import { en } from '../shared/locales/en/index.ts'

export interface MenuActions {
  readonly showLogs: () => void
  readonly openDocs: () => void
  readonly openSettings: () => void
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
  const settings: MenuItemConstructorOptions = {
    label: words.settings,
    accelerator: 'CmdOrCtrl+,',
    click: actions.openSettings,
  }
  const file: MenuItemConstructorOptions[] = mac
    ? [{ role: 'close' }]
    : [settings, separator, { role: 'close' }, { role: 'quit', accelerator: 'Ctrl+Q' }]
  return [
    ...(mac ? [macAppMenu(settings)] : []),
    { label: words.file, submenu: file },
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

/** What Electron's own app menu has, with the settings where macOS users look for them. */
function macAppMenu(settings: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
}

/** Installs the menu. */
export function installMenu(devTools: boolean, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, devTools, actions)))
}
