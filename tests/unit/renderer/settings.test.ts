import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../src/shared/errors.ts'
import { bundle } from '../../fakes/renderer/recorded-careful.ts'
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

  test('N9g lists who was contacted, latest first, and all of them on request', async () => {
    const shown = await openWindow('working', '/settings')
    expect(shown.text()).toContain('home.example.org:22SSH, this computer, 41 times')
    expect(shown.text()).toContain(
      'smtp.sendgrid.net:587mail (SMTP), your server, through home.example.org, 3 times',
    )
    expect(shown.text()).toContain('[2001:db8::25]:25')
    expect(shown.text()).not.toContain('mail.example.org:443')
    await shown.click('Show all 7')
    expect(shown.text()).toContain('mail.example.org:443web, this computer, 2 times')
    await shown.click('Show fewer')
    expect(shown.text()).not.toContain('mail.example.org:443')
  })

  test('N9g says so when nobody was contacted yet', async () => {
    const shown = await openWindow('working', '/settings', fake =>
      fake.answer({ 'settings.contacts': () => [] }),
    )
    expect(shown.text()).toContain('Nobody was contacted yet')
  })

  test('N9f diagnostics are shown whole before they can be saved, and saved as they were shown', async () => {
    const shown = await openWindow('working', '/settings')
    expect(() => shown.button('Save…')).toThrow()
    await shown.click('Show what it would hold')
    expect(document.querySelector('pre.bundle')?.textContent).toBe(bundle.text)
    expect(shown.text()).toContain('23 in all')
    expect(inputOf('settings.saveDiagnostics')).toBeUndefined()
    await shown.click('Save…')
    expect(inputOf('settings.saveDiagnostics')).toEqual({ id: bundle.id })
    expect(shown.text()).toContain('Saved as /home/maria/Downloads/postern-diagnostics')
  })

  test('N9f a bundle that is gone is said so, and can be shown anew', async () => {
    const shown = await openWindow('working', '/settings', fake =>
      fake.answer({
        'settings.saveDiagnostics': () => {
          throw new AppError('diagnostics-gone', {})
        },
      }),
    )
    await shown.click('Show what it would hold')
    await shown.click('Save…')
    expect(shown.text()).toContain('The diagnostics that were shown are no longer there.')
    await shown.click('Show it anew')
    expect(bridge.calls.filter(call => call.method === 'settings.diagnostics')).toHaveLength(2)
  })
})
