/** The demo server in the real window: offered on first run, every screen, a fault and its end; and `--demo`. */
import { expect, test } from './launch.ts'
import { previewRateLimit } from './setting.ts'

const slow = { timeout: 30_000 }

test('N12e from the first run to every screen, with nothing but the demo server', async ({
  launch,
  shot,
}) => {
  test.setTimeout(180_000)
  const { page, problems } = await launch({ size: { width: 1200, height: 800 } })
  await expect(page.getByRole('heading', { name: 'Where does your Mailu run?' })).toBeVisible(slow)
  await page.getByRole('button', { name: 'Try it with a demo server' }).click()

  await expect(page.getByRole('heading', { name: 'Here is what is there.' })).toBeVisible(slow)
  await shot(page, 'look-around')
  await page.getByRole('button', { name: 'Continue: can it send?' }).click()
  await expect(page.getByRole('heading', { name: /Mail leaves through/ })).toBeVisible(slow)
  await page.getByRole('button', { name: 'Not now' }).click()

  const strip = page.getByRole('complementary', { name: 'This is the demo server.' })
  for (const name of ['Overview', 'Server', 'Sending', 'Activity', 'Settings']) {
    await page.getByRole('link', { name: new RegExp(`^${name}`) }).click()
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible(slow)
    await expect(strip).toBeVisible()
    await shot(page, name.toLowerCase())
  }

  // A setting is changed as on any server
  await previewRateLimit(page, '321/day')
  await page.getByRole('button', { name: 'Apply and restart mail' }).click()
  await expect(page.getByText(/^Done in \d+ s\./).first()).toBeVisible(slow)
  await page.getByRole('button', { name: 'Close' }).last().click()

  // A fault, and its end
  const fault = page.getByLabel('What goes wrong on it')
  await page.getByRole('link', { name: /^Server/ }).click()
  await fault.selectOption({ label: 'The server cannot be reached' })
  await expect(page.getByRole('alert').filter({ hasText: 'demo.invalid' }).first()).toBeVisible(
    slow,
  )
  await shot(page, 'unreachable')
  await fault.selectOption({ label: 'Nothing' })
  // The page looks again by itself: nothing needs a press.
  await expect(page.getByRole('alert').filter({ hasText: 'demo.invalid' })).toHaveCount(0, slow)
  await expect(page.getByText(/(\d+) of \1 run/)).toBeVisible(slow)
  expect(problems).toEqual([])
})

test('N12e --demo opens with the demo server, in a folder of its own', async ({ launch }) => {
  const { page, app } = await launch({ args: ['--demo'] })
  await expect(page.getByRole('complementary', { name: 'This is the demo server.' })).toBeVisible(
    slow,
  )
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible(slow)
  expect(await app.evaluate(({ app: running }) => running.getPath('userData'))).toMatch(
    /[\\/]demo$/,
  )
})
