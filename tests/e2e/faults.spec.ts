/**
 * Real faults in the lab under the real app: exactly the right lamps, exactly one note over the session bus with its words, a click on
 * it opens its page, and its end is told with the right duration. `npm run e2e -- --project faults`, after `npm run lab:up`.
 */
import type { Page } from '@playwright/test'
import type { WatchStatus } from '../../src/shared/model/watch.ts'
import { claimLab } from '../lab/claim.ts'
import { relaySettings, setEnv } from '../lab/env.ts'
import {
  cutHome,
  expireFrontCertificate,
  fillProjectDisk,
  freezeDaemons,
  stopDaemon,
  stopService,
  type Undo,
} from '../lab/faults.ts'
import { type Lab, person, readLab } from '../lab/lab.ts'
import { waitReady } from '../lab/make/ready.ts'
import { setRelayMode } from '../lab/relay.ts'
import { reset } from '../lab/reset.ts'
import { call, test } from './desktop.ts'
import { expect } from './launch.ts'

interface Fault {
  readonly name: string
  readonly begin: () => Promise<Undo>
  /** Lamps that do not work meanwhile. */
  readonly down: readonly string[]
  readonly title: string
  readonly body: RegExp
  readonly over: string
}

const since = String.raw`^Since \d\d:\d\d · `
const faults: readonly Fault[] = [
  {
    name: 'smtp is stopped',
    begin: () => stopService('smtp', 25),
    down: ['receive', 'send'],
    title: 'Mail does not work',
    body: new RegExp(`${since}.*Affected: arriving, leaving\\.$`),
    over: 'Mail is working again',
  },
  {
    name: 'Dovecot ends inside a healthy container',
    begin: () => stopDaemon('imap', 'dovecot', 143),
    down: ['read'],
    title: 'Mail cannot be read',
    body: new RegExp(`${since}.*Nothing is lost\\.$`),
    over: 'Mail is working again',
  },
  {
    name: 'IMAP takes connections and says nothing',
    begin: () => freezeDaemons('imap', 'dovecot|imap-login|auth|anvil'),
    down: ['read'],
    title: 'Mail cannot be read',
    body: new RegExp(`${since}.*Nothing is lost\\.$`),
    over: 'Mail is working again',
  },
  {
    name: 'the disk is full',
    begin: () => fillProjectDisk(),
    down: ['receive', 'send'],
    title: 'Mail does not work',
    body: new RegExp(`${since}.*Affected: arriving, leaving\\.$`),
    over: 'Mail is working again',
  },
  {
    name: 'the certificate has expired',
    begin: expireFrontCertificate,
    down: [],
    title: 'A certificate needs you',
    body: new RegExp(since),
    over: 'That is settled',
  },
  {
    name: 'the relay refuses the login',
    begin: async () => {
      await setRelayMode('reject-login')
      return () => setRelayMode('normal')
    },
    down: ['send'],
    title: 'Mail cannot leave',
    body: new RegExp(`${since}.*It waits on the server\\.$`),
    over: 'Mail is working again',
  },
  {
    name: 'the way to the server is cut',
    begin: () => cutHome(),
    down: [],
    title: 'Your home server is unreachable',
    body: new RegExp(`${since}.*Senders try again for days\\.$`),
    over: 'Mail is working again',
  },
]

let lab: Lab
let release: () => void

test.beforeAll(async () => {
  test.setTimeout(1_900_000) // somebody else's suite may hold the lab
  lab = await readLab()
  release = await claimLab()
})
test.afterAll(async () => {
  await reset(lab)
  release()
})
test.beforeEach(async () => {
  test.setTimeout(1_200_000)
  await reset(lab)
  await setEnv(lab, relaySettings(lab), 'smtp', 'front', 'admin', 'imap')
  await waitReady(lab)
})

const status = async (page: Page): Promise<WatchStatus> =>
  (await call(page, 'watch.status', {})).value as WatchStatus // by the contract

/** “Check everything now”, as often as it takes: each round counts as any other. */
async function checkUntil(
  page: Page,
  isOver: () => boolean | Promise<boolean>,
  patienceMs: number,
) {
  const limit = Date.now() + patienceMs
  while (!(await isOver())) {
    if (Date.now() > limit) throw new Error(`not within ${patienceMs / 1000} s`)
    const { value } = await call(page, 'watch.check', {})
    const { jobId } = value as { jobId: string } // what every job answers
    await expect
      .poll(
        async () => {
          const { value: job } = await call(page, 'jobs.get', { id: jobId })
          return (job as { status: string }).status
        },
        { timeout: 180_000 },
      )
      .toBe('done')
  }
}

const lampsOf = async (page: Page): Promise<string[]> => {
  const [server] = (await status(page)).servers
  return Object.entries(server!.lamps)
    .filter(([, { state }]) => state === 'down')
    .map(([lamp]) => lamp)
    .sort()
}

for (const fault of faults) {
  test(`N6a N6e ${fault.name}: its lamps, one note, its page, its end`, async ({
    startApp,
    desktop,
    shot,
  }) => {
    const notes = await desktop.notes()
    const { app } = await startApp({ env: { ...desktop.env, NODE_EXTRA_CA_CERTS: lab.caFile } })
    const page = await app.firstWindow()
    await page.getByRole('heading', { level: 1 }).waitFor()
    const maria = person(lab, 'maria')
    await call(page, 'servers.add', {
      name: 'home',
      host: lab.ssh.host,
      port: lab.ssh.ports.default,
      user: maria.name,
      identityFile: maria.keyFile,
      sudoPassword: maria.password,
      acceptHostKey: lab.ssh.hostKeys.ed25519.sha256,
    })
    await expect.poll(async () => (await status(page)).servers.length).toBe(1)
    await checkUntil(page, async () => (await status(page)).headline.code === 'working', 240_000)
    expect(notes.notes).toEqual([])

    const beganAt = Date.now()
    const undo = await fault.begin()
    let outageMs = 0
    try {
      await checkUntil(page, () => notes.notes.length > 0, 900_000)
      expect(await lampsOf(page)).toEqual(fault.down)
      const [note] = notes.notes
      expect([note?.title, note?.body]).toEqual([fault.title, expect.stringMatching(fault.body)])
      notes.press(note!.id, 'default')
      await expect(page.getByRole('heading', { name: fault.title }).first()).toBeVisible()
      await shot(page, 'incident')
    } finally {
      await undo()
      outageMs = Date.now() - beganAt
    }
    const mendedAt = Date.now()
    await checkUntil(page, () => notes.notes.some(one => one.title === fault.over), 600_000)
    const intervalMs = Date.now() - mendedAt
    // One incident: its note may have been replaced, but there is never a second one beside it.
    expect(new Set(notes.notes.map(one => one.id)).size).toBe(1)
    const incidents = (await call(page, 'watch.incidents', {})).value as {
      startedAt: string
      endedAt?: string
    }[]
    expect(incidents).toHaveLength(1)
    const [only] = incidents
    const told = Date.parse(only!.endedAt ?? '') - Date.parse(only!.startedAt)
    expect(Math.abs(told - outageMs)).toBeLessThan(intervalMs + 60_000)
  })
}
