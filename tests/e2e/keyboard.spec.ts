/** N11a: the main tasks, done without a mouse. Each begins with the first Tab into the page. */
import type { Page } from '@playwright/test'
import { expect, openScreen, screenNamed, test } from '../support/screen-page.ts'

/** What has the focus, as it is read aloud. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const one = document.activeElement
    if (!one || one === document.body) return ''
    const label = one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent
    return label.replaceAll(/\\s+/g, ' ').trim()
  })()`)

/** Presses Tab until the control with that name has the focus; answers how often. */
async function tabTo(page: Page, name: string | RegExp): Promise<number> {
  for (let presses = 1; presses <= 150; presses += 1) {
    await page.keyboard.press('Tab')
    const now = await focused(page)
    if (typeof name === 'string' ? now === name : name.test(now)) return presses
  }
  throw new Error(`Tab never reaches “${String(name)}”`)
}
const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}
const calls = (page: Page, method: string): Promise<unknown[]> =>
  page.evaluate(
    `bridge.calls.filter(one => one.method === ${JSON.stringify(method)}).map(one => one.input)`,
  )

test('N11a first run: from the first Tab to the connected server', async ({ browser, site }) => {
  const { page } = await openScreen(browser, site, screenNamed('first-run'))
  await tabTo(page, 'Show its fingerprint')
  await press(page, 'Enter')
  await page.getByText('Is this your server?').waitFor()
  await press(page, 'Enter')
  await page.getByText('Here is what is there.').waitFor()
  await tabTo(page, 'Continue: can it send?')
  await press(page, 'Enter')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.context().close()
})

test('N11a a setting is changed, Escape is Cancel, the focus comes back', async ({
  browser,
  site,
}) => {
  const screen = { ...screenNamed('server-settings'), go: undefined }
  const { page } = await openScreen(browser, site, screen)
  expect(await tabTo(page, 'Skip to the page')).toBe(1)
  await press(page, 'Enter')
  await tabTo(page, /^Largest message/)
  await page.keyboard.type('75 MB')
  await tabTo(page, 'Show what it would do')
  await press(page, 'Enter')
  await page.getByRole('dialog').waitFor()
  await press(page, 'Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Show what it would do' })).toBeFocused()
  await press(page, 'Enter')
  await page.getByText('The server accepts the new file').waitFor()
  await tabTo(page, 'Apply and restart mail')
  await press(page, 'Enter')
  await page.getByText('Done in 17 s').waitFor()
  await page.context().close()
})

test('N11a a log is opened, searched, saved and closed', async ({ browser, site }) => {
  const screen = { ...screenNamed('server-log'), go: undefined }
  const { page } = await openScreen(browser, site, screen)
  await tabTo(page, 'Live log')
  await press(page, 'Enter')
  await tabTo(page, 'Find in log')
  await page.keyboard.type('deferred')
  await tabTo(page, 'Save the log as a file')
  await press(page, 'Enter')
  await page.getByRole('menuitem').first().waitFor()
  await press(page, 'ArrowDown', 'Enter')
  await expect.poll(() => calls(page, 'stack.saveLogs')).toHaveLength(1)
  await press(page, 'Escape')
  await expect(page.getByRole('region', { name: 'Live log' })).toHaveCount(0)
  await page.context().close()
})

test('N11a earlier settings are compared and brought back', async ({ browser, site }) => {
  const screen = { ...screenNamed('server-history'), go: undefined }
  const { page } = await openScreen(browser, site, screen)
  await tabTo(page, 'Compare, bring back…')
  await press(page, 'Enter')
  await page.getByText('The server accepts the new file').waitFor()
  await tabTo(page, 'Bring back and restart mail')
  await press(page, 'Enter')
  await page.getByText('Done in 17 s').waitFor()
  await page.context().close()
})

test('N11a a relay is chosen, tried and taken', async ({ browser, site }) => {
  const { page } = await openScreen(browser, site, screenNamed('sending'))
  await tabTo(page, 'Change')
  await press(page, 'Enter')
  await page.getByRole('dialog').waitFor()
  await tabTo(page, 'Password or key')
  await page.keyboard.type('the right one')
  await tabTo(page, 'Try it without sending')
  await press(page, 'Enter')
  await tabTo(page, 'Apply and restart mail')
  await press(page, 'Enter')
  await expect.poll(() => calls(page, 'relay.set')).toHaveLength(1)
  await page.context().close()
})

test('N11a from the Overview to the incident, what was answered, and silence for an hour', async ({
  browser,
  site,
}) => {
  const { page } = await openScreen(browser, site, screenNamed('overview-down'))
  await tabTo(page, 'What happened')
  await press(page, 'Enter')
  await page.getByText('The first check failed').waitFor()
  await tabTo(page, 'Say nothing for an hour')
  await press(page, 'Enter')
  await expect.poll(() => calls(page, 'watch.snooze')).toHaveLength(1)
  await tabTo(page, 'What was answered')
  await press(page, 'Enter')
  await page.getByText('ECONNREFUSED').first().waitFor()
  await page.context().close()
})

test('N11a the days are walked one by one, and read as a table', async ({ browser, site }) => {
  const { page } = await openScreen(browser, site, screenNamed('overview'))
  await tabTo(page, /^Sun 22 November: down 28 min/)
  await press(page, 'ArrowLeft')
  expect(await focused(page)).toMatch(/^Sat 21 November: worked/)
  await press(page, 'Home')
  expect(await focused(page)).toMatch(/^Tue 25 August: not watched/)
  // One stop a bar: the next Tab is the next function's, not the next day.
  await press(page, 'Tab')
  expect(await focused(page)).toMatch(/^Sun 22 November: worked/)
  // A narrow window shows half the days: the focus does not fall out of the list with those that go.
  await press(page, 'Home')
  await page.setViewportSize({ width: 600, height: 400 })
  await expect.poll(() => focused(page)).toMatch(/^Fri 9 October/)
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  expect(await focused(page)).toBe('Show as a table')
  await press(page, 'Enter')
  await page.getByRole('table').waitFor()
  await page.context().close()
})

test('N11a how soon one knows is chosen, everything is checked, the history saved', async ({
  browser,
  site,
}) => {
  const { page } = await openScreen(browser, site, screenNamed('activity'))
  await tabTo(page, 'Save history')
  await press(page, 'Enter')
  await page.getByRole('menuitem').first().waitFor()
  await press(page, 'Enter')
  await expect.poll(() => calls(page, 'app.saveText')).toHaveLength(1)
  await tabTo(page, 'Check now')
  await press(page, 'Enter')
  await expect.poll(() => calls(page, 'watch.check')).toHaveLength(1)
  await tabTo(page, /^Check the functions of mail every/)
  await press(page, 'ArrowLeft')
  await expect.poll(() => calls(page, 'settings.set')).toEqual([{ watchEvery: '2' }])
  await page.context().close()
})

test('N11a notes are held, a second way is added and tested', async ({ browser, site }) => {
  const { page } = await openScreen(browser, site, {
    ...screenNamed('settings'),
    scenario: 'working',
  })
  await tabTo(page, 'Hold notes')
  await press(page, 'Enter')
  await page.getByRole('menuitem').first().waitFor()
  await press(page, 'Enter')
  await page.getByText('Notes are held until').waitFor()
  await tabTo(page, /^Test https/)
  await press(page, 'Enter')
  await expect.poll(() => calls(page, 'watch.testNotification')).toHaveLength(1)
  await page.keyboard.press('Shift+Tab')
  expect(await focused(page)).toBe('Add a way')
  await press(page, 'Enter')
  await tabTo(page, 'Address')
  await page.keyboard.type('https://ntfy.sh/another')
  await press(page, 'Enter')
  await expect.poll(() => calls(page, 'watch.setChannel')).toHaveLength(1)
  await page.context().close()
})

test('N11a a server is almost forgotten: the focus starts on Cancel', async ({ browser, site }) => {
  const screen = { ...screenNamed('settings-forget'), go: undefined }
  const { page } = await openScreen(browser, site, screen)
  await tabTo(page, 'Actions for home')
  await press(page, 'Enter')
  await page.getByRole('menuitem').first().waitFor()
  await press(page, 'f') // the entry that begins with it
  await expect(page.getByRole('menuitem', { name: 'Forget…', exact: true })).toBeFocused()
  await press(page, 'Enter')
  await page.getByRole('alertdialog').waitFor()
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await press(page, 'Enter')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  expect(await calls(page, 'servers.remove')).toEqual([])
  await page.context().close()
})
