/** The whole way on the real Electron against the lab: first run, a setting changed, a relay set, and a mail that leaves by it. */
import { readFileSync } from 'node:fs'
import { claimLab } from '../lab/claim.ts'
import { onHome } from '../lab/home.ts'
import { type Lab, person, readLab } from '../lab/lab.ts'
import { submit } from '../lab/mail.ts'
import { waitForRelayed } from '../lab/relay.ts'
import { expect, test } from './launch.ts'
import { previewRateLimit } from './setting.ts'

let lab: Lab
let release: () => void

test.beforeAll(async () => {
  test.setTimeout(1_900_000) // somebody else's suite may hold the lab
  lab = await readLab()
  release = await claimLab()
})
test.afterAll(() => release())

const envFile = async (): Promise<string> => {
  const { envFile: path } = lab.projects.find(project => project.isMailu)!
  return (await onHome(['cat', path!])).stdout
}

test('N1c N1g N2c N3a the window goes from first run to a mail that leaves by the relay', async ({
  launch,
  shot,
}) => {
  test.setTimeout(300_000)
  const slow = { timeout: 120_000 }
  const { page, problems, dataDir } = await launch({ size: { width: 1200, height: 800 } })
  const maria = person(lab, 'maria')

  // Find your server
  await expect(page.getByRole('heading', { name: 'Where does your Mailu run?' })).toBeVisible()
  await page.getByLabel('Name or address', { exact: true }).fill(lab.ssh.host)
  await page.getByLabel('User', { exact: true }).fill(maria.name)
  await page.getByLabel('Port', { exact: true }).fill(String(lab.ssh.ports.default))
  await page.getByRole('button', { name: 'Show its fingerprint' }).click()
  await expect(page.getByRole('heading', { name: 'Is this your server?' })).toBeVisible(slow)
  const shown = (await page.locator('main').innerText()).replace(/\s/g, '')
  const prints = Object.values(lab.ssh.hostKeys).map(key => key.sha256)
  expect(prints.filter(print => shown.includes(print))).toHaveLength(1)
  await shot(page, '1-fingerprint')
  await page.getByText('How to log in').click()
  await page.getByLabel('Key file', { exact: true }).fill(maria.keyFile!)
  await page.getByLabel('Password for sudo', { exact: true }).fill(maria.password!)
  await page.getByRole('button', { name: 'It is the same, connect' }).click()

  // Look around
  await expect(page.getByRole('heading', { name: 'Here is what is there.' })).toBeVisible(slow)
  await expect(page.getByText('Nothing was changed.').first()).toBeVisible()
  await expect(page.getByText(lab.mailu.version).first()).toBeVisible()
  await shot(page, '2-look-around')
  await page.getByRole('button', { name: 'Continue: can it send?' }).click()
  await expect(
    page.getByRole('heading', { name: 'Mail leaves directly from your home.' }),
  ).toBeVisible(slow)
  await shot(page, '3-can-it-send')
  await page.getByRole('button', { name: 'Not now' }).click()

  // A setting, previewed and applied
  await previewRateLimit(page, '321/day')
  await expect(page.getByText('The server accepts the new file')).toBeVisible(slow)
  await shot(page, '4-what-it-would-do')
  expect(await envFile()).not.toContain('321/day')
  await page.getByRole('button', { name: 'Apply and restart mail' }).click()
  await expect(page.getByText(/^Done in \d+ s\./).first()).toBeVisible(slow)
  await shot(page, '5-applied')
  expect(await envFile()).toMatch(/^MESSAGE_RATELIMIT=321\/day$/m)
  await page.getByRole('button', { name: 'Close' }).last().click()

  // A relay: refused with a wrong password, taken with the right one
  const before = await envFile()
  await page.getByRole('link', { name: /^Sending/ }).click()
  await page.getByRole('button', { name: 'Choose a relay' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('Other', { exact: true }).click()
  await sheet.getByLabel('Server', { exact: true }).fill(lab.relay.host)
  await sheet.getByLabel('User', { exact: true }).fill(lab.relay.user)
  await sheet.getByLabel('Password or key', { exact: true }).fill('not the password')
  await sheet.getByRole('button', { name: 'Try it without sending' }).click()
  await expect(sheet.getByText('It does not work yet')).toBeVisible(slow)
  await shot(page, '6-wrong-password')
  expect(await envFile()).toBe(before)
  await sheet.getByLabel('Password or key', { exact: true }).fill(lab.relay.password)
  await sheet.getByRole('button', { name: /^Try / }).click()
  await expect(sheet.getByText('It works', { exact: true }).first()).toBeVisible(slow)
  await shot(page, '7-it-works')
  await sheet.getByRole('button', { name: 'Apply and restart mail' }).click()
  await expect(sheet.getByText(/^Done in \d+ s\./).first()).toBeVisible(slow)
  await shot(page, '8-relay-set')
  await sheet.getByRole('button', { name: 'Close' }).last().click()

  // Mail leaves
  const mark = `journey-${Date.now()}`
  const [alice] = lab.mailUsers.filter(user => !user.admin)
  await submit(lab, { from: alice!.email, to: 'friend@elsewhere.test', subject: mark })
  expect(await waitForRelayed(lab, mark)).toMatchObject({ login: lab.relay.user })
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(page.getByText(`Mail leaves by ${lab.relay.host}.`)).toBeVisible(slow)
  await expect(page.getByText(/Last one left/)).toBeVisible(slow)
  await shot(page, '9-mail-leaves')

  // N9a nothing of what was typed is left in the open
  expect(problems).toEqual([])
  const store = readFileSync(`${dataDir}/postern.db`)
  for (const secret of [maria.password!, lab.relay.password]) {
    expect(store.includes(secret)).toBe(false)
    expect(await page.content()).not.toContain(secret)
  }
})
