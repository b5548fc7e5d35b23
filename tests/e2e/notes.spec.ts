/**
 * Faults of the demo server under the real app: exactly the right lamps, exactly one note over the session bus with its words, a click
 * on it opens its page, and its end is told with the right duration. (The lab breaks the same functions for real under the checks.)
 */
import type { Page } from '@playwright/test'
import type { DemoFault } from '../../src/shared/model/demo.ts'
import type { IncidentSummary, WatchStatus } from '../../src/shared/model/watch.ts'
import { call, test } from './desktop.ts'
import { expect } from './launch.ts'

interface Case {
  readonly fault: DemoFault
  /** Lamps that do not work meanwhile. */
  readonly down: readonly string[]
  readonly title: string
  readonly body: RegExp
  readonly over: string
}

const since = String.raw`^Since \d\d:\d\d · `
const cases: readonly Case[] = [
  {
    fault: 'smtp-stopped',
    down: ['receive', 'send'],
    title: 'Mail does not work',
    body: new RegExp(`${since}.*Affected: arriving, leaving\\.$`),
    over: 'Mail is working again',
  },
  {
    fault: 'imap-silent',
    down: ['read'],
    title: 'Mail cannot be read',
    body: new RegExp(`${since}.*Nothing is lost\\.$`),
    over: 'Mail is working again',
  },
  {
    fault: 'certificate-expired',
    down: [],
    title: 'A certificate needs you',
    body: new RegExp(since),
    over: 'That is settled',
  },
  {
    fault: 'unreachable',
    down: ['read', 'receive', 'send'],
    title: 'Your home server is unreachable',
    body: new RegExp(`${since}.*Senders try again for days\\.$`),
    over: 'Mail is working again',
  },
]

const status = async (page: Page): Promise<WatchStatus> =>
  (await call(page, 'watch.status', {})).value as WatchStatus // by the contract

/** “Check everything now”, as often as it takes: each round counts as any other. */
async function checkUntil(page: Page, isOver: () => boolean | Promise<boolean>) {
  const limit = Date.now() + 240_000
  while (!(await isOver())) {
    expect(Date.now()).toBeLessThan(limit)
    const { value } = await call(page, 'watch.check', {})
    const { jobId } = value as { jobId: string } // what every job answers
    const ended = async (): Promise<string> => {
      const { value: job } = await call(page, 'jobs.get', { id: jobId })
      return (job as { status: string }).status
    }
    await expect.poll(ended, { timeout: 60_000 }).toBe('done')
  }
}

const lampsDown = async (page: Page): Promise<string[]> => {
  const [server] = (await status(page)).servers
  return Object.entries(server!.lamps)
    .filter(([, { state }]) => state === 'down')
    .map(([lamp]) => lamp)
    .sort()
}

for (const { fault, down, title, body, over } of cases) {
  test(`N6a N6e ${fault}: its lamps, one note, its page, its end`, async ({
    startApp,
    desktop,
    shot,
  }) => {
    test.setTimeout(400_000)
    const notes = await desktop.notes()
    const { app } = await startApp({ args: ['--demo'], env: desktop.env })
    const page = await app.firstWindow()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await call(page, 'settings.set', { quietHours: 'off' }) // whenever this runs
    await checkUntil(page, async () => (await status(page)).headline.code === 'working')
    expect(notes.notes).toEqual([])

    const beganAt = Date.now()
    await call(page, 'demo.setFault', { fault })
    // What is confirmed first is told at once; what joins it replaces the words.
    await checkUntil(page, () => notes.notes.at(-1)?.title === title)
    const note = notes.notes.at(-1)
    expect(note?.body).toMatch(body)
    expect(await lampsDown(page)).toEqual(down)
    notes.press(note!.id, 'default')
    await expect(page.getByRole('heading', { name: title }).first()).toBeVisible()
    await shot(page, 'incident')

    const mendedAt = Date.now()
    await call(page, 'demo.setFault', {})
    await checkUntil(page, () => notes.notes.some(one => one.title === over))
    const recoveryMs = Date.now() - mendedAt
    // Its words may be replaced, but there is never a second note beside it.
    expect(new Set(notes.notes.map(one => one.id)).size).toBe(1)
    const { value } = await call(page, 'watch.incidents', {})
    const incidents = value as IncidentSummary[] // by the contract
    expect(incidents).toHaveLength(1)
    const [{ startedAt, endedAt }] = incidents as [IncidentSummary]
    const told = Date.parse(endedAt ?? '') - Date.parse(startedAt)
    expect(Math.abs(told - (mendedAt - beganAt))).toBeLessThan(recoveryMs + 20_000)
  })
}
