import { expect, test } from 'vitest'
import type { Attempts } from '../../../../../src/core/relay/proof/attempt.ts'
import type { ProofOrder } from '../../../../../src/core/relay/proof/order.ts'
import { createProofSchedule } from '../../../../../src/core/relay/proof/proof-schedule.ts'
import { createProofStore } from '../../../../../src/core/relay/proof/proof-store.ts'
import { AppError } from '../../../../../src/shared/errors.ts'
import type { ProofResult } from '../../../../../src/shared/model/proof.ts'
import { Secret } from '../../../../../src/shared/secret.ts'
import { createVirtualTime } from '../../../../fakes/virtual-time.ts'
import { proofKeeping } from '../../../../support/proof-keeping.ts'

const began = Date.parse('2026-11-23T08:00:00Z')
const [minute, hour] = [60_000, 3_600_000]
const password = new Secret('x')
const order: ProofOrder = {
  from: { address: 'me@example.org', password },
  mailbox: {
    host: 'imap.test',
    port: 993,
    user: 'me@there.test',
    password,
    address: 'me@there.test',
  },
}

interface Setup {
  readonly isKept?: boolean
  readonly isBusy?: () => boolean
  readonly hasLine?: () => boolean
  readonly fails?: () => boolean
  readonly staysOn?: boolean
  readonly servers?: () => readonly string[]
}

/** A schedule over hand-turned time; what it makes is written down as minutes since the beginning. */
function setUp(options: Setup = {}) {
  const time = createVirtualTime(began)
  const made: number[] = []
  const cleared: string[] = []
  const keeping = proofKeeping({
    timers: time.timers,
    staysOn: options.staysOn ?? true,
    isBusy: () => options.isBusy?.() ?? false,
    hasLine: async () => options.hasLine?.() ?? true,
    ...(options.servers && { servers: options.servers }),
  })
  const store = createProofStore(keeping.db)
  const result = (outcome: ProofResult['outcome']): ProofResult => ({
    at: new Date(time.clock.now()).toISOString(),
    outcome,
    isScheduled: true,
    clauses: [],
  })
  const attempts: Attempts = {
    async attempt({ server }) {
      made.push(Math.round((time.clock.now() - began) / minute))
      const isLost = options.fails?.() ?? false
      store.add(server, result(isLost ? 'unknown' : 'arrived'))
      if (isLost) throw new AppError('timed-out', { what: 'x', seconds: 1 })
      return {} as Awaited<ReturnType<Attempts['attempt']>> // nobody looks at it here
    },
    async clear(server) {
      cleared.push(server)
      store.setPlan(server, { every: store.plan(server).every })
    },
  }
  const kept = {
    get: async () => (options.isKept === false ? undefined : order),
    put: async () => undefined,
    forget: () => undefined,
  }
  const schedule = createProofSchedule({ clock: time.clock, keeping }, { store, kept, attempts })
  return { time, made, cleared, store, schedule }
}
const hourly = { every: '1h' } as const

test('B12 nothing is made by itself unless somebody wants it', async () => {
  const { time, made, schedule } = setUp()
  schedule.begin()
  await time.pass(48 * hour)
  expect(made).toEqual([])
})

test('B12 one is made soon after the wish, then every hour', async () => {
  const { time, made, store, schedule } = setUp()
  schedule.begin()
  store.setPlan('home', hourly)
  schedule.follow()
  await time.pass(3 * hour + 10 * minute)
  expect(made).toEqual([0, 60, 120, 180])
})

test('B12 one that was made by hand counts: the next is an hour later, also over a restart', async () => {
  const { time, made, store, schedule } = setUp()
  store.setPlan('home', hourly)
  store.add('home', {
    at: new Date(began - 50 * minute).toISOString(),
    outcome: 'arrived',
    isScheduled: false,
    clauses: [],
  })
  schedule.begin()
  await time.pass(20 * minute)
  expect(made).toEqual([10])
})

test('B12 waking up makes none before its time', async () => {
  const { time, made, store, schedule } = setUp()
  store.setPlan('home', hourly)
  schedule.begin()
  await time.pass(2 * minute)
  time.sleep(20 * minute)
  await time.pass(30 * minute)
  expect(made).toEqual([0])
  await time.pass(20 * minute)
  expect(made).toEqual([0, 60])
})

test.each([
  ['own-work', { isBusy: (): boolean => true }, { isBusy: (): boolean => false }],
  ['no-line', { hasLine: (): boolean => false }, { hasLine: (): boolean => true }],
] as const)(
  'B12 %s: it is skipped and said so in one line, and made ten minutes after',
  async (reason, bad, good) => {
    let now: Setup = bad
    const { time, made, store, schedule } = setUp({
      isBusy: () => now.isBusy?.() ?? false,
      hasLine: () => now.hasLine?.() ?? true,
    })
    store.setPlan('home', hourly)
    schedule.begin()
    await time.pass(25 * minute)
    expect(made).toEqual([])
    expect(store.results('home')).toMatchObject([{ outcome: 'skipped', reason, isScheduled: true }])
    now = good
    await time.pass(10 * minute)
    expect(made).toEqual([30])
  },
)

test('B12 one that could not be tried is not tried sooner: a password that is wrong by now locks nobody out', async () => {
  const { time, made, store, schedule } = setUp({ fails: () => true })
  store.setPlan('home', hourly)
  schedule.begin()
  await time.pass(2 * hour + minute)
  expect(made).toEqual([0, 60, 120])
})

test('N3d what a crash left in the mailbox is taken away at the next start, and nothing is sent for it', async () => {
  const { time, made, cleared, store, schedule } = setUp()
  store.setPlan('home', { every: 'off', isOpen: true })
  schedule.begin()
  await time.pass(minute)
  expect([cleared, made, store.planned()]).toEqual([['home'], [], []])
})

test('B12 without what is kept nothing is made', async () => {
  const { time, made, store, schedule } = setUp({ isKept: false })
  store.setPlan('home', hourly)
  schedule.begin()
  await time.pass(3 * hour)
  expect(made).toEqual([])
})

test('B12 a command line makes none on the way, only while it is asked to watch', async () => {
  const { time, made, store, schedule } = setUp({ staysOn: false })
  store.setPlan('home', hourly)
  schedule.begin()
  await time.pass(2 * hour)
  expect(made).toEqual([])
  await schedule.running(() => time.pass(minute))
  expect(made).toEqual([120])
  await time.pass(2 * hour)
  expect(made).toEqual([120])
})

test('B12 a server that is forgotten takes its plan and its results along', async () => {
  let servers = ['home']
  const { time, made, store, schedule } = setUp({ servers: () => servers })
  store.setPlan('home', hourly)
  schedule.begin()
  await time.pass(minute)
  servers = []
  schedule.follow()
  await time.pass(2 * hour)
  expect([made, store.results('home'), store.planned()]).toEqual([[0], [], []])
})

test('the last fifty are kept, the newest first', () => {
  const { store } = setUp()
  for (let index = 0; index < 60; index += 1)
    store.add('home', {
      at: new Date(began + index * hour).toISOString(),
      outcome: 'arrived',
      isScheduled: true,
      clauses: [],
    })
  const results = store.results('home')
  expect([results.length, results[0]!.at]).toEqual([50, new Date(began + 59 * hour).toISOString()])
})
