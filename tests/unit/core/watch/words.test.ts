import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isQuiet } from '../../../../src/core/watch/notes/quiet-hours.ts'
import { en } from '../../../../src/shared/locales/en/index.ts'
import {
  adviceWords,
  digestWords,
  durationWords,
  openWords,
  recoveredWords,
  sinceWords,
} from '../../../../src/shared/locales/incident-words.ts'
import { noteText } from '../../../../src/shared/locales/note-text.ts'
import type { IncidentSummary } from '../../../../src/shared/model/watch.ts'

const at = (hours: number, minutes = 0, day = 22): number =>
  new Date(2026, 10, day, hours, minutes).getTime()
const iso = (time: number): string => new Date(time).toISOString()

const incident = (change: Partial<IncidentSummary> = {}): IncidentSummary => ({
  id: 'i1',
  server: 'home',
  isOpen: true,
  severity: 'down',
  vantage: 'server',
  lamps: ['receive'],
  checks: ['receive.v4'],
  cause: { check: 'receive.v4', code: 'no-answer', params: {} },
  startedAt: iso(at(10, 4)),
  noticedAt: iso(at(10, 9)),
  isOwn: false,
  isFlapping: false,
  hasGap: false,
  isNoted: false,
  ...change,
})

describe('what to do', () => {
  test('N6d is said with the values of the finding, and only where there is something to say', () => {
    const params = { port: 25, seconds: 10 }
    expect(adviceWords({ code: 'no-answer', params })?.todo).toMatch(/\w/)
    expect(adviceWords({ code: 'no-answer', params })?.what).not.toContain('{')
    expect(adviceWords({ code: 'receive-works', params: {} })).toBeUndefined()
    expect(adviceWords({ code: 'constructor', params: {} })).toBeUndefined()
  })

  test('N6d every finding that is wrong has its words', () => {
    const silent = Object.entries(en.checkWords.details)
      .filter(([, { why, todo }]) => (why === '') !== (todo === ''))
      .map(([code]) => code)
    expect(silent).toEqual([])
  })
})

test('N6e lamps are told in their own order, whichever failed first', () => {
  const lamps = ['read', 'receive'] as const
  expect(openWords(incident({ lamps: [...lamps] }), at(10, 10)).body).toContain('arriving, reading')
})

describe('the words of a note', () => {
  test('N6e what, since when, and what it means', () => {
    expect(openWords(incident(), at(10, 10))).toEqual({
      title: 'Mail cannot arrive',
      body: 'Since 10:04 · there is no answer. Senders try again; nothing is lost.',
    })
    const path = incident({
      vantage: 'path',
      cause: { check: 'path', code: 'no-answer', params: {} },
    })
    expect(openWords(path, at(10, 10)).title).toBe('Your home server is unreachable')
  })

  test('of two functions both are named', () => {
    const both = openWords(incident({ lamps: ['receive', 'send'] }), at(10, 10))
    expect(both.title).toBe('Mail does not work')
    expect(both.body).toContain('Affected: arriving, leaving.')
  })

  test('another day than today is named', () => {
    expect(sinceWords(at(22, 5, 21), at(10))).toBe('21 Nov, 22:05')
  })

  test('N6b recovery tells how long it was, and owns up to a gap', () => {
    const over = { isOpen: false, endedAt: iso(at(10, 26)) }
    expect(recoveredWords(incident(over))).toEqual({
      title: 'Mail is working again',
      body: 'It was down 22 min.',
    })
    expect(recoveredWords(incident({ ...over, hasGap: true })).body).toBe(
      'It was down 22 min at most; not all of it was watched.',
    )
  })

  test('of several servers the note names the one', () => {
    expect(openWords(incident(), at(10, 10), 'cellar').body).toMatch(/^cellar: Since 10:04/)
  })

  test('N6f the digest lists what was held, and what is over already', () => {
    const disk = incident({
      severity: 'needs-you',
      lamps: [],
      cause: { check: 'disk', code: 'no-answer', params: {} },
    })
    const words = digestWords([disk, { ...disk, isOpen: false }])
    expect(words.title).toBe('Quiet hours: 2 things')
    expect(words.body).toBe('The server’s disk needs you · The server’s disk needs you (over)')
  })

  test('durations read like a person says them', () => {
    const minute = 60_000
    expect([20_000, 22 * minute, 65 * minute, 51 * 60 * minute].map(durationWords)).toEqual([
      '20 s',
      '22 min',
      '1 h 5 min',
      '2 d 3 h',
    ])
  })

  test('N6e a note never has more than 40 and 120 characters, two lines, or a mail address in it', () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 300, size: 'max' })
    fc.assert(
      fc.property(anyText, anyText, anyText, (name, host, word) => {
        const cause = {
          check: 'disk',
          code: 'no-answer',
          params: { word: `${word} maria@example.org` },
        }
        const words = openWords(
          incident({ severity: 'needs-you', lamps: [], cause }),
          at(10),
          `${name} joe@${host}.org`,
        )
        for (const [text, longest] of [
          [words.title, 40],
          [words.body, 120],
        ] as const) {
          expect(Array.from(text).length).toBeLessThanOrEqual(longest)
          expect(text).not.toMatch(/[\u0000-\u001f]|\S@\S/)
        }
      }),
    )
  })

  test('N6e control and direction characters of a peer do not reach a note', () => {
    expect(noteText('a\u202eb\nc\u0007d', 40)).toBe('a b c d')
  })

  test('N6e every title of the catalogue fits', () => {
    const { check, ...titles } = en.watch.title
    const all = [...Object.values(titles), ...Object.values(check)]
    expect(all.filter(title => Array.from(title).length > 40)).toEqual([])
  })

  test('N6e what checks find is half a sentence that fits into a note', () => {
    const unfit = Object.values(en.checks.codes).filter(
      text => Array.from(text).length > 70 || /[.!]$|@/.test(text),
    )
    expect(unfit).toEqual([])
  })
})

describe('quiet hours', () => {
  test('N6f they go over midnight, and end at their minute', () => {
    const quiet = (hours: number, minutes: number) => isQuiet('22:00-07:00', at(hours, minutes))
    expect([quiet(21, 59), quiet(22, 0), quiet(2, 0), quiet(6, 59), quiet(7, 0)]).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
    expect(isQuiet('off', at(2))).toBe(false)
    expect(isQuiet('12:00-13:00', at(12, 30))).toBe(true)
  })
})
