/** Which keyring Electron may use on Linux, decided before it is ready: from then on it may ask at any time, and block. */
import { app } from 'electron'
import { walletState } from './linux/kwallet.ts'
import { type KeyringState, keyringState } from './linux/secret-service.ts'

export interface KeyringFacts {
  readonly platform: string
  /** `XDG_CURRENT_DESKTOP`: names, with colons between. */
  readonly desktop: string | undefined
  /** The person chose one on the command line. */
  readonly alreadyChosen: boolean
  readonly wallet: () => Promise<KeyringState>
  readonly secretService: () => Promise<KeyringState>
}

/**
 * The value for Chromium's `password-store` switch, or nothing where its own choice is right. Chromium knows a keyring by
 * the desktop's name alone, so that a Secret Service under Sway or i3 goes unused; and one that is locked or new makes it
 * ask for a password and block the whole app meanwhile (the encrypted cookie store asks at every start). Hence: a keyring
 * that answers at once, or none.
 */
export async function keyringChoice(facts: KeyringFacts): Promise<string | undefined> {
  if (facts.platform !== 'linux' || facts.alreadyChosen) return undefined
  const isKde = (facts.desktop ?? '').split(':').includes('KDE')
  if (isKde && (await facts.wallet()) === 'unlocked') return undefined
  return (await facts.secretService()) === 'unlocked' ? 'gnome-libsecret' : 'basic'
}

/** Asks and tells Electron. Must be done before the app is ready; takes milliseconds, at worst two seconds. */
export async function chooseKeyring(): Promise<void> {
  const choice = await keyringChoice({
    platform: process.platform,
    desktop: process.env['XDG_CURRENT_DESKTOP'],
    alreadyChosen: app.commandLine.hasSwitch('password-store'),
    wallet: walletState,
    secretService: keyringState,
  })
  if (choice !== undefined) app.commandLine.appendSwitch('password-store', choice)
}
