import { expect, test } from 'vitest'
import { lookAtPlan } from '../../../../../src/core/dns/look/look-at-plan.ts'
import { nextLookMs } from '../../../../../src/core/dns/look/next-look.ts'
import { watchDomain } from '../../../../../src/core/dns/look/watch-domain.ts'
import type { DomainLook, RecordLook } from '../../../../../src/shared/model/dns.ts'
import { type FakeZone, startDnsWorld } from '../../../../fakes/dns/world.ts'
import { never } from '../../../../support/connection.ts'
import { domainPlan } from '../../../../support/dns-plan.ts'

const began = Date.parse('2026-11-23T14:22:00Z')
const seconds = 1000

test('N5i after a change with TTL 600 the old value’s end is known within two seconds, until both resolvers agree', async () => {
  const world = await startDnsWorld([
    { name: 'example.test', records: [['mail.example.test', 'A', '203.0.113.7', 600]] },
  ])
  const plan = domainPlan([{ name: 'mail.example.test', type: 'A', values: ['203.0.113.7'] }])
  let now = began
  // One resolver had asked just before the change, the other one 400 s before.
  const remember = (): void => {
    const left = (at: number): number => Math.ceil(600 - (now - at) / seconds)
    for (const [server, at] of [
      [world.quad, began],
      [world.cloud, began - 400 * seconds],
    ] as const)
      world.remembers(
        server,
        left(at) > 0 ? [['mail.example.test', 'A', '203.0.113.1', left(at)]] : [],
      )
  }
  const look = async (): Promise<DomainLook> => {
    remember()
    return lookAtPlan(
      plan,
      { resolver: world.resolver(), clock: { now: () => now }, lists: [] },
      never,
    )
  }
  const seen: unknown[] = []
  let looks = 0
  for (;;) {
    const found = await look()
    const [record] = found.records
    const until = record?.oldValueUntil
    const off =
      until === undefined ? undefined : Math.abs(Date.parse(until) - (began + 600 * seconds))
    const wait = nextLookMs(found, now, looks)
    seen.push([
      (now - began) / seconds,
      record?.verdict,
      off !== undefined && off <= 2 * seconds,
      record?.notes[0]?.params['servers'],
    ])
    if (wait === undefined) break
    looks += 1
    now += wait
  }
  await world.stop()
  expect(seen).toEqual([
    [0, 'right', true, 'Quad (127.0.0.1), Cloud (127.0.0.1)'],
    [601, 'right', false, undefined],
  ])
})

const record = (rest: Partial<RecordLook>): RecordLook => ({
  id: 'x',
  importance: 'needed',
  verdict: 'right',
  code: 'right',
  params: {},
  found: [],
  sources: [],
  notes: [],
  ...rest,
})
const lookOf = (...records: RecordLook[]): DomainLook => ({
  domain: 'example.test',
  records,
  dnssec: { verdict: 'unknown', code: 'unknown', params: {} },
  extras: [],
  checkedAt: new Date(began).toISOString(),
})
const isDone = (...records: RecordLook[]): boolean =>
  nextLookMs(lookOf(...records), began, 0) === undefined
const until = (after: number) => new Date(began + after * seconds).toISOString()

test('a watch ends when all is as planned and nobody remembers anything else', () => {
  const isSettled = isDone(record({}), record({ verdict: 'not-needed' }))
  expect([isSettled, isDone(record({ oldValueUntil: until(5) }))]).toEqual([true, false])
})

test('a watch looks again when the first old value ends, and soon where somebody has still to act', () => {
  const stale = record({ oldValueUntil: until(100) })
  const later = record({ oldValueUntil: until(300) })
  const missing = record({ verdict: 'missing' })
  expect([
    nextLookMs(lookOf(stale, later), began, 0),
    nextLookMs(lookOf(stale, missing), began, 0),
    nextLookMs(lookOf(missing), began, 1),
    nextLookMs(lookOf(missing), began, 99),
    nextLookMs(lookOf(later), began + 400 * seconds, 0),
  ]).toEqual([101_000, 30_000, 60_000, 900_000, 1000])
})

test('a record that is merely optional holds no watch up, one that is not known does', () => {
  const optional = record({ importance: 'optional', verdict: 'missing' })
  expect(isDone(record({}), optional)).toBe(true)
  expect(isDone(record({ verdict: 'unknown' }))).toBe(false)
  expect(isDone(record({ importance: 'better', verdict: 'missing' }))).toBe(false)
})

test('N5i a watch goes on past its first look until what was entered is seen everywhere', async () => {
  const zone: FakeZone = { name: 'example.test', records: [] }
  const world = await startDnsWorld([zone])
  const plan = domainPlan([{ name: 'mail.example.test', type: 'A', values: ['203.0.113.7'] }])
  let now = began
  const waits: number[] = []
  const last = await watchDomain(
    () =>
      lookAtPlan(plan, { resolver: world.resolver(), clock: { now: () => now }, lists: [] }, never),
    { now: () => now },
    never,
    ms => {
      waits.push(ms)
      now += ms
      // Whoever waits enters it after the third look.
      if (waits.length === 3) zone.records = [['mail.example.test', 'A', '203.0.113.7', 600]]
      return Promise.resolve()
    },
  )
  await world.stop()
  expect([waits, last.records[0]?.verdict]).toEqual([[30_000, 60_000, 120_000], 'right'])
})

test('a watch that is ended in a pause ends there', async () => {
  const ended = new AbortController()
  const watching = watchDomain(
    () => Promise.resolve(lookOf(record({ verdict: 'missing' }))),
    { now: () => began },
    ended.signal,
  )
  ended.abort()
  await expect(watching).rejects.toMatchObject({ name: 'AbortError' })
})
