import { afterEach, describe, expect, test } from 'vitest'
import { bridge, openWindow, settled, unmountApp } from '../../fakes/renderer/mount-app.ts'

afterEach(unmountApp)
const answers = (): unknown[] =>
  bridge.calls.filter(call => call.method === 'settings.set').map(call => call.input)

async function askedToClose(hasTray: boolean) {
  const shown = await openWindow('working')
  bridge.emit('app.closeAsked', { hasTray })
  await settled()
  return shown
}

describe('closing the window', () => {
  test('N10e the question says where Postern is found again, with a tray and without', async () => {
    expect((await askedToClose(true)).text()).toContain('You find it in the tray.')
    expect((await askedToClose(false)).text()).toContain('start Postern again to see its window')
  })

  test('N10e the usual answer has the focus, and either answer is written down once', async () => {
    const shown = await askedToClose(true)
    expect(document.activeElement?.textContent.trim()).toBe('Keep running')
    await shown.click('Keep running')
    expect(answers()).toEqual([{ whenClosed: 'keep-running' }])
    const other = await askedToClose(true)
    await other.click('Quit')
    expect(answers()).toEqual([{ whenClosed: 'quit' }])
  })

  test('N10e Escape answers that the window stays', async () => {
    await askedToClose(true)
    document
      .querySelector('[role=alertdialog]')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    await settled()
    expect(document.querySelector('[role=alertdialog]')).toBeNull()
    expect(answers()).toEqual([{ whenClosed: 'ask' }])
  })
})

describe('Settings, on this computer', () => {
  test('N10d start at login and the answer of the close question can be changed', async () => {
    const shown = await openWindow('working', '/settings')
    await shown.type('When you log in', 'yes')
    await shown.type('When the window is closed', 'keep-running')
    expect(answers()).toEqual([{ startAtLogin: true }, { whenClosed: 'keep-running' }])
  })
})

test('N6e a place that a note asks for is shown', async () => {
  const shown = await openWindow('working')
  bridge.emit('app.placeAsked', { page: 'settings' })
  await settled()
  expect(shown.path()).toBe('/settings')
})

test('N6e also when it is asked for before the first run has begun', async () => {
  const shown = await openWindow('fresh', '/overview', one =>
    one.answer({
      'jobs.list': () => {
        bridge.emit('app.placeAsked', { page: 'settings' })
        return []
      },
    }),
  )
  await settled()
  expect(shown.path()).toBe('/settings')
})
