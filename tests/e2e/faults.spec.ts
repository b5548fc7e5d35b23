/**
 * The lab is broken for real, below the protocols, under the real app at a desk of its own: exactly the right lamps, exactly one note
 * over the session bus with its words, and at its end the right duration. Run with `npm run e2e:lab`.
 */
import { breakLab, type LabFault, mendLab } from '../lab/desk/fault.ts'
import { person, readLab } from '../lab/lab.ts'
import { sampled } from '../lab/sampled.ts'
import { call, test } from './desktop.ts'
import { expect, type StartApp } from './launch.ts'
import {
  allWorks,
  checkOnce,
  checkUntil,
  livesThrough,
  type Told,
  told,
  watchStatus,
} from './watching.ts'

const cases: readonly (readonly [LabFault, Told])[] = [
  ['smtp-stopped', told.mailDown],
  ['dovecot-dead', told.readDown],
  ['imap-hangs', told.readDown],
  ['filter-dead', told.mailDown],
  ['disk-full', told.mailDown],
  ['certificate-expired', told.certificate],
  ['relay-refuses', told.leavingDown],
  ['way-cut', told.unreachable],
]

/** An app that watches the lab's home server, with everything found in order. */
async function watching(startApp: StartApp, env: Record<string, string>) {
  const lab = await readLab()
  const { keyFile, password, name: user } = person(lab, 'maria')
  const { app } = await startApp({ env })
  const page = await app.firstWindow()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await call(page, 'settings.set', { quietHours: 'off' }) // whenever this runs
  const prints = Object.values(lab.ssh.hostKeys).map(key => key.sha256)
  for (const acceptHostKey of prints) {
    const login = { identityFile: keyFile, sudoPassword: password, acceptHostKey }
    const address = { host: lab.ssh.host, port: lab.ssh.ports.default, user }
    const { value } = await call(page, 'servers.add', { name: 'home', ...address, ...login })
    const { jobId } = value as { jobId: string } // what every job answers
    const ended = async () =>
      ((await call(page, 'jobs.get', { id: jobId })).value as { status: string }).status
    await expect.poll(ended, { timeout: 60_000 }).toMatch(/done|failed/)
    if ((await ended()) === 'done') break
  }
  await checkUntil(page, () => allWorks(page))
  return { app, page }
}

test.afterEach(() => mendLab())

for (const [fault, expected] of sampled(cases)) {
  test(`N6a N6e C6 ${fault} at the home server: its lamps, one note, its page, its end`, async ({
    startApp,
    desktop,
    shot,
  }) => {
    test.setTimeout(600_000)
    const notes = await desktop.notes()
    const { page } = await watching(startApp, desktop.env)
    expect(notes.notes).toEqual([])
    await livesThrough(page, notes, expected, {
      begin: () => breakLab(fault),
      end: () => mendLab(),
      seen: () => shot(page, 'incident'),
    })
  })
}

test('B10 B13 the own line is cut: no note, a hollow tray, and no outage afterwards', async ({
  startApp,
  desktop,
}) => {
  test.setTimeout(600_000)
  const notes = await desktop.notes()
  const panel = await desktop.panel()
  const { page } = await watching(startApp, desktop.env)
  await panel.waitFor(one => one.tooltip.startsWith('Mail is working'), 30_000)
  const whole = (await panel.waitFor(() => true)).pixmaps

  await breakLab('own-line-cut')
  await checkUntil(page, async () => (await watchStatus(page)).headline.code !== 'working')
  for (let round = 0; round < 8; round++) await checkOnce(page) // more than any failure needs to count
  const [server] = (await watchStatus(page)).servers
  expect(Object.values(server!.lamps).map(({ state }) => state)).not.toContain('down')
  const hollow = await panel.waitFor(one => !one.tooltip.startsWith('Mail is working'), 30_000)
  expect(hollow.pixmaps).not.toEqual(whole)
  expect(hollow.tooltip).toMatch(/offline|line/i)

  await mendLab()
  await checkUntil(page, () => allWorks(page))
  await panel.waitFor(one => one.tooltip.startsWith('Mail is working'), 30_000)
  expect(notes.notes).toEqual([])
  expect((await call(page, 'watch.incidents', {})).value).toEqual([])
})
