import { describe, expect, test } from 'vitest'
import { judge, type Happening } from '../../../../src/core/watch/machine/judge.ts'
import { lampOf, vantageOf } from '../../../../src/core/watch/machine/lamps.ts'
import { rulesOf } from '../../../../src/core/watch/machine/rules.ts'
import {
  type IncidentChange,
  initialState,
  type ServerState,
} from '../../../../src/core/watch/machine/server-state.ts'
import type { Outcome } from '../../../../src/shared/model/watch.ts'
import { bad, good, minute, second, shapes, unknown } from '../../../support/watched.ts'

const rules = rulesOf(shapes)
const began = Date.UTC(2026, 10, 22, 10)

/** A server whose checks are run by hand, each a second long. */
function watched(open: ServerState['incidents'] = []) {
  let state = initialState('home', open, began)
  let number = 0
  let now = began
  const changes: IncidentChange[] = []
  const needs = { rules, newId: () => `i${(number += 1)}` }
  const step = (happening: Happening) => {
    const judged = judge(state, happening, needs)
    state = judged.state
    changes.push(...judged.changes)
    return judged.asks
  }
  const run = (check: string, outcome: Outcome) => {
    const at = now
    now += second
    return step({ kind: 'run', check, at, endedAt: now, outcome })
  }
  return {
    run,
    step,
    /** So many runs in a row, with what they rest on working before and after. */
    row(check: string, outcome: Outcome, times: number, base: Outcome = good) {
      for (let done = 0; done < times; done += 1) {
        now += 20 * second
        run(check, outcome)
        for (const id of rules.get(check)?.restsOn ?? []) run(id, base)
      }
    },
    pass: (ms: number) => void (now += ms),
    lamp: (name: 'receive' | 'send' | 'read' | 'backup') => lampOf(state, rules, name).state,
    vantage: (name: 'line' | 'path' | 'server') => vantageOf(state, rules, name),
    get now() {
      return now
    },
    get state() {
      return state
    },
    get kinds() {
      return changes.map(({ kind }) => kind).filter(kind => kind !== 'noted')
    },
    get incident() {
      return changes.at(-1)?.incident
    },
    changes,
  }
}

describe('one check', () => {
  test('N6b five failures are nothing, the sixth is an incident that began with the first', () => {
    const home = watched()
    home.row('receive.v4', bad(), 5)
    expect(home.kinds).toEqual([])
    home.row('receive.v4', bad(), 1)
    expect(home.kinds).toEqual(['opened'])
    expect(home.incident).toMatchObject({
      startedAt: began + 20 * second,
      noticedAt: home.now,
      lamps: ['receive'],
      cause: { check: 'receive.v4', code: 'no-answer' },
    })
    expect(home.lamp('receive')).toBe('down')
  })

  test('N6b one success in between begins the count anew', () => {
    const home = watched()
    home.row('receive.v4', bad(), 4)
    home.row('receive.v4', good, 1)
    home.row('receive.v4', bad(), 5)
    expect(home.kinds).toEqual([])
  })

  test('N6b it is over after two successes, and it ended with the first', () => {
    const home = watched()
    home.row('receive.v4', bad(), 6)
    home.row('receive.v4', good, 1)
    const firstGood = home.state.checks['receive.v4']?.goodSince
    expect(home.kinds).toEqual(['opened'])
    home.row('receive.v4', good, 1)
    expect(home.kinds).toEqual(['opened', 'ended'])
    expect(home.incident?.endedAt).toBe(firstGood)
    expect(home.lamp('receive')).toBe('working')
  })

  test('N6b a peer that knows since when it is so is believed', () => {
    const home = watched()
    const since = began - 10 * minute
    home.row('receive.v4', { ...bad(), since }, 6)
    expect(home.incident?.startedAt).toBe(since)
  })

  test('B13 what cannot be told never alarms, however long, and turns the lamp grey', () => {
    const home = watched()
    home.row('receive.v4', good, 1)
    home.row('receive.v4', unknown, 50)
    expect(home.kinds).toEqual([])
    expect(home.lamp('receive')).toBe('cannot-tell')
  })

  test('B13 what cannot be told does not end an incident either', () => {
    const home = watched()
    home.row('receive.v4', bad(), 6)
    home.row('receive.v4', unknown, 10)
    expect(home.kinds).toEqual(['opened'])
    expect(home.lamp('receive')).toBe('down')
  })

  test('a lasting finding that is only worth showing is no incident', () => {
    const home = watched()
    home.row('version', bad('advisory'), 10)
    expect(home.kinds).toEqual([])
  })

  test('N6b a function that comes and goes is told, although it never fails six times in a row', () => {
    const home = watched()
    for (let turn = 0; turn < 12; turn += 1) {
      home.row('receive.v4', bad(), 1)
      home.row('receive.v4', good, 1)
    }
    expect(home.kinds[0]).toBe('opened')
    expect(home.kinds.filter(kind => kind === 'opened')).toHaveLength(1)
    expect(home.kinds).not.toContain('ended')
  })

  test('N6b what was over and comes back within a quarter of an hour is the same incident', () => {
    const home = watched()
    home.row('receive.v4', bad(), 6)
    home.row('receive.v4', good, 2)
    home.row('receive.v4', bad(), 6)
    expect(home.kinds).toEqual(['opened', 'ended', 'reopened'])
    expect(home.incident).toMatchObject({ id: 'i1', isFlapping: true })
    home.row('receive.v4', good, 3)
    expect(home.kinds).toEqual(['opened', 'ended', 'reopened'])
    home.pass(15 * minute)
    home.row('receive.v4', good, 1)
    expect(home.kinds).toEqual(['opened', 'ended', 'reopened', 'ended'])
  })
})

describe('what a check rests on', () => {
  test('N6c failures do not count until line and path were seen to work after them', () => {
    const home = watched()
    for (let done = 0; done < 8; done += 1) home.run('receive.v4', bad())
    expect(home.kinds).toEqual([])
    home.run('line', good)
    expect(home.kinds).toEqual([])
    home.run('path', good)
    expect(home.kinds).toEqual(['opened'])
  })

  test('N6c a failure asks at once for what it rests on', () => {
    const home = watched()
    expect(home.run('receive.v4', bad())).toEqual(['line', 'path'])
    expect(home.run('receive.v4', good)).toEqual([])
  })

  test('B10 an own line that is down is silence: nothing alarms and the lamps are hollow', () => {
    const home = watched()
    for (const id of rules.keys()) home.run(id, good)
    for (let done = 0; done < 30; done += 1) for (const id of rules.keys()) home.run(id, bad())
    expect(home.kinds).toEqual([])
    expect([home.lamp('receive'), home.vantage('line'), home.vantage('path')]).toEqual([
      'not-watched',
      'down',
      'cannot-tell',
    ])
    for (const id of rules.keys()) home.run(id, good)
    for (const id of rules.keys()) home.run(id, good)
    expect(home.kinds).toEqual([])
    expect(home.lamp('receive')).toBe('working')
  })

  test('B10 a line that comes back while failures of the server are pending leaves none of them', () => {
    const home = watched()
    home.row('line', good, 1)
    for (let done = 0; done < 3; done += 1) {
      home.run('receive.v4', bad())
      home.run('path', bad())
      home.run('line', bad())
    }
    home.run('line', good)
    home.run('path', good)
    expect(home.state.checks['receive.v4']?.failures).toEqual([])
    expect(home.state.checks['path']?.failures).toEqual([])
  })

  test('N6c one lost answer of the line does not excuse the server', () => {
    const home = watched()
    home.row('receive.v4', bad(), 3)
    home.run('receive.v4', bad())
    home.run('line', bad())
    home.run('line', good)
    home.run('path', good)
    home.row('receive.v4', bad(), 2)
    expect(home.kinds).toEqual(['opened'])
  })

  test('N6d a host that is cut off with twelve checks is one incident, and it names the path', () => {
    const home = watched()
    for (const id of rules.keys()) home.run(id, good)
    for (let done = 0; done < 10; done += 1) {
      home.pass(20 * second)
      for (const id of rules.keys()) home.run(id, id === 'line' ? good : bad())
    }
    expect(home.kinds).toEqual(['opened'])
    expect(home.incident).toMatchObject({ vantage: 'path', cause: { check: 'path' } })
    expect(home.lamp('receive')).toBe('down')
  })

  test('B10 only a function broken: the incident names the server', () => {
    const home = watched()
    home.row('read.imap', bad(), 6)
    expect(home.incident).toMatchObject({ vantage: 'server', lamps: ['read'] })
    expect([home.lamp('read'), home.lamp('receive')]).toEqual(['down', 'checking'])
  })
})

describe('incidents', () => {
  test('N6d what breaks together is one incident; a second function is told in it', () => {
    const home = watched()
    home.row('receive.v4', bad(), 6)
    home.row('send.relay', bad('refused'), 6)
    expect(home.kinds).toEqual(['opened', 'changed'])
    expect(home.incident).toMatchObject({ id: 'i1', lamps: ['receive', 'send'] })
    home.row('receive.v4', good, 2)
    expect(home.kinds.slice(2)).toEqual(['changed'])
    expect(home.incident).toMatchObject({ failing: ['send.relay'], cause: { code: 'refused' } })
    home.row('send.relay', good, 2)
    expect(home.kinds.slice(3)).toEqual(['ended'])
  })

  test('N6d a cause that is found within ten minutes of the outage joins it', () => {
    const home = watched()
    home.row('disk', bad('disk-full'), 6)
    home.row('receive.v4', bad(), 6)
    expect(home.kinds).toEqual(['opened', 'changed'])
    expect(home.incident).toMatchObject({
      id: 'i1',
      severity: 'down',
      checks: ['disk', 'receive.v4'],
    })
  })

  test('N6d two things that need attention and have nothing to do with each other are two incidents', () => {
    const home = watched()
    home.row('disk', bad('disk-full'), 6)
    home.row('certificates', bad('expires'), 6)
    expect(home.kinds).toEqual(['opened', 'opened'])
  })

  test('an outcome that weighs more than its check makes it an outage', () => {
    const home = watched()
    home.row('certificates', { ...bad('expires') }, 6)
    expect(home.incident?.severity).toBe('needs-you')
    home.row('certificates', { ...bad('expired'), severity: 'down' }, 1)
    expect(home.kinds).toEqual(['opened', 'changed'])
    expect(home.incident).toMatchObject({ severity: 'down', cause: { code: 'expired' } })
  })

  test('its story has the first failure and the peer’s own words', () => {
    const home = watched()
    home.row('receive.v4', bad(), 6)
    expect(home.incident?.timeline.map(({ kind, raw }) => [kind, raw])).toEqual([
      ['failed', '421 no-answer'],
      ['confirmed', '421 no-answer'],
    ])
  })

  test('what was open when Postern ended is told as over when it is seen to work', () => {
    const first = watched()
    first.row('receive.v4', bad(), 6)
    const later = watched(first.state.incidents)
    later.row('receive.v4', good, 2)
    expect(later.kinds).toEqual(['ended'])
    expect(later.incident?.id).toBe('i1')
  })
})

describe('gaps', () => {
  test('B11 failures from before a sleep do not count after it, and the lamps wait for a look', () => {
    const home = watched()
    home.row('receive.v4', bad(), 5)
    home.step({ kind: 'gap', from: home.now, to: home.now + 180 * minute })
    home.pass(180 * minute)
    expect(home.lamp('receive')).toBe('checking')
    home.row('receive.v4', bad(), 5)
    expect(home.kinds).toEqual([])
  })

  test('B11 an incident that lasts over a gap says that nobody watched', () => {
    const home = watched()
    home.row('receive.v4', bad(), 6)
    home.step({ kind: 'gap', from: home.now, to: home.now + 180 * minute })
    home.pass(180 * minute)
    home.row('receive.v4', good, 2)
    expect(home.incident).toMatchObject({ hasGap: true })
    expect(home.kinds).toEqual(['opened', 'ended'])
  })
})

describe('own maintenance', () => {
  const own = (home: ReturnType<typeof watched>) =>
    home.step({ kind: 'own', at: home.now, until: home.now + 5 * minute })

  test('N6g what fails under a change from this app is the person’s own and labelled so', () => {
    const home = watched()
    own(home)
    home.row('receive.v4', bad(), 6)
    expect(home.incident).toMatchObject({ isOwn: true })
    home.row('receive.v4', good, 2)
    expect(home.kinds).toEqual(['opened', 'ended'])
  })

  test('N6g what is not back in time is told', () => {
    const home = watched()
    own(home)
    home.row('receive.v4', bad(), 6)
    home.pass(5 * minute)
    home.step({ kind: 'time', at: home.now })
    expect(home.kinds).toEqual(['opened', 'own-over'])
    expect(home.state.maintenance).toBeUndefined()
  })

  test('N6g what broke before the change is not excused by it', () => {
    const home = watched()
    home.row('receive.v4', bad(), 6)
    own(home)
    expect(home.incident?.isOwn).toBe(false)
  })
})
