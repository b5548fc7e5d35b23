import { afterEach, describe, expect, test } from 'vitest'
import { createWorld, type World, type WorldOptions } from '../../../support/watch-world.ts'
import { hour, minute, second, shapes } from '../../../support/watched.ts'

let world: World
const begin = async (options?: WorldOptions): Promise<World> => {
  world = await createWorld(options)
  world.watch.begin()
  await world.time.pass(minute)
  return world
}
afterEach(() => {
  world.watch.stop()
  expect(world.bugs).toEqual([])
})

const never = new AbortController().signal
const lamp = async (name: 'receive' | 'send' | 'read' | 'backup') =>
  (await world.status()).servers[0]?.lamps[name].state
const kinds = (): string[] => world.noted.map(({ kind }) => kind)

describe('the engine', () => {
  test('B8 all is well: the lamps of what is checked burn, the one that nothing checks is hollow', async () => {
    await begin()
    const status = await world.status()
    expect(status.headline.code).toBe('working')
    expect([await lamp('receive'), await lamp('send'), await lamp('read')]).toEqual([
      'working',
      'working',
      'working',
    ])
    expect(await lamp('backup')).toBe('not-watched')
    expect(status.servers[0]?.vantages).toEqual({
      line: 'working',
      path: 'working',
      server: 'working',
    })
  })

  test('N6b an outage of ten minutes is told once, and its end once, with how long it was', async () => {
    await begin()
    world.broken.add('receive.v4')
    const broke = world.time.clock.now()
    await world.time.pass(10 * minute)
    world.broken.clear()
    await world.time.pass(20 * minute)
    expect(kinds()).toEqual(['down', 'recovered'])
    const [incident] = await world.watch.handlers['watch.incidents'](
      { limit: 5 },
      { signal: never },
    )
    const lasted = Date.parse(incident!.endedAt!) - Date.parse(incident!.startedAt)
    expect(Math.abs(lasted - 10 * minute)).toBeLessThanOrEqual(5 * minute)
    expect(Date.parse(incident!.startedAt) - broke).toBeLessThanOrEqual(5 * minute)
  })

  test('checks keep their places on the grid and never overlap, however long they take', async () => {
    await begin()
    const before = world.runs.count
    await world.time.pass(hour)
    // line and path each minute, seven functions each five minutes, two slow ones twice.
    expect(world.runs.count - before).toBe(2 * 60 + 7 * 12 + 2 * 2)
    world.broken.add('line')
    await world.time.pass(hour)
    expect(world.runs.most).toBe(1)
  })

  test('a check that does not heed its signal is cannot-tell, is not run twice, and holds up nobody', async () => {
    let runs = 0
    await begin({
      deps: {
        checksOf: async () => [
          {
            id: 'read.imap',
            lamp: 'read',
            vantage: 'server',
            dependsOn: [],
            intervalMs: minute,
            timeoutMs: 10 * second,
            failAfter: 6,
            recoverAfter: 2,
            severity: 'down',
            contacts: () => [],
            run: () => {
              runs += 1
              return new Promise(() => undefined)
            },
          },
        ],
      },
    })
    await world.time.pass(hour)
    expect(runs).toBe(1)
    expect(kinds()).toEqual([])
    expect(await lamp('read')).toBe('cannot-tell')
  })

  test('B27 the person’s pace changes the intervals and with them the promise', async () => {
    await begin()
    const usual = (await world.status()).promisedDetectionMs
    world.settings = { ...world.settings, watchEvery: '15' }
    world.watch.refresh()
    await world.time.pass(minute)
    expect((await world.status()).promisedDetectionMs - usual).toBe(10 * minute)
  })

  test('switched off it watches nothing, and says so', async () => {
    await begin()
    world.settings = { ...world.settings, watch: 'off' }
    world.watch.refresh()
    const before = world.runs.count
    await world.time.pass(hour)
    expect(world.runs.count).toBe(before)
    expect((await world.status()).headline.code).toBe('off')
    expect(world.time.planned).toBe(0)
  })
})

describe('time that nobody watched', () => {
  const total = async () => {
    const history = await world.watch.handlers['watch.history'](
      { server: 'home', days: 2 },
      { signal: never },
    )
    return history.lamps[0]!
  }

  test('B11 three hours of sleep are a gap in the history and change no percentage', async () => {
    await begin()
    await world.time.pass(2 * hour)
    const before = await total()
    world.time.sleep(3 * hour)
    await world.time.pass(hour)
    const after = await total()
    expect([before.availability, after.availability]).toEqual([1, 1])
    const unwatched = after.total.notWatched - before.total.notWatched
    expect(Math.abs(unwatched - 3 * 3600)).toBeLessThan(6 * 60)
    expect(kinds()).toEqual([])
  })

  test('B11 a sleep of which the system tells is a gap however short', async () => {
    await begin()
    await world.time.pass(10 * minute)
    world.power('suspend')
    world.time.sleep(20 * second)
    world.power('resume')
    expect(await lamp('receive')).toBe('checking')
    await world.time.pass(minute)
    expect(await lamp('receive')).toBe('working')
  })

  test('B11 a clock that is set back takes the future back and goes on', async () => {
    await begin()
    await world.time.pass(3 * hour)
    world.time.setClock(-2 * hour)
    await world.time.pass(hour)
    const { total: sums, availability } = await total()
    expect(availability).toBe(1)
    expect(Math.abs(sums.working - 2 * 3600)).toBeLessThan(6 * 60)
  })

  test('B11 what was open when Postern was quit is told as over after the next start, with its doubt', async () => {
    await begin()
    world.broken.add('receive.v4')
    await world.time.pass(20 * minute)
    world.watch.stop()
    const { db } = world
    const later = await createWorld({ db, began: world.time.clock.now() + 5 * hour })
    later.watch.begin()
    await later.time.pass(10 * minute)
    later.watch.stop()
    expect(kinds()).toEqual(['down'])
    expect(later.noted.map(({ kind }) => kind)).toEqual(['recovered'])
    expect(later.noted[0]?.body).toContain('at most')
  })
})

describe('who is to blame', () => {
  const breakAll = (...but: readonly string[]) => {
    for (const id of ['line', 'path', 'receive.v4', 'receive.v6', 'send.relay', 'read.imap', 'web'])
      if (!but.includes(id)) world.broken.add(id)
  }

  test('B10 own line cut: no note, hollow lamps, the headline says that this computer is offline', async () => {
    await begin()
    breakAll()
    await world.time.pass(hour)
    const status = await world.status()
    expect(kinds()).toEqual([])
    expect(status.headline.code).toBe('offline')
    expect(await lamp('receive')).toBe('not-watched')
    world.broken.clear()
    await world.time.pass(30 * minute)
    expect(kinds()).toEqual([])
    expect((await world.status()).headline.code).toBe('working')
  })

  test('N6d home cut off: one note, and it names the home server', async () => {
    await begin()
    breakAll('line')
    await world.time.pass(hour)
    expect(world.noted.map(({ title }) => title)).toEqual(['Your home server is unreachable'])
    expect((await world.status()).headline.code).toBe('unreachable')
    world.broken.clear()
    await world.time.pass(30 * minute)
    expect(kinds()).toEqual(['down', 'recovered'])
  })

  test('B10 only a function of the server broken: the note names the function', async () => {
    await begin()
    world.broken.add('read.imap')
    await world.time.pass(hour)
    expect(world.noted.map(({ title }) => title)).toEqual(['Mail cannot be read'])
    expect([await lamp('read'), await lamp('receive')]).toEqual(['down', 'working'])
  })
})

describe('own work', () => {
  test('N6g what a recreate breaks and mends is silent, and the incident is labelled so', async () => {
    await begin()
    world.watch.ownWork('home', true)
    world.broken.add('receive.v4')
    await world.time.pass(9 * minute)
    expect((await world.status()).headline.code).toBe('own-work')
    world.broken.clear()
    world.watch.ownWork('home', false)
    await world.time.pass(hour)
    expect(kinds()).toEqual([])
    const incidents = await world.watch.handlers['watch.incidents']({ limit: 5 }, { signal: never })
    expect(incidents.map(({ isOwn, isOpen }) => [isOwn, isOpen])).toEqual([[true, false]])
  })

  test('N6g what is not back within five minutes is told, and says after whose change', async () => {
    await begin()
    world.watch.ownWork('home', true)
    for (const id of ['receive.v4', 'read.imap']) world.broken.add(id)
    await world.time.pass(20 * second)
    world.watch.ownWork('home', false)
    await world.time.pass(4 * minute)
    expect(kinds()).toEqual([])
    await world.time.pass(10 * minute)
    expect(world.noted[0]).toMatchObject({ kind: 'down' })
    expect(world.noted[0]?.body).toContain('after your change')
  })

  test('N6g work that never ends excuses no more than a quarter of an hour', async () => {
    await begin()
    world.watch.ownWork('home', true)
    world.broken.add('receive.v4')
    await world.time.pass(14 * minute)
    expect(kinds()).toEqual([])
    await world.time.pass(10 * minute)
    expect(kinds()).toEqual(['down'])
  })
})

describe('notes', () => {
  test('N6f a pause holds the note, and its end tells what still is so', async () => {
    await begin()
    const until = new Date(world.time.clock.now() + hour).toISOString()
    await world.watch.handlers['watch.pause']({ until }, { signal: never })
    world.broken.add('receive.v4')
    await world.time.pass(59 * minute)
    expect(kinds()).toEqual([])
    expect((await world.status()).pausedUntil).toBe(until)
    await world.time.pass(2 * minute)
    expect(kinds()).toEqual(['down'])
  })

  test('N6f snoozed from the note itself: gone at once, told again after an hour', async () => {
    await begin()
    world.broken.add('receive.v4')
    await world.time.pass(20 * minute)
    const [tag] = [...world.shown.keys()]
    world.press(tag!, 'snooze')
    await world.time.pass(minute)
    expect(world.shown.size).toBe(0)
    await world.time.pass(57 * minute)
    expect(kinds()).toEqual(['down'])
    await world.time.pass(5 * minute)
    expect(kinds()).toEqual(['down', 'changed'])
    expect(world.shown.size).toBe(1)
  })

  test('N6f at two in the night a warning waits for the digest at seven; an outage breaks through', async () => {
    await begin({
      began: new Date(2026, 10, 22, 2).getTime(),
      settings: { quietHours: '22:00-07:00' },
    })
    world.broken.add('disk')
    await world.time.pass(2 * hour)
    expect(kinds()).toEqual([])
    world.broken.add('receive.v4')
    await world.time.pass(hour)
    expect(world.noted.map(({ kind, urgency }) => [kind, urgency])).toEqual([['down', 'critical']])
    await world.time.pass(2 * hour - 3 * minute)
    expect(kinds()).toEqual(['down'])
    await world.time.pass(4 * minute)
    expect(kinds()).toEqual(['down', 'digest'])
    expect(world.noted[1]).toMatchObject({ title: 'Quiet hours: one thing' })
    await world.time.pass(3 * hour)
    expect(kinds()).toEqual(['down', 'digest'])
  })

  test('N6e a note replaces the earlier one of its incident, and its recovery too', async () => {
    await begin()
    world.broken.add('receive.v4')
    await world.time.pass(20 * minute)
    world.broken.add('send.relay')
    await world.time.pass(20 * minute)
    expect(kinds()).toEqual(['down', 'changed'])
    expect([...world.shown.values()].map(({ title }) => title)).toEqual(['Mail does not work'])
    world.broken.clear()
    await world.time.pass(20 * minute)
    expect([...world.shown.values()].map(({ title, urgency }) => [title, urgency])).toEqual([
      ['Mail is working again', 'low'],
    ])
  })

  test('N6e a click opens that very incident', async () => {
    await begin()
    world.broken.add('receive.v4')
    await world.time.pass(20 * minute)
    const [note] = [...world.shown.values()]
    const [incident] = await world.watch.handlers['watch.incidents'](
      { limit: 1 },
      { signal: never },
    )
    expect(note?.open).toEqual({ page: 'incident', id: incident?.id })
    expect(note?.actions.map(({ id }) => id)).toEqual(['open', 'snooze'])
  })

  test('only outages, if the person wants no more', async () => {
    await begin({ settings: { notes: 'outages' } })
    world.broken.add('disk')
    await world.time.pass(5 * hour)
    expect(kinds()).toEqual([])
    world.broken.add('read.imap')
    await world.time.pass(hour)
    expect(kinds()).toEqual(['down'])
  })
})

describe('faults of checks', () => {
  const faulty = (run: () => Promise<never>) =>
    createWorld({
      deps: {
        checksOf: async () => [
          {
            id: 'read.imap',
            lamp: 'read',
            vantage: 'server',
            dependsOn: [],
            intervalMs: minute,
            timeoutMs: 10 * second,
            failAfter: 6,
            recoverAfter: 2,
            severity: 'down',
            contacts: () => [],
            run,
          },
        ],
      },
    })

  test.each([
    ['rejects', () => Promise.reject(new TypeError('a fault'))],
    [
      'throws at once',
      () => {
        throw new TypeError('a fault')
      },
    ],
  ])(
    'B13 a check that %s has a fault of its own: told to the log, never to the person',
    async (_, run) => {
      world = await faulty(run)
      world.watch.begin()
      await world.time.pass(hour)
      expect(world.bugs.length).toBeGreaterThan(50)
      expect(kinds()).toEqual([])
      expect(await lamp('read')).toBe('cannot-tell')
      world.bugs.length = 0
    },
  )
})

describe('what the person asks for', () => {
  test('N6c check now runs line, path and server in this order, and leaves out what cannot be', async () => {
    await begin()
    world.broken.add('path')
    const steps: unknown[] = []
    const context = {
      jobId: '1',
      signal: never,
      resumed: undefined,
      steps: () => undefined,
      progress: (_: string, at?: unknown) => void steps.push(at),
      checkpoint: () => undefined,
    }
    const call = world.watch.handlers['watch.check']({}, context)
    await world.time.pass(minute)
    const [round] = await call
    expect(round?.results.map(({ id, verdict }) => `${id} ${verdict}`).slice(0, 3)).toEqual([
      'line right',
      'path wrong',
      'receive.v4 not-tried',
    ])
    expect(steps.at(-1)).toEqual({ done: 12, total: 12 })
  })

  test('N6c check now forgets what checks remember of earlier runs', async () => {
    const forgotten: string[] = []
    await begin({
      checks: shapes.map(shape => ({ ...shape, forget: () => void forgotten.push(shape.id) })),
    })
    expect(forgotten).toEqual([])
    const context = {
      jobId: '1',
      signal: never,
      resumed: undefined,
      steps: () => undefined,
      progress: () => undefined,
      checkpoint: () => undefined,
    }
    const call = world.watch.handlers['watch.check']({}, context)
    await world.time.pass(minute)
    await call
    expect(forgotten).toContain('send.relay')
  })

  test('B27 each check is listed with what it contacts and how soon its failure is known', async () => {
    await begin()
    const checks = await world.watch.handlers['watch.checks']({ server: 'home' }, { signal: never })
    expect(checks).toHaveLength(12)
    expect(checks[2]).toMatchObject({
      id: 'receive.v4',
      contacts: ['receive.v4.example.test:25'],
      intervalMs: 5 * minute,
      // 5 min + 6 runs of 15 s + 5 pauses of 20 s + what it rests on: 3 runs of 20 s and a pause of 10 s.
      promisedDetectionMs: 5 * minute + 6 * 15 * second + 5 * 20 * second + 70 * second,
      last: { verdict: 'right' },
    })
  })

  test('N6i the history is exported as a table and as a document with its incidents', async () => {
    await begin()
    world.broken.add('receive.v4')
    await world.time.pass(20 * minute)
    const ask = (format: 'csv' | 'json') =>
      world.watch.handlers['watch.export']({ server: 'home', days: 1, format }, { signal: never })
    expect((await ask('csv')).text.split('\r\n').slice(0, 2)).toEqual([
      'day,lamp,working,down,own,not_watched',
      expect.stringMatching(/^2026-11-22,receive,\d+,\d+,0,\d+$/),
    ])
    const document = JSON.parse((await ask('json')).text) as {
      incidents: { timeline: unknown[] }[]
    }
    expect(document.incidents[0]?.timeline.length).toBeGreaterThan(2)
  })
})
