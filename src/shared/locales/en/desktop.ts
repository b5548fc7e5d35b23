/** Postern on the desktop: in the background, with the login, when its window closes. */
export const desktop = {
  title: 'On this computer',
  titleNote: 'In the background it watches, and tells you when something needs you.',
  login: 'When you log in',
  loginNo: 'Do not start',
  loginYes: 'Start in the background, without a window',
  autostartComment: 'Watches your own mail server',
  loginFailed: 'Postern cannot start when you log in',
  whenClosed: 'When the window is closed',
  ask: 'Ask',
  closeTitle: 'Keep Postern running?',
  closeTray:
    'It goes on watching your mail and tells you when something needs you. You find it in the tray.',
  closeNoTray:
    'It goes on watching your mail and tells you when something needs you. This desktop has no tray: start Postern again to see its window.',
  closeLater: 'You are asked once. Settings can change it.',
  keepRunning: 'Keep running',
  quit: 'Quit',
} as const
