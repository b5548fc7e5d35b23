import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../src/shared/errors.ts'
import { bridge, openWindow, settled, unmountApp } from '../../fakes/renderer/mount-app.ts'
import { incident, working } from '../../fakes/renderer/recorded-watch.ts'

afterEach(unmountApp)

const inputOf = (method: string): unknown =>
  bridge.calls.findLast(one => one.method === method)?.input

describe('Activity', () => {
  test('N6d lists one line an incident, with what, for how long, and its page', async () => {
    const shown = await openWindow('outage', '/activity')
    const lines = [...document.querySelectorAll('section:first-of-type .group > .line')].map(one =>
      one.textContent.replaceAll(/\s+/g, ' '),
    )
    expect(lines).toHaveLength(3)
    expect(lines[0]).toContain('Mail cannot arrive')
    expect(lines[2]).toContain('lasted 22 min')
    expect(lines[2]).toContain('a change of yours')
    const links = [...document.querySelectorAll('.group > .line a')].map(one =>
      one.getAttribute('aria-label'),
    )
    expect(links[1]).toBe('What happened: A certificate needs you')
    expect(shown.text()).toContain('1 open')
  })

  test('says that nothing happened, that this is good, and how often it looks', async () => {
    const shown = await openWindow('calm', '/activity')
    expect(shown.text()).toContain('Nothing happenedThat is good. Checks run every 5 minutes.')
    const off = await openWindow('unwatched', '/activity')
    expect(off.text()).toContain('Watching is switched off, so nothing would be noticed.')
  })

  test('N9g what is watched is listed with whom it contacts, how often, and its time-out', async () => {
    await openWindow('working', '/activity')
    const rows = [...document.querySelectorAll('.checks tbody tr')].map(row =>
      [...row.children].map(one => one.textContent.trim()),
    )
    expect(rows[0]?.slice(0, 4)).toEqual([
      'This computer’s own line',
      '1.1.1.1:53, 9.9.9.9:53',
      '5 min',
      '30 s',
    ])
    expect(rows.at(-1)?.at(-1)).toBe('not run yet')
  })

  test('B27 one slider, and the promise is the core’s own number, rounded up', async () => {
    const shown = await openWindow('working', '/activity')
    expect(shown.text()).toContain('You will know within 12 minutes.')
    const slider = document.querySelector<HTMLInputElement>('input[type=range]')!
    expect(slider.getAttribute('aria-valuetext')).toBe('5 minutes')
    slider.value = '1'
    slider.dispatchEvent(new Event('input', { bubbles: true }))
    slider.dispatchEvent(new Event('change', { bubbles: true }))
    await settled()
    expect(inputOf('settings.set')).toEqual({ watchEvery: '2' })
    expect(slider.getAttribute('aria-valuetext')).toBe('2 minutes')
    bridge.emit('watch.changed', {
      ...working,
      servers: working.servers.map(one => ({ ...one, promisedDetectionMs: 290_000 })),
    })
    await settled()
    expect(shown.text()).toContain('You will know within 5 minutes.')
  })

  test('the history is saved where the person says', async () => {
    const shown = await openWindow('working', '/activity')
    await shown.click('Save history')
    await shown.click('The days, as a table (CSV)…')
    expect(inputOf('watch.export')).toEqual({ server: 's1', days: 90, format: 'csv' })
    expect(inputOf('app.saveText')).toEqual({ name: 'home-90-days.csv', text: 'day,lamp\r\n' })
    expect(shown.text()).toContain('Saved in /home/maria/home-90-days.csv')
  })
})

describe('the page of an incident', () => {
  test('N6e tells what, since when, whom it touches, and its story in order', async () => {
    const shown = await openWindow('outage', '/activity/incident/i3')
    expect(inputOf('watch.incident')).toEqual({ id: 'i3' })
    expect(document.querySelector('.sentence')?.textContent).toContain('Mail cannot arrive.')
    expect(shown.text()).toContain('after 7 min')
    expect(shown.text()).toContain('Restart the service on the server’s page.')
    expect(shown.text()).toContain('Port 25 takes connections')
    const story = [...document.querySelectorAll('.timeline b')].map(one => one.textContent)
    expect(story).toEqual([
      'The first check failed',
      'A change of yours was under way',
      'Nobody watched for a while',
      'It failed again: an outage',
      'This fails too',
      'You were told',
    ])
  })

  test('folds away what was answered, word for word', async () => {
    const shown = await openWindow('outage', '/activity/incident/i3')
    const body = document.querySelector<HTMLElement>('.fold-body')!
    expect(body.style.display).toBe('none')
    await shown.click('What was answered')
    expect(body.style.display).toBe('')
    expect(body.textContent).toContain('connect ECONNREFUSED 192.168.1.20:25')
  })

  test('an incident that is over says how long it was, and offers nothing to silence', async () => {
    const shown = await openWindow('working', '/activity/incident/i1')
    expect(shown.text()).toContain('“Your home server is unreachable”. It lasted 22 min.')
    expect(() => shown.button('Say nothing for an hour')).toThrow('no button')
    const gap = await openWindow('working', '/activity/incident/i1', one =>
      one.answer({
        'watch.incident': () => ({
          ...incident,
          isOpen: false,
          hasGap: true,
          endedAt: '2026-11-22T10:04:00.000Z',
        }),
      }),
    )
    expect(gap.text()).toContain('It lasted 1 h 0 min at most: nobody watched for a part of it.')
  })

  test('N6f notes of it can be silenced for an hour', async () => {
    const shown = await openWindow('outage', '/activity/incident/i3')
    await shown.click('Say nothing for an hour')
    const { id, until } = inputOf('watch.snooze') as { id: string; until: string }
    expect(id).toBe('i3')
    expect(Math.abs(Date.parse(until) - Date.now() - 3_600_000)).toBeLessThan(60_000)
  })

  test('one that is not there is said in words', async () => {
    const shown = await openWindow('working', '/activity/incident/i9', one =>
      one.answer({
        'watch.incident': () => {
          throw new AppError('incident-not-found', { id: 'i9' })
        },
      }),
    )
    expect(document.querySelector('[role=alert]')).not.toBeNull()
    await shown.click('Details')
    expect(shown.text()).toContain('incident-not-found')
  })
})
