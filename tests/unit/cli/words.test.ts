import { describe, expect, test } from 'vitest'
import { commands } from '../../../src/cli/commands/index.ts'
import { optionsOf } from '../../../src/cli/parse/parse-argv.ts'
import { bytesWords, dateWords } from '../../../src/cli/show/measures.ts'
import { phrase } from '../../../src/cli/show/phrase.ts'
import { plain } from '../../../src/cli/show/plain.ts'
import { stepLines } from '../../../src/cli/show/steps.ts'
import { facts, table } from '../../../src/cli/show/table.ts'
import { en } from '../../../src/shared/locales/en/index.ts'

describe('words of codes', () => {
  test('are filled with their params', () => {
    expect(phrase('doctor.codes', 'tcp-open', { address: '::1', port: 22 })).toBe(
      '::1 answers on port 22.',
    )
  })

  test.each(['unheard-of', '__proto__', 'toString', 'constructor'])(
    'a code without words stands for itself: %s',
    code => {
      expect(phrase('doctor.codes', code)).toBe(code)
    },
  )
})

describe('the catalogue and the commands', () => {
  test('every text of an option or a command is used', () => {
    const used = new Set(commands.flatMap(command => optionsOf(command).map(({ name }) => name)))
    expect(Object.keys(en.cli.options).filter(name => !used.has(name as never))).toEqual([])
    expect(Object.keys(en.cli.commands)).toEqual(
      expect.arrayContaining(commands.map(({ path }) => path)),
    )
    expect(Object.keys(en.cli.commands)).toHaveLength(commands.length)
  })

  test('no command takes the same option twice', () => {
    const doubled = commands.filter(command => {
      const names = optionsOf(command).map(({ name }) => name)
      return new Set(names).size < names.length
    })
    expect(doubled.map(({ path }) => path)).toEqual([])
  })
})

describe('what is shown', () => {
  test('steps of a doctor are words, not codes', () => {
    const step = { id: 'dns', verdict: 'right', code: 'dns-found' } as const
    const shown = stepLines('doctor', [{ ...step, params: { host: 'h', addresses: '192.0.2.1' } }])
    expect(shown.split('\n')).toEqual(['Step  Verdict  What', 'Name  right    h is 192.0.2.1.'])
  })

  test('a table keeps its columns whatever the script', () => {
    const rows = [
      { a: 'ä', b: 1 },
      { a: '日本', b: undefined },
    ]
    const columns = [
      { title: 'A', of: (row: (typeof rows)[number]) => row.a },
      { title: 'B', of: (row: (typeof rows)[number]) => row.b },
    ]
    expect(table(rows, columns, 'none').split('\n')).toEqual(['A   B', 'ä   1', '日本  –'])
    expect(table([], columns, 'none')).toBe('none')
  })

  test('facts leave out what is not known', () => {
    expect(
      facts([
        ['One', 1],
        ['Three', undefined],
        ['Two', '2'],
      ]),
    ).toBe('One  1\nTwo  2')
  })

  test('sizes and dates are for reading', () => {
    expect([0, 1023, 1536, 5 * 1024 ** 3].map(bytesWords)).toEqual([
      '0 B',
      '1023 B',
      '1.5 KiB',
      '5.0 GiB',
    ])
    expect(dateWords('2026-11-22T10:00:00Z')).toMatch(/^2026-11-2\d \d\d:00:00$/)
    expect([dateWords(undefined), dateWords('odd')]).toEqual([undefined, 'odd'])
  })

  test('text from outside cannot steer the terminal', () => {
    expect(plain('a\u001b[2Jb\r\nc\td\u202e\u0007')).toBe('a\\x1b[2Jb\nc\td\\x202e\\x07')
  })
})
