import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../src/shared/errors.ts'
import { bridge, openWindow, unmountApp } from '../../fakes/renderer/mount-app.ts'

afterEach(unmountApp)

const inputOf = (method: string): unknown =>
  bridge.calls.findLast(one => one.method === method)?.input

describe('the settings of watching', () => {
  test('N6f what is worth a note and when to be quiet are chosen and kept', async () => {
    const shown = await openWindow('working', '/settings')
    await shown.type('Tell me about', 'outages')
    expect(inputOf('settings.set')).toEqual({ notes: 'outages' })
    expect(shown.field('From').value).toBe('22:00')
    await shown.type('To', '06:30')
    expect(inputOf('settings.set')).toEqual({ quietHours: '22:00-06:30' })
    await shown.type('Quiet hours', 'off')
    expect(inputOf('settings.set')).toEqual({ quietHours: 'off' })
    expect(() => shown.field('From')).toThrow('no field')
    await shown.type('Quiet hours', 'on')
    expect(inputOf('settings.set')).toEqual({ quietHours: '22:00-06:30' })
  })

  test('a time that is being typed is no setting yet', async () => {
    const shown = await openWindow('working', '/settings')
    const before = bridge.calls.length
    await shown.type('From', '')
    expect(bridge.calls.slice(before).map(one => one.method)).toEqual([])
  })

  test('N6f notes are held for an hour or until the morning, and told again', async () => {
    const shown = await openWindow('working', '/settings')
    await shown.click('Hold notes')
    await shown.click('Until tomorrow morning')
    const { until } = inputOf('watch.pause') as { until: string }
    const end = new Date(until)
    expect([end.getHours(), end.getMinutes()]).toEqual([8, 0])
    expect(end.getTime() - Date.now()).toBeGreaterThan(0)
    expect(shown.text()).toContain('Notes are held until')
    await shown.click('Tell me again')
    expect(inputOf('watch.resume')).toBeUndefined()
    expect(shown.text()).not.toContain('Notes are held until')
  })

  test('a test note says by which way it came', async () => {
    const shown = await openWindow('working', '/settings')
    await shown.click('Send a test note')
    expect(inputOf('watch.testNotification')).toEqual({})
    expect(shown.text()).toContain('desktop: shown')
  })
})

describe('a second way to be told', () => {
  test('N6h it is tested, removed, and says how the last note went', async () => {
    const shown = await openWindow('working', '/settings')
    expect(shown.text()).toContain('ntfyhttps://ntfy.sh/maria-mailArrived')
    await shown.click('Test https://ntfy.sh/maria-mail')
    expect(inputOf('watch.testNotification')).toEqual({ channel: 'c1' })
    await shown.click('Remove https://ntfy.sh/maria-mail')
    expect(inputOf('watch.removeChannel')).toEqual({ id: 'c1' })
  })

  test('N6h one that depends on the watched server is refused in words, and what was typed stays', async () => {
    const shown = await openWindow('working', '/settings', one =>
      one.answer({
        'watch.setChannel': () => {
          throw new AppError('watch-channel-depends', {
            host: 'ntfy.example.com',
            server: 'home',
            name: 'mail.example.com',
          })
        },
      }),
    )
    await shown.click('Add a way')
    await shown.type('Kind', 'webhook')
    await shown.type('Address', 'https://ntfy.example.com/hook')
    await shown.type('Access key', 'k3y')
    await shown.click('Add it')
    expect(inputOf('watch.setChannel')).toEqual({
      kind: 'webhook',
      url: 'https://ntfy.example.com/hook',
      secret: 'k3y',
    })
    expect(document.querySelector('.add-channel [role=alert]')).not.toBeNull()
    expect(shown.field('Address').value).toBe('https://ntfy.example.com/hook')
  })

  test('one that is taken is listed, and its key is in the page no more', async () => {
    const shown = await openWindow('working', '/settings')
    await shown.click('Add a way')
    await shown.type('Address', 'https://ntfy.sh/another')
    await shown.type('Access key', 'k3y-of-mine')
    await shown.click('Add it')
    expect(() => shown.field('Address')).toThrow('no field')
    expect(document.documentElement.outerHTML).not.toContain('k3y-of-mine')
  })
})
