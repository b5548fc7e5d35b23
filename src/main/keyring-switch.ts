/** Which keyring Electron should use on Linux, told before it is ready. */
import { app } from 'electron'

/**
 * Electron knows a keyring by the desktop's name alone and takes `basic_text`, no protection, on all others (Sway, i3,
 * a window manager of one's own), also where a Secret Service runs. So every desktop but KDE is told to use it; when
 * there is none, it is found absent later.
 */
export function keyringSwitch(machine: {
  readonly platform: string
  readonly desktop: string | undefined
  readonly alreadyChosen: boolean
}): string | undefined {
  if (machine.platform !== 'linux' || machine.alreadyChosen) return undefined
  const desktops = (machine.desktop ?? '').split(':')
  return desktops.includes('KDE') ? undefined : 'gnome-libsecret'
}

/** Tells Electron. Must run before it is ready. */
export function chooseKeyring(): void {
  const keyring = keyringSwitch({
    platform: process.platform,
    desktop: process.env['XDG_CURRENT_DESKTOP'],
    alreadyChosen: app.commandLine.hasSwitch('password-store'),
  })
  if (keyring !== undefined) app.commandLine.appendSwitch('password-store', keyring)
}
