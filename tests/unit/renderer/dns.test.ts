import { afterEach, describe, expect, test } from 'vitest'
import { bridge, openWindow, settled, unmountApp } from '../../fakes/renderer/mount-app.ts'
import { look, plan } from '../../fakes/renderer/recorded-dns.ts'

afterEach(unmountApp)
const inputOf = (method: string): unknown =>
  bridge.calls.findLast(call => call.method === method)?.input
const where = { server: 's1', project: 'mailu' }
const openRecord = async (title: string): Promise<void> => {
  const button = [...document.querySelectorAll<HTMLButtonElement>('.record')].find(one =>
    one.textContent.startsWith(title),
  )
  button!.click()
  await settled()
}
const rowOf = (title: string): string =>
  [...document.querySelectorAll('tr')].find(one => one.textContent.includes(title))?.textContent ??
  ''

describe('the DNS screen', () => {
  test('N5b what was never looked at is looked at, and one sentence counts what needs a person', async () => {
    const shown = await openWindow('working', '/dns')
    expect(inputOf('dns.check')).toEqual({ ...where, domain: 'example.org' })
    expect(shown.text()).toContain('records still need you.')
    expect(rowOf('Who may send as you')).toContain('Wrong')
    const entry = [...document.querySelectorAll('.side a')].find(one =>
      one.textContent.startsWith('DNS'),
    )
    expect(entry?.textContent).toMatch(/\d+ to fix/)
  })

  test('B13 what no name server told is shown as unknown, never as missing', async () => {
    await openWindow('working', '/dns')
    expect(rowOf('Mail programs find the settings')).toContain('Cannot tell')
  })

  test('N5a a record opened shows what should be, what is, what that means, and who said it', async () => {
    const shown = await openWindow('working', '/dns')
    await openRecord('Who may send as you')
    const text = shown.text()
    expect(text).toContain('include:sendgrid.net ~all')
    expect(text).toContain('v=spf1 mx a:mail.example.org ~all')
    expect(text).toContain('2 of 10 look-ups')
    expect(text).toContain('Quad9')
  })

  test('B24 with a DNS host chosen each field of its form is there, and the choice is kept', async () => {
    const shown = await openWindow('working', '/dns')
    await shown.type('The form of your DNS host', 'cloudflare')
    expect(inputOf('settings.set')).toEqual({ dnsHost: 'cloudflare' })
    await openRecord('Where mail arrives')
    expect(shown.button('Copy Priority')).toBeTruthy()
    // Its shape is made from the plan that is here: nobody is asked again.
    expect(bridge.calls.filter(call => call.method === 'dns.plan')).toHaveLength(1)
    expect(rowOf('Where mail arrives')).toContain('@')
  })

  test('the choices of the plan are kept for the domain, and the plan is made anew', async () => {
    const shown = await openWindow('working', '/dns')
    const before = bridge.calls.filter(call => call.method === 'dns.plan').length
    await shown.click('Choices for this plan')
    await shown.type('Backup MX', 'mx.backup.example.net 30')
    await shown.click('Make the plan again')
    await settled()
    expect(inputOf('dns.choose')).toMatchObject({
      ...where,
      domain: 'example.org',
      options: { backupMx: [{ host: 'mx.backup.example.net', preference: 30 }] },
    })
    expect(bridge.calls.filter(call => call.method === 'dns.plan').length).toBe(before + 1)
  })

  test('N5i an old value that resolvers still hold is said with the time it has left', async () => {
    const soon = new Date(Date.now() + 90_000).toISOString()
    await openWindow('working', '/dns', fake =>
      fake.answer({
        'dns.check': () => ({
          ...look,
          records: look.records.map(one =>
            one.id === 'dmarc' ? { ...one, oldValueUntil: soon } : one,
          ),
        }),
      }),
    )
    expect(rowOf('What to do with forgeries')).toContain('Old until')
  })

  test('another domain of the server is looked at as well', async () => {
    const shown = await openWindow('working', '/dns')
    await shown.click('example.net')
    expect(inputOf('dns.plan')).toEqual({ ...where, domain: 'example.net' })
  })

  test('every title of a record is in words', async () => {
    await openWindow('working', '/dns')
    const titles = [...document.querySelectorAll('.record b')].map(one => one.textContent)
    expect(titles).toHaveLength(plan.records.length)
    const ids = new Set(plan.records.map(one => one.id))
    expect(titles.filter(title => ids.has(title))).toEqual([])
  })
})
