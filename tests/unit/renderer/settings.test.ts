import { afterEach, describe, expect, test } from 'vitest'
import { bridge, openWindow, unmountApp } from '../../fakes/renderer/mount-app.ts'

afterEach(unmountApp)
const inputOf = (method: string): unknown =>
  bridge.calls.findLast(call => call.method === method)?.input

describe('the Settings screen', () => {
  test('theme and contrast are in effect at once', async () => {
    const shown = await openWindow('working', '/settings')
    await shown.type('Theme', 'dark')
    await shown.type('Contrast', 'more')
    expect(document.documentElement.dataset).toMatchObject({ theme: 'dark', contrast: 'more' })
    await shown.type('Theme', 'system')
    await shown.type('Contrast', 'system')
    expect(document.documentElement.dataset['theme']).toBeUndefined()
    expect(document.documentElement.dataset['contrast']).toBeUndefined()
  })

  test('without a keyring less protection is chosen in words, never silently', async () => {
    const shown = await openWindow('memory', '/settings')
    expect(shown.text()).toContain('Kept in memory until Postern ends.')
    await shown.click('Keep them in a file')
    expect(shown.text()).toContain('Every program that runs as you')
    expect(inputOf('settings.consentToPlain')).toBeUndefined()
    const dialog = document.querySelector('[role=alertdialog]')
    expect(document.activeElement?.textContent.trim()).toBe('Cancel')
    dialog?.querySelector<HTMLButtonElement>('.danger')?.click()
    await new Promise(done => setTimeout(done, 0))
    expect(inputOf('settings.consentToPlain')).toEqual({ agreed: true })
  })

  test('forgetting a server says that nothing on it changes, and asks first', async () => {
    const shown = await openWindow('behind', '/settings')
    await shown.click('Forget…')
    expect(shown.text()).toContain('Forget “home”?')
    expect(shown.text()).toContain('Nothing on the server changes')
    expect(inputOf('servers.remove')).toBeUndefined()
    await shown.click('Forget home')
    expect(inputOf('servers.remove')).toEqual({ server: 's1' })
    expect(shown.text()).toContain('home is forgotten here')
  })

  test('with two servers the other one can be shown', async () => {
    const shown = await openWindow('behind', '/settings')
    await shown.click('Show')
    expect(inputOf('settings.set')).toEqual({ currentServer: 's2' })
    expect(document.querySelector('.side-head b')?.textContent).toBe('office')
  })
})
