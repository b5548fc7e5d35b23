import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffRows, markDifference } from '../../../src/renderer/features/server/env/diff-rows.ts'
import { parseShown, shownValue } from '../../../src/renderer/features/server/env/format-value.ts'
import { commandToForget, grouped } from '../../../src/renderer/features/start/fingerprint.ts'
import { ago, bytes, count, dayOrTime, lengthOfTime } from '../../../src/renderer/format.ts'
import { EnvValueKind } from '../../../src/shared/model/stack.ts'

const now = Date.parse('2026-11-22T09:32:00Z')

describe('what a person reads', () => {
  test('sizes, counts and times are short and in words', () => {
    expect([bytes(0), bytes(999), bytes(61e6), bytes(4.94e9), count(41203)]).toEqual([
      '0\u00a0B',
      '999\u00a0B',
      '61\u00a0MB',
      '4.9\u00a0GB',
      '41\u2009203',
    ])
    expect(ago('2026-11-22T09:28:00Z', now)).toBe('4 minutes ago')
    expect(ago('2026-11-22T09:31:40Z', now)).toBe('now')
    expect(lengthOfTime(38 * 60_000)).toBe('38 minutes')
    expect(dayOrTime('2026-10-12T05:20:00Z', now)).toBe('12 October')
  })

  test('values of settings are shown in units and read back', () => {
    expect(shownValue('bytes', '50000000')).toBe('50 MB')
    expect(shownValue('bytes', '50000001')).toBe('50000001 B')
    expect(shownValue('seconds', '600')).toBe('10 min')
    expect(shownValue('rate', '60/hour')).toBe('60 an hour')
    expect(parseShown('bytes', '75 MB')).toBe('75000000')
    expect(parseShown('bytes', '1.5 MB')).toBe('1500000')
    expect(parseShown('rate', '300 a day')).toBe('300/day')
    expect(parseShown('rate', 'as many as you like')).toBe('as many as you like')
  })

  test('whatever stands in the file is shown so that reading it back gives the same bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...EnvValueKind.options),
        fc.oneof(fc.string(), fc.nat().map(String), fc.stringMatching(/^\d{1,4}\/[a-z]{1,6}$/)),
        (kind, raw) => parseShown(kind, shownValue(kind, raw)) === raw,
      ),
    )
  })

  test('a fingerprint is grouped by four and loses nothing', () => {
    const sha = 'SHA256:qN3v7TzKdYp0wEoR4mUa81LcHs+XfG2BjVtD6iQ9oZy'
    expect(grouped(sha)).toBe('SHA256:qN3v 7TzK dYp0 wEoR 4mUa 81Lc Hs+X fG2B jVtD 6iQ9 oZy')
    expect(grouped(sha).replaceAll(' ', '')).toBe(sha)
    expect(commandToForget('gate', 2222, '/h/known_hosts')).toBe(
      "ssh-keygen -R '[gate]:2222' -f '/h/known_hosts'",
    )
  })
})

describe('a diff for reading', () => {
  test('unchanged lines shrink to a count and a changed pair marks what differs', () => {
    const same = (line: number) => ({ kind: 'same', line, text: `l${line}` }) as const
    const rows = diffRows([
      same(1),
      same(2),
      same(3),
      { kind: 'removed', line: 4, text: 'RATE=200/day' },
      { kind: 'added', line: 4, text: 'RATE=300/day' },
    ])
    expect(rows).toEqual([
      { kind: 'gap', count: 2 },
      { kind: 'same', before: 'l3', marked: '', after: '' },
      { kind: 'removed', before: 'RATE=', marked: '2', after: '00/day' },
      { kind: 'added', before: 'RATE=', marked: '3', after: '00/day' },
    ])
  })

  test('the three parts of a marked line are always the whole line', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        const { before, marked, after } = markDifference(text, other)
        return before + marked + after === text
      }),
    )
  })
})
