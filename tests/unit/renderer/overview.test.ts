import { afterEach, describe, expect, test } from 'vitest'
import { bridge, openWindow, settled, unmountApp } from '../../fakes/renderer/mount-app.ts'
import { down, history, offline, working } from '../../fakes/renderer/recorded-watch.ts'
import { direct } from '../../fakes/renderer/recorded-relay.ts'

afterEach(unmountApp)

const lampTexts = (): string[] =>
  [...document.querySelectorAll('.lamps .lamp')].map(one =>
    one.textContent.replaceAll(/\s+/g, ' ').trim(),
  )
const glyphs = (): string[] =>
  [...document.querySelectorAll('.lamps h3 .g')].map(one => one.classList[1] ?? '')
const clock = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(new Date(iso))
/** Every day but today carries its date: the recorded one is never today. */
const day = (iso: string): string =>
  `${new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(new Date(iso))}, ${clock(iso)}`

describe('the Overview', () => {
  test('is the start page of an app that is set up, and the first entry', async () => {
    const shown = await openWindow('working', '/')
    expect(shown.path()).toBe('/overview')
    const entries = [...document.querySelectorAll('.side a b')].map(one => one.textContent)
    expect(entries).toEqual(['Overview', 'Server', 'Sending', 'DNS', 'Activity', 'Settings'])
    expect(document.querySelector('.side [aria-current]')?.textContent).toContain('Overview')
  })

  test('B8 says in one sentence whether mail works, and four lamps by function with their last proof', async () => {
    const shown = await openWindow('working', '/overview')
    expect(shown.text()).toContain('Mail is working. Checked')
    expect(shown.text()).toContain('This computer is online')
    expect(lampTexts()).toEqual([
      ...['Receive', 'Send', 'Read'].map(
        name => `${name} WorkingLast proven ${day('2026-11-22T09:30:00.000Z')}`,
      ),
      'Backup Not watchedNothing checks this',
    ])
  })

  test('a lamp that nothing checks is hollow: not watched, never a colour of its own', async () => {
    await openWindow('working', '/overview')
    expect(glyphs()).toEqual(['good', 'good', 'good', 'unwatched'])
    await openWindow('unwatched', '/overview')
    expect(glyphs()).toEqual(['unwatched', 'unwatched', 'unwatched', 'unwatched'])
  })

  test('B10 own line down is no outage: lamps go hollow, and the sentence names this computer', async () => {
    const shown = await openWindow('offline', '/overview')
    expect(shown.text()).toContain('This computer is offline. Mail goes on without you')
    expect(glyphs()).toEqual(['unwatched', 'unwatched', 'unwatched', 'unwatched'])
    expect(lampTexts().join()).not.toContain('Down')
    expect(offline.headline.code).toBe('offline')
  })

  test('an outage is the one thing to do, and leads to its page', async () => {
    const shown = await openWindow('outage', '/overview')
    expect(shown.text()).toContain(`Mail does not work. Since ${day('2026-11-22T09:04:00.000Z')}.`)
    expect(document.querySelectorAll('.btn.primary')).toHaveLength(1)
    expect(document.querySelector('.next h2')?.textContent).toBe('Mail cannot arrive')
    await shown.click('What happened')
    expect(shown.path()).toBe('/activity/incident/i3')
    expect(document.querySelector('.side [aria-current]')?.textContent).toContain('Activity')
  })

  test.each([
    ['behind', '2 settings are saved but not in effect', 'Show what would change', '/server'],
    ['direct', 'Mail leaves directly from your home', 'Choose a relay', '/sending'],
  ] as const)('offers at most one step: %s', async (scenario, title, verb, path) => {
    const shown = await openWindow(scenario, '/overview', one =>
      one.answer({ 'relay.status': () => direct }),
    )
    expect([...document.querySelectorAll('.next h2')].map(one => one.textContent)).toEqual([title])
    await shown.click(verb)
    expect(shown.path()).toBe(path)
  })

  test('offers no step where nothing is to be done', async () => {
    const shown = await openWindow('working', '/overview')
    expect(document.querySelector('.next')).toBeNull()
    expect(shown.text()).toContain('A certificate needs you')
  })

  test('switched off, it offers to watch again', async () => {
    const shown = await openWindow('unwatched', '/overview')
    expect(shown.text()).toContain('Nobody watches. Outages are not noticed.')
    await shown.click('Watch again')
    expect(bridge.calls.findLast(one => one.method === 'settings.set')?.input).toEqual({
      watch: 'on',
    })
  })

  test('checks now when asked', async () => {
    const shown = await openWindow('working', '/overview')
    await shown.click('Check now')
    expect(bridge.calls.findLast(one => one.method === 'watch.check')?.input).toEqual({
      server: 's1',
    })
  })

  test('N11c a change of state is announced once, and a passing minute is not', async () => {
    await openWindow('working', '/overview')
    const live = (): string[] =>
      [...document.querySelectorAll('[role=status], [role=alert], [aria-live=polite]')].map(
        one => one.textContent,
      )
    const changes = async (change: () => void): Promise<number> => {
      const before = live()
      change()
      await settled()
      const after = live()
      return after.filter(text => text.trim() !== '' && !before.includes(text)).length
    }
    expect(await changes(() => bridge.emit('watch.changed', down))).toBe(1)
    const later = { ...down, servers: down.servers.map(one => ({ ...one, checkedAt: undefined })) }
    expect(await changes(() => bridge.emit('watch.changed', later))).toBe(0)
    expect(await changes(() => bridge.emit('watch.changed', working))).toBe(1)
  })
})

describe('the bars of 90 days', () => {
  const cells = (bar = 0): HTMLElement[] => [
    ...(document.querySelectorAll('.day-bar')[bar]?.querySelectorAll<HTMLElement>('li') ?? []),
  ]

  test('N6i each day has a name; what nobody watched is a gap, not good and not bad', async () => {
    await openWindow('working', '/overview')
    expect(cells()).toHaveLength(90)
    expect(cells().filter(one => one.getAttribute('aria-label') === null)).toEqual([])
    const named = (ago: number): string => cells()[89 - ago]?.getAttribute('aria-label') ?? ''
    expect(named(51)).toMatch(/^Fri,? 2 October: down 22 min\.$/)
    expect(named(5)).toMatch(/: worked\.$/)
    expect(named(55)).toMatch(/: not watched\.$/)
    expect(named(10)).toMatch(/: worked\. Watched for 12 h 0 min\.$/)
    expect(cells()[89 - 55]?.className).toContain('unwatched')
  })

  test('B11 the share is of the watched time: a lamp that was never watched has none', async () => {
    await openWindow('working', '/overview')
    const shares = [...document.querySelectorAll('.days .num')].map(one => one.textContent.trim())
    expect(shares).toEqual(['99.94\u00a0%', '99.98\u00a0%', '99.98\u00a0%', '–'])
    const labels = [...document.querySelectorAll('.day-bar')].map(one =>
      one.getAttribute('aria-label'),
    )
    expect(labels[0]).toContain('Receive: worked 99.94\u00a0% of the watched time')
    expect(labels[3]).toContain('Backup: not watched yet')
  })

  test('N11a arrow keys walk through the days, and the one in focus is said in words', async () => {
    const shown = await openWindow('working', '/overview')
    const press = async (key: string): Promise<string> => {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      )
      await settled()
      return document.activeElement?.getAttribute('aria-label') ?? ''
    }
    expect(cells().filter(one => one.tabIndex === 0)).toEqual([cells()[89]])
    cells()[89]?.focus()
    expect(await press('ArrowLeft')).toBe(cells()[88]?.getAttribute('aria-label'))
    expect(shown.text()).toContain(cells()[88]?.getAttribute('aria-label') ?? 'nothing')
    expect(await press('Home')).toBe(cells()[0]?.getAttribute('aria-label'))
    expect(await press('End')).toBe(cells()[89]?.getAttribute('aria-label'))
    expect(await press('PageUp')).toBe(cells()[82]?.getAttribute('aria-label'))
    expect(cells().filter(one => one.tabIndex === 0)).toEqual([cells()[82]])
  })

  test('N6i the same days are there as a table, the newest first', async () => {
    const shown = await openWindow('working', '/overview')
    await shown.click('Show as a table')
    const rows = [...document.querySelectorAll('.day-table tbody tr')].map(row =>
      [...row.children].map(one => one.textContent),
    )
    expect(rows).toHaveLength(history().lamps[0]!.days.length)
    expect(rows[0]).toEqual([
      expect.stringMatching(/22 November$/),
      'down 28 min',
      'worked',
      'worked',
      'not watched',
    ])
    expect(rows[30]?.[2]).toBe('down 10 min, under a change of yours')
    await shown.click('Show as bars')
    expect(cells()).toHaveLength(90)
  })
})
