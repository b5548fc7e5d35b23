import { expect, test } from 'vitest'
import { createJobStore } from '../../../../src/core/jobs/job-store.ts'
import type { JobRunner } from '../../../../src/core/jobs/runner.ts'
import { createJobRunner } from '../../../../src/core/jobs/runner.ts'
import type { Database } from '../../../../src/core/store/database.ts'
import { openStore } from '../../../../src/core/store/open-store.ts'
import { AppError } from '../../../../src/shared/errors.ts'
import type { JobRecord } from '../../../../src/shared/model/job.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const clock = { now: () => 1_795_000_000_000 }

async function open(): Promise<Database> {
  return (await openStore(`${await tempFolder()}/store.db`, { clock })).db
}

function make(db: Database): { jobs: JobRunner; seen: JobRecord[]; bugs: unknown[] } {
  const seen: JobRecord[] = []
  const bugs: unknown[] = []
  let last = 0
  const jobs = createJobRunner({
    store: createJobStore(db, error => void bugs.push(error)),
    clock,
    newId: () => `job-${++last}`,
    changed: record => void seen.push(record),
    redact: text => text.replaceAll('hunter2', '…'),
    bug: error => void bugs.push(error),
  })
  return { jobs, seen, bugs }
}

test('a job reports weighted progress and its result, and is on disk afterwards', async () => {
  const db = await open()
  const { jobs, seen } = make(db)
  const id = jobs.start({
    name: 'a.b',
    run: async ({ steps, progress }) => {
      steps([
        { id: 'first', weight: 1 },
        { id: 'second', weight: 3 },
      ])
      progress('second', { done: 1, total: 2, detail: 'half' })
      return { sum: 1 }
    },
  })
  await jobs.idle()
  await jobs.close()
  expect(seen.map(record => record.status)).toEqual(['queued', 'running', 'running', 'done'])
  expect(seen[2]).toMatchObject({
    fraction: 0.625,
    step: { id: 'second', index: 1, of: 2, done: 1, total: 2 },
  })
  expect(make(db).jobs.get(id)).toMatchObject({ status: 'done', result: { sum: 1 }, fraction: 1 })
})

test('a cancelled job ends as cancelled, whether it runs or waits', async () => {
  const { jobs } = make(await open())
  const untilAborted = (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
  const running = jobs.start({
    name: 'a.b',
    lock: 'x',
    run: async ({ signal }) => untilAborted(signal),
  })
  const waiting = jobs.start({ name: 'a.b', lock: 'x', run: async () => 'never' })
  await Promise.resolve()
  expect(jobs.live().map(({ id, status }) => [id, status])).toEqual([
    [running, 'running'],
    [waiting, 'queued'],
  ])
  jobs.cancel(waiting)
  jobs.cancel(running)
  await jobs.idle()
  expect([jobs.get(running), jobs.get(waiting)]).toMatchObject([
    { status: 'cancelled', error: { code: 'cancelled' } },
    { status: 'cancelled', error: { code: 'cancelled' } },
  ])
  expect(jobs.live()).toEqual([])
})

test('who leaves waits for work that has an end, and cancels what has none', async () => {
  const { jobs } = make(await open())
  const follow = jobs.start({
    name: 'a.follow',
    isEndless: true,
    run: async ({ signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new Error('aborted'))),
      ),
  })
  const work = jobs.start({
    name: 'a.work',
    run: () => new Promise(resolve => setImmediate(resolve, 'whole')),
  })
  await jobs.finish()
  expect([jobs.get(follow), jobs.get(work)]).toMatchObject([
    { status: 'cancelled' },
    { status: 'done', result: 'whole' },
  ])
})
test('jobs of one lock run one after another in their order, others beside them', async () => {
  const { jobs } = make(await open())
  const log: string[] = []
  const run = (name: string) => async (): Promise<void> => {
    log.push(`${name} begins`)
    await Promise.resolve()
    await Promise.resolve()
    log.push(`${name} ends`)
  }
  jobs.start({ name: 'a.b', lock: 'x', run: run('one') })
  jobs.start({ name: 'a.b', lock: 'x', run: run('two') })
  jobs.start({ name: 'a.b', lock: 'y', run: run('other') })
  await jobs.idle()
  expect(log.filter(line => !line.startsWith('other'))).toEqual([
    'one begins',
    'one ends',
    'two begins',
    'two ends',
  ])
  expect(log.indexOf('other begins')).toBeLessThan(log.indexOf('two begins'))
})

test('a failure keeps its code; a bug becomes unexpected, is told, and its text is redacted', async () => {
  const { jobs, bugs } = make(await open())
  const failed = jobs.start({
    name: 'a.b',
    run: async () => Promise.reject(new AppError('connection-lost', { host: 'nas' })),
  })
  const bug = jobs.start({
    name: 'a.b',
    run: async () => Promise.reject(new TypeError('hunter2 is not a function')),
  })
  await jobs.idle()
  expect([jobs.get(failed).error, jobs.get(bug).error]).toMatchObject([
    { code: 'connection-lost', params: { host: 'nas' } },
    { code: 'unexpected', trail: ['… is not a function'] },
  ])
  expect(bugs).toHaveLength(1)
})

test('what a dead process left running is interrupted, and its checkpoint is there', async () => {
  const db = await open()
  const store = createJobStore(db, () => undefined)
  const record: JobRecord = {
    id: 'old',
    name: 'a.b',
    status: 'running',
    queuedAt: '2026-11-22T10:00:00.000Z',
    dismissed: false,
  }
  store.save(record)
  store.saveCheckpoint('old', { at: 3 })
  const { jobs } = make(db)
  expect(jobs.get('old')).toMatchObject({
    status: 'interrupted',
    error: { code: 'job-interrupted' },
  })
  const [left] = jobs.interrupted()
  let resumed: unknown
  jobs.start({ name: 'a.b', resume: left!, run: async context => void (resumed = context.resumed) })
  await jobs.idle()
  expect([resumed, jobs.list().length, jobs.get('old').status]).toEqual([{ at: 3 }, 1, 'done'])
})

test('an unknown job is an expected failure', async () => {
  const { jobs } = make(await open())
  expect(() => jobs.cancel('nope')).toThrow(AppError)
})

test('asking for one ended job reads that one, however many there were; one that can go on later is on disk before it works', async () => {
  const db = await open()
  const asked: string[] = []
  const { jobs } = make({
    ...db,
    run: (sql, ...params) => (asked.push(sql), db.run(sql, ...params)),
    get: (sql, ...params) => (asked.push(sql), db.get(sql, ...params)),
    all: (sql, ...params) => (asked.push(sql), db.all(sql, ...params)),
  })
  const ids = Array.from({ length: 50 }, () =>
    jobs.start({ name: 'a.b', input: { to: 'x' }, run: async () => 1 }),
  )
  await jobs.idle()
  const writes = asked.filter(sql => /^(INSERT|UPDATE) /.test(sql)).length
  asked.length = 0
  expect(jobs.get(ids[7]!).status).toBe('done')
  // Queued and done, each.
  expect([writes, asked.length, asked.every(sql => sql.includes('WHERE id ='))]).toEqual([
    100,
    1,
    true,
  ])
})

test('fifty that begin together wait for the disk together, and are there after a crash', async () => {
  const db = await open()
  let commits = 0
  const { jobs } = make({
    ...db,
    transaction: work => ((commits += 1), db.transaction(work)),
  })
  const ids = Array.from({ length: 50 }, () =>
    jobs.start({ name: 'a.b', run: () => new Promise(resolve => setTimeout(resolve, 500)) }),
  )
  await expect.poll(() => commits).toBe(1)
  const crashed = make(db).jobs
  expect([commits, new Set(ids.map(id => crashed.get(id).status))]).toEqual([
    1,
    new Set(['interrupted']),
  ])
  await jobs.idle()
})

test('what cannot be written in time is told, answered from memory and written later', async () => {
  const db = await open()
  let isFull = true
  const { jobs, bugs } = make({
    ...db,
    transaction(work) {
      if (isFull) throw new Error('database or disk is full')
      return db.transaction(work)
    },
  })
  const id = jobs.start({ name: 'a.b', run: async () => 'whole' })
  await jobs.idle()
  await expect.poll(() => bugs).toHaveLength(1)
  expect(jobs.get(id)).toMatchObject({ status: 'done', result: 'whole' })
  isFull = false
  await jobs.close()
  expect(make(db).jobs.get(id)).toMatchObject({ status: 'done', result: 'whole' })
})

test('a checkpoint finds its record, also in the turn in which the job begins', async () => {
  const db = await open()
  const { jobs } = make(db)
  const id = jobs.start({ name: 'a.b', run: async ({ checkpoint }) => checkpoint({ at: 1 }) })
  await jobs.idle()
  await jobs.close()
  expect(createJobStore(db, () => undefined).checkpoint(id)).toEqual({ at: 1 })
})
