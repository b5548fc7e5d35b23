import { expect, test, vi } from 'vitest'
import type { KeyringState } from '../../../src/main/linux/secret-service.ts'

vi.mock('electron', async () => (await import('../../fakes/electron.ts')).electron)
const { keyringChoice } = await import('../../../src/main/keyring-choice.ts')

const choose = (desktop: string, wallet: KeyringState, secretService: KeyringState) =>
  keyringChoice({
    platform: 'linux',
    desktop,
    alreadyChosen: false,
    wallet: async () => wallet,
    secretService: async () => secretService,
  })

test('a Secret Service that answers is used, whatever the desktop is called', async () => {
  const choices = await Promise.all(
    ['GNOME', 'sway', ''].map(desktop => choose(desktop, 'absent', 'unlocked')),
  )
  expect(choices).toEqual(['gnome-libsecret', 'gnome-libsecret', 'gnome-libsecret'])
})

test('a keyring that is locked or absent is kept away from Electron', async () => {
  const choices = await Promise.all([
    choose('GNOME', 'absent', 'locked'),
    choose('GNOME', 'absent', 'absent'),
  ])
  expect(choices).toEqual(['basic', 'basic'])
})

test('on KDE an open wallet is left to Electron, a closed one is not', async () => {
  const choices = await Promise.all([
    choose('KDE', 'unlocked', 'absent'),
    choose('KDE', 'locked', 'absent'),
    choose('KDE', 'locked', 'unlocked'),
  ])
  expect(choices).toEqual([undefined, 'basic', 'gnome-libsecret'])
})

test('other systems and a choice on the command line are left alone', async () => {
  const ask = vi.fn(async (): Promise<KeyringState> => 'locked')
  const facts = { desktop: 'GNOME', wallet: ask, secretService: ask }
  expect(
    await keyringChoice({ ...facts, platform: 'darwin', alreadyChosen: false }),
  ).toBeUndefined()
  expect(await keyringChoice({ ...facts, platform: 'linux', alreadyChosen: true })).toBeUndefined()
  expect(ask).not.toHaveBeenCalled()
})
