import { afterEach, describe, expect, test } from 'vitest'
import { AppError, toWire } from '../../../src/shared/errors.ts'
import {
  bridge,
  openWindow,
  settled,
  type Shown,
  unmountApp,
} from '../../fakes/renderer/mount-app.ts'
import { bundle } from '../../fakes/renderer/recorded-careful.ts'
import { cleanPlan, home, serversExport } from '../../fakes/renderer/recorded-server.ts'

afterEach(unmountApp)
const inputOf = (method: string): unknown =>
  bridge.calls.findLast(call => call.method === method)?.input

/** Opens the menu of a server and picks an entry, by keyboard. */
async function pick(shown: Shown, server: string, entry: string): Promise<void> {
  const menu = document.querySelector<HTMLButtonElement>(
    `button[aria-label="Actions for ${server}"]`,
  )
  menu?.focus()
  menu?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  await settled()
  await shown.click(entry)
}

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
    await pick(shown, 'home', 'Forget…')
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

describe('the servers in Settings', () => {
  test('N1h only what was changed goes to the server, an address as a whole', async () => {
    const shown = await openWindow('working', '/settings')
    await shown.click('Change…')
    expect(shown.text()).toContain('Change home')
    await shown.type('Address', '192.168.1.21')
    await shown.click('Save')
    expect(inputOf('servers.update')).toEqual({
      server: 's1',
      host: '192.168.1.21',
      user: 'maria',
      port: 22,
    })
    expect(shown.text()).toContain('home is changed')
    await shown.click('Change…')
    await shown.type('Name in Postern', 'attic')
    await shown.click('Save')
    expect(inputOf('servers.update')).toEqual({ server: 's1', name: 'attic' })
  })

  test('N1h an address at which nobody answers is kept, and that is said', async () => {
    const error = new AppError('host-timed-out', {
      host: '192.168.1.21',
      port: 22,
      tried: '192.168.1.21 timed out',
      seconds: 15,
    })
    const shown = await openWindow('working', '/settings', fake =>
      fake.answer({ 'servers.update': () => ({ ...home, unreached: toWire(error) }) }),
    )
    await shown.click('Change…')
    await shown.type('Address', '192.168.1.21')
    await shown.click('Save')
    expect(shown.text()).toContain('Kept, but nobody has answered there yet.')
    expect(shown.text()).toContain('192.168.1.21 did not answer on port 22 within 15 seconds')
    await shown.click('Close')
    expect(() => shown.button('Save')).toThrow('no button')
  })

  test('N1a a host on the way that is new is compared here too', async () => {
    const sha256 = `SHA256:${'g'.repeat(43)}`
    const shown = await openWindow('working', '/settings', fake =>
      fake.answer({
        'servers.update': ({ acceptHostKey }) => {
          if (acceptHostKey === sha256) return home
          throw new AppError('host-key-unknown', { host: 'gate', type: 'ssh-ed25519', sha256 })
        },
      }),
    )
    await shown.click('Change…')
    await shown.type('Address', 'office')
    await shown.click('Save')
    expect(shown.text()).toContain('gate is new here.')
    await shown.click('It is the same, accept')
    expect(shown.text()).toContain('home is changed')
  })

  test('N1d the connection is checked hop by hop from here', async () => {
    const shown = await openWindow('working', '/settings')
    await pick(shown, 'home', 'Check the connection…')
    expect(inputOf('servers.doctor')).toEqual({ server: 's1' })
    expect(document.querySelectorAll('.steps-table tbody tr').length).toBeGreaterThanOrEqual(9)
  })

  test('N1b the line of Postern’s own key is shown before it is added', async () => {
    const shown = await openWindow('working', '/settings')
    await pick(shown, 'home', 'Key of Postern’s own…')
    expect(shown.text()).toContain('/home/maria/.ssh/authorized_keys')
    expect(shown.text()).toContain('no-agent-forwarding,no-X11-forwarding,no-pty ssh-rsa')
    expect(shown.text()).toContain('2 lines that are there stay as they are.')
    expect(() => shown.button('Take the line away')).toThrow('no button')
    expect(inputOf('servers.installKey')).toBeUndefined()
    await shown.click('Add the line and log in with it')
    expect(inputOf('servers.installKey')).toEqual({ server: 's1' })
    expect(shown.text()).toContain('Postern logs in to home with its own key')
  })

  test('N1h what Postern has put on a server is listed, and taken away after a question only', async () => {
    const shown = await openWindow('working', '/settings')
    await pick(shown, 'home', 'Clean up and forget…')
    expect(shown.text()).toContain('/mailu/.postern/copies/mailu.env')
    await shown.click('Take it away…')
    expect(shown.text()).toContain('2 files go. Postern’s key goes too.')
    expect(document.activeElement?.textContent.trim()).toBe('Cancel')
    expect(inputOf('servers.clean')).toBeUndefined()
    await shown.click('Take it away and forget home')
    expect(inputOf('servers.clean')).toEqual({ server: 's1', digest: 'd1' })
    expect(shown.text()).toContain('home is cleaned up and forgotten')
  })

  test('N1h while a change is on trial nothing can be taken away', async () => {
    const [folder] = cleanPlan.folders
    const shown = await openWindow('working', '/settings', fake =>
      fake.answer({
        'servers.planClean': () => ({ ...cleanPlan, folders: [{ ...folder!, isBusy: true }] }),
      }),
    )
    await pick(shown, 'home', 'Clean up and forget…')
    expect(shown.text()).toContain('A change of settings is on trial there.')
    expect(shown.button('Take it away…').disabled).toBe(true)
  })

  test('N1h servers go to another computer and come from one by copy and paste', async () => {
    const shown = await openWindow('working', '/settings')
    await shown.click('Other computer…')
    expect(shown.text()).toContain('"format": "postern-servers"')
    const area = document.querySelector('textarea')!
    const paste = async (text: string): Promise<void> => {
      area.value = text
      area.dispatchEvent(new Event('input', { bubbles: true }))
      await settled()
      await shown.click('Take them over')
    }
    await paste('{"format": "something"')
    expect(shown.text()).toContain('This is not a list of servers that Postern has written')
    expect(inputOf('servers.import')).toBeUndefined()
    await paste(JSON.stringify(serversExport))
    expect(inputOf('servers.import')).toEqual(serversExport)
    expect(shown.text()).toContain('home (2) is taken over.')
    expect(shown.text()).toContain('Its key file is not on this computer.')
    expect(shown.text()).toContain('office is here already and stays as it is.')
  })
})
