import type { MenuItemConstructorOptions } from 'electron'
import { expect, test, vi } from 'vitest'
import { menuTemplate } from '../../../src/main/menu.ts'

vi.mock('electron', async () => (await import('../../fakes/electron.ts')).electron)

const nothing = () => undefined
const template = (platform: string, devTools = false) =>
  menuTemplate(platform, devTools, { showLogs: nothing, openDocs: nothing, openSettings: nothing })
const entries = (menu: MenuItemConstructorOptions | undefined) =>
  ((menu?.submenu ?? []) as MenuItemConstructorOptions[]).map(one => one.role ?? one.label ?? '──')
const settingsOf = (platform: string) =>
  template(platform)
    .flatMap(menu => (menu.submenu ?? []) as MenuItemConstructorOptions[])
    .find(one => one.label === 'Settings…')

test('on macOS the settings are in the app’s own menu, and closing is not quitting', () => {
  const [own, file] = template('darwin')
  expect(own?.role).toBe('appMenu')
  expect(entries(own)).toEqual([
    ...['about', '──', 'Settings…', '──', 'services', '──'],
    ...['hide', 'hideOthers', 'unhide', '──', 'quit'],
  ])
  expect(entries(file)).toEqual(['close'])
})

test.each(['win32', 'linux'])(
  'on %s they are in the File menu, beside closing and quitting',
  system => {
    expect(entries(template(system)[0])).toEqual(['Settings…', '──', 'close', 'quit'])
  },
)

test('the settings open by the key that each system has for them', () => {
  for (const system of ['darwin', 'win32', 'linux']) {
    const click = vi.fn()
    expect(settingsOf(system)?.accelerator).toBe('CmdOrCtrl+,')
    const { label } = settingsOf(system) ?? {}
    const menu = menuTemplate(system, false, {
      ...{ showLogs: nothing, openDocs: nothing },
      openSettings: click,
    })
    const all = menu.flatMap(one => (one.submenu ?? []) as { label?: string; click?: () => void }[])
    all.find(one => one.label === label)?.click?.()
    expect(click).toHaveBeenCalledOnce()
  }
})

test('developer tools are in the menu only where they are wished for', () => {
  const has = (devTools: boolean) =>
    template('linux', devTools).some(menu => entries(menu).includes('toggleDevTools'))
  expect([has(false), has(true)]).toEqual([false, true])
})
