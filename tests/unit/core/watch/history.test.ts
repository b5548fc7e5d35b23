import { beforeEach, describe, expect, test } from 'vitest'
import { dayOf, dayStart, historyOf } from '../../../../src/core/watch/days.ts'
import type { WatchIncident } from '../../../../src/core/watch/machine/incident.ts'
import { createIncidentStore } from '../../../../src/core/watch/store/incidents.ts'
import { createSpanStore, type SpanStore } from '../../../../src/core/watch/store/spans.ts'
import { openStore } from '../../../../src/core/store/open-store.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import type { Database } from '../../../../src/core/store/database.ts'

const hour = 3_600_000
const noon = new Date(2026, 10, 22, 12).getTime()
const seen = (spans: SpanStore) =>
  spans.between('home', 0, 9e15).map(({ state, from, to }) => [state, from, to])

let db: Database
let spans: SpanStore
beforeEach(async () => {
  db = (await openStore(`${await tempFolder()}/store.db`, { clock: { now: () => noon } })).db
  spans = createSpanStore(db)
})

const working = { lamp: 'receive', state: 'working' } as const
const down = { lamp: 'receive', state: 'down' } as const

describe('spans', () => {
  test('touching spans of one state become one', () => {
    spans.record('home', { ...working, from: 0, to: 10 })
    spans.record('home', { ...working, from: 10, to: 20 })
    expect(seen(spans)).toEqual([['working', 0, 20]])
  })

  test('N6b what is said later of the same time replaces what was said before', () => {
    spans.record('home', { ...working, from: 0, to: 100 })
    spans.record('home', { ...down, from: 40, to: 60 })
    expect(seen(spans)).toEqual([
      ['working', 0, 40],
      ['down', 40, 60],
      ['working', 60, 100],
    ])
  })

  test('B11 a clock that is set back takes back what was said of the time after', () => {
    spans.record('home', { ...working, from: 0, to: 100 })
    spans.record('home', { ...down, from: 100, to: 200 })
    spans.cutAfter('home', 50)
    expect(seen(spans)).toEqual([['working', 0, 50]])
  })

  test('one server’s and one lamp’s spans leave the others alone', () => {
    spans.record('home', { ...working, from: 0, to: 100 })
    spans.record('home', { lamp: 'send', state: 'down', from: 20, to: 80 })
    spans.record('away', { ...down, from: 0, to: 100 })
    expect(spans.between('home', 0, 100)).toHaveLength(2)
    expect(spans.first('away')).toBe(0)
  })
})

describe('days', () => {
  test('B11 three hours of sleep are three hours not watched, and the availability stays as it was', () => {
    const before = dayStart(noon)
    spans.record('home', { ...working, from: before, to: before + 6 * hour })
    spans.record('home', { ...down, from: before + 6 * hour, to: before + 8 * hour })
    const awake = historyOf('home', spans.between('home', 0, noon), before, before + 8 * hour, 1)
    const asleep = historyOf('home', spans.between('home', 0, noon), before, before + 11 * hour, 1)
    expect(awake.lamps[0]).toMatchObject({ availability: 0.75, total: { notWatched: 0 } })
    expect(asleep.lamps[0]).toMatchObject({ availability: 0.75, total: { notWatched: 3 * 3600 } })
  })

  test('N6i ninety days, the oldest first, each with its seconds', () => {
    const history = historyOf('home', [], undefined, noon, 90)
    const days = history.lamps[0]?.days ?? []
    expect(days).toHaveLength(90)
    expect([days[0]?.day, days[89]?.day]).toEqual([dayOf(dayStart(noon, 89)), '2026-11-22'])
    expect(days[88]).toEqual({ day: '2026-11-21', working: 0, down: 0, own: 0, notWatched: 86_400 })
    expect(days[89]).toMatchObject({ notWatched: 12 * 3600 })
    expect(history.lamps[0]?.availability).toBeUndefined()
  })

  test('N6g time down under own work counts neither way', () => {
    const at = dayStart(noon)
    spans.record('home', { ...working, from: at, to: at + hour })
    spans.record('home', { lamp: 'receive', state: 'own', from: at + hour, to: at + 2 * hour })
    const { lamps } = historyOf('home', spans.between('home', 0, noon), at, at + 2 * hour, 1)
    expect(lamps[0]).toMatchObject({ availability: 1, total: { own: 3600, notWatched: 0 } })
  })
})

test('incidents that were over before the longest history go; one that goes on stays, however old', () => {
  const incidents = createIncidentStore(db)
  const of = (id: string, startedAt: number, endedAt?: number): WatchIncident => ({
    id,
    server: 'home',
    severity: 'down',
    vantage: 'server',
    lamps: [],
    checks: [],
    failing: [],
    cause: { check: 'smtp', code: 'refused', params: {} },
    startedAt,
    noticedAt: startedAt,
    ...(endedAt !== undefined && { endedAt }),
    isOwn: false,
    isFlapping: false,
    hasGap: false,
    timeline: [],
  })
  for (const one of [of('old', 1, 10), of('long', 2, 30), of('on', 3)]) incidents.save(one)
  incidents.tidy(20)
  expect(incidents.list('home', 10).map(({ id }) => id)).toEqual(['on', 'long'])
})
