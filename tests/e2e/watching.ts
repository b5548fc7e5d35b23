/** A fault from its first failure to its end, as the person at this desktop lives through it: lamps, one note, its page, recovery. */
import type { Page } from '@playwright/test'
import type { IncidentSummary, WatchStatus } from '../../src/shared/model/watch.ts'
import type { NoteServer } from '../fakes/note-server.ts'
import { call } from './desktop.ts'
import { expect } from './launch.ts'

export interface Told {
  /** Lamps that do not work meanwhile. */
  readonly down: readonly string[]
  readonly title: string
  readonly body: RegExp
  /** The title of the note at its end. */
  readonly over: string
}

/** The first words of every open incident's note. */
export const since = String.raw`^Since \d\d:\d\d · `

const working = 'Mail is working again'
/** What is told of faults that several suites bring about. */
export const told = {
  mailDown: {
    down: ['receive', 'send'],
    title: 'Mail does not work',
    body: new RegExp(`${since}.*Affected: arriving, leaving\\.$`),
    over: working,
  },
  readDown: {
    down: ['read'],
    title: 'Mail cannot be read',
    body: new RegExp(`${since}.*Nothing is lost\\.$`),
    over: working,
  },
  leavingDown: {
    down: ['send'],
    title: 'Mail cannot leave',
    body: new RegExp(since),
    over: working,
  },
  certificate: {
    down: [],
    title: 'A certificate needs you',
    body: new RegExp(since),
    over: 'That is settled',
  },
  unreachable: {
    down: ['read', 'receive', 'send'],
    title: 'Your home server is unreachable',
    body: new RegExp(`${since}.*Senders try again for days\\.$`),
    over: working,
  },
} as const satisfies Readonly<Record<string, Told>>

export const watchStatus = async (page: Page): Promise<WatchStatus> =>
  (await call(page, 'watch.status', {})).value as WatchStatus // by the contract

/** “Check everything now”: a round that counts as any other. */
export async function checkOnce(page: Page): Promise<void> {
  const { value } = await call(page, 'watch.check', {})
  const { jobId } = value as { jobId: string } // what every job answers
  const ended = async (): Promise<string> => {
    const { value: job } = await call(page, 'jobs.get', { id: jobId })
    return (job as { status: string }).status
  }
  await expect.poll(ended, { timeout: 120_000 }).toBe('done')
}

/** Rounds, as many as it takes. */
export async function checkUntil(page: Page, isOver: () => boolean | Promise<boolean>) {
  const limit = Date.now() + 240_000
  while (!(await isOver())) {
    expect(Date.now()).toBeLessThan(limit)
    await checkOnce(page)
  }
}

export const allWorks = async (page: Page): Promise<boolean> =>
  (await watchStatus(page)).headline.code === 'working'

export async function lampsDown(page: Page): Promise<string[]> {
  const [server] = (await watchStatus(page)).servers
  return Object.entries(server!.lamps)
    .filter(([, { state }]) => state === 'down')
    .map(([lamp]) => lamp)
    .sort()
}

/**
 * Begins the fault, waits for its note, opens it by a click, ends the fault, and waits for the note of its end: one incident, never a
 * second note beside it, its duration right within the time that the recovery took to be seen and one interval.
 */
export async function livesThrough(
  page: Page,
  notes: NoteServer,
  { down, title, body, over }: Told,
  {
    begin,
    end,
    seen,
  }: { begin(): Promise<unknown>; end(): Promise<unknown>; seen(): Promise<unknown> },
): Promise<void> {
  const before = notes.notes.length
  const mine = () => notes.notes.slice(before)
  const beganAt = Date.now()
  await begin()
  // What is confirmed first is told at once; what joins it replaces the words.
  await checkUntil(page, () => mine().at(-1)?.title === title)
  const note = mine().at(-1)
  expect(note?.body).toMatch(body)
  expect(await lampsDown(page)).toEqual(down)
  notes.press(note!.id, 'default')
  await expect(page.getByRole('heading', { name: title }).first()).toBeVisible()
  await seen()

  const mendedAt = Date.now()
  await end()
  await checkUntil(page, () => mine().some(one => one.title === over))
  const recoveryMs = Date.now() - mendedAt
  // Its words may be replaced, but there is never a second note beside it.
  expect(new Set(mine().map(one => one.id)).size).toBe(1)
  const { value } = await call(page, 'watch.incidents', {})
  const began = (value as IncidentSummary[]) // by the contract
    .filter(one => Date.parse(one.startedAt) >= beganAt - 1000)
  expect(began).toHaveLength(1)
  const [{ startedAt, endedAt }] = began as [IncidentSummary]
  const told = Date.parse(endedAt ?? '') - Date.parse(startedAt)
  expect(Math.abs(told - (mendedAt - beganAt))).toBeLessThan(recoveryMs + 20_000)
}
