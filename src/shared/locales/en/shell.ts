/** Words of the window's frame: menu, crash page, what is said when nothing else can speak. */
export const shell = {
  crash: {
    title: 'Postern’s window stopped',
    what: 'The window stopped twice in a short time. Mail is not affected: it flows on your server.',
    again: 'Open the window again',
    logs: 'Show the log files',
  },
  /** By Electron's name of the keyring. */
  keyrings: {
    darwin: 'Keychain',
    win32: 'Windows data protection',
    gnome_libsecret: 'Secret Service',
    kwallet: 'KWallet',
    kwallet5: 'KWallet',
    kwallet6: 'KWallet',
    none: 'no keyring that is open',
  },
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    settings: 'Settings…',
    logs: 'Show Log Files',
    mailuDocs: 'Mailu’s Documentation',
  },
} as const
