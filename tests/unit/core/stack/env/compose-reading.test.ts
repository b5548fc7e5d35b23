import { describe, expect, test } from 'vitest'
import { readEnv, type Surroundings } from '../../../../../src/core/stack/env/compose-reading.ts'
import { parseEnvDocument } from '../../../../../src/core/stack/env/env-document.ts'

const read = (text: string, compose: 'v1' | 'v2', around: Surroundings = {}) =>
  readEnv(parseEnvDocument(Buffer.from(text), compose), around)
const value = (text: string, compose: 'v1' | 'v2', around: Surroundings = {}): string | undefined =>
  read(text, compose, around).values.get('K')
const problems = (text: string, compose: 'v1' | 'v2', around: Surroundings = {}): string[] =>
  read(text, compose, around).problems.map(one => `${one.severity} ${one.code} ${one.line ?? ''}`)

/** The table of mailu.md 1.1: what is written, what v1 gives, what v2 gives. */
const table: readonly (readonly [string, string | undefined, string | undefined])[] = [
  ['  K=v', 'v', 'v'],
  ['\ufeffK=v', 'v', 'v'],
  ['K=v\r\n', 'v', 'v'],
  ['export K=v', 'v', 'v'],
  ['K =v', 'v', 'v'],
  ['K= v', 'v', 'v'],
  ['K: v', undefined, 'v'],
  ['K=v   ', 'v', 'v'],
  ['K=abc # note', 'abc', 'abc'],
  ['K=abc#def', 'abc#def', 'abc#def'],
  ['K=abc\t# note', 'abc', 'abc\t# note'],
  // The blank before the hash went with the equals sign, so this is a value.
  ['K= # note', '# note', '# note'],
  ['K="a b"', 'a b', 'a b'],
  [String.raw`K="\n\t\\\""`, '\n\t\\"', '\n\t\\"'],
  [String.raw`K="\$x"`, String.raw`\$x`, '$x'],
  [String.raw`K="\0101"`, String.raw`\0101`, 'A'],
  [String.raw`K="\0999"`, String.raw`\0999`, String.raw`\999`],
  [String.raw`K="\c"`, String.raw`\c`, String.raw`\c`],
  ['K="a\nb"', 'a\nb', 'a\nb'],
  ['K="a\r\nb"', 'a\nb', 'a\r\nb'],
  ["K='a $B'", 'a $B', 'a $B'],
  ["K='a ${B}'", 'a from B', 'a ${B}'],
  [String.raw`K='it\'s'`, "it's", "it's"],
  [String.raw`K='a\\b'`, String.raw`a\b`, String.raw`a\\b`],
  ['K=ab"cd', 'ab"cd', 'ab"cd'],
  ["K=it's", "it's", "it's"],
  ['K="open', undefined, undefined],
  ['K=a$B', 'a$B', 'afrom B'],
  ['K=a${B}', 'afrom B', 'afrom B'],
  ['K="a${B}"', 'afrom B', 'afrom B'],
  ['K=${X:-y}', 'y', 'y'],
  ['K=${E:-y}', '', 'y'],
  ['K=${E-y}', '', ''],
  ['K=${B:+y}', '${B:+y}', 'y'],
  ['K=${X:+y}', '${X:+y}', ''],
  ['K=${X:-${B}} and ${B}', '${B} and from B', 'from B and from B'],
  ['K=a$$b', 'a$$b', 'a$b'],
  ['K=a$5$!$', 'a$5$!$', 'a$5$!$'],
  ['K=a${', 'a${', undefined],
  ['K=a${!x}', 'a', undefined],
  ['K=1\nK=2', '2', '2'],
  ['K=', '', ''],
  ['K', 'from outside', undefined],
  ['K\n', 'from outside', 'from outside'],
]

describe('what a container receives', () => {
  const around: Surroundings = { process: { B: 'from B', E: '', K: 'from outside' } }

  test.each(table)('N2a %j gives %j under v1 and %j under v2', (text, v1, v2) => {
    // The key itself is in the surroundings only for its bare form.
    const own = /^K\n?$/.test(text) ? around : { process: { B: 'from B', E: '' } }
    expect([value(text, 'v1', own), value(text, 'v2', own)]).toEqual([v1, v2])
  })

  test('v1 prefers what the file said before, v2 what Compose’s own environment says', () => {
    const text = 'B=file\nK=${B}\n'
    expect(value(text, 'v1', { process: { B: 'process' } })).toBe('file')
    expect(value(text, 'v2', { process: { B: 'process' } })).toBe('process')
    expect(value(text, 'v2')).toBe('file')
  })

  test('v1 looks into .env for bare keys only, v2 for everything, and into environment: last', () => {
    const around = { dotEnv: { B: 'dotenv' }, service: { B: 'service', S: 'service' } }
    expect(value('K=${B}\n', 'v1', around)).toBe('')
    expect(value('K=${B}${S}\n', 'v2', around)).toBe('dotenvservice')
    expect(value('K\n', 'v1', { dotEnv: { K: 'x' } })).toBe('x')
    expect(value('K\n', 'v2', { dotEnv: { K: 'x' } })).toBe('x')
    expect(read('K\n', 'v2').values.has('K')).toBe(false)
  })

  test('a lone carriage return ends a line for v1 only', () => {
    expect([...read('A=1\rK=2\n', 'v1').values]).toEqual([
      ['A', '1'],
      ['K', '2'],
    ])
    expect([...read('A=1\rK=2\n', 'v2').values]).toEqual([['A', '1\rK=2']])
  })

  test('a name from the prototype of objects is a name like any other', () => {
    expect(value('K=${constructor}${toString}x', 'v2', { process: {} })).toBe('x')
  })
})

describe('what is wrong with a file', () => {
  test.each([
    ['A=1\nK="open\n', 'error unterminated-quote 2', 'error unterminated-quote 2'],
    [
      'K="open\nB=1\nC="x"\n',
      'error unterminated-quote 1',
      'warning text-after-quote 1|error bad-key 3',
    ],
    ['\n\nK: v\n', 'error yaml-style 3', ''],
    ['K:v\n', 'error yaml-style 1', ''],
    ['K:\n', 'error yaml-style 1', ''],
    ['K="a" b\n', 'error text-after-quote 1', 'warning text-after-quote 1'],
    ['two words\n', 'error unparsable 1', 'error bad-key 1'],
    ['=x\n', 'error unparsable 1', ''],
    ['A=1\nÄ%=1\n', '', 'error bad-key 2'],
    ['K=a${\n', 'error bad-substitution 1', 'error bad-substitution 1'],
    [
      'K=a${!x}\n',
      'error bad-substitution 1|warning undefined-variable 1',
      'error bad-substitution 1',
    ],
    ['K=${X:?needed}\n', 'error bad-substitution 1', 'error required-variable 1'],
    ['K=pa$word\n', '', 'warning undefined-variable 1'],
    ['K=${NOPE}\n', 'warning undefined-variable 1', 'warning undefined-variable 1'],
    ['A=1\nK', '', 'error bare-at-end 2'],
    ['# fine\n\nA=1\nexport B="x" # y\n', '', ''],
  ])('N2c %j', (text, v1, v2) => {
    expect([problems(text, 'v1').join('|'), problems(text, 'v2').join('|')]).toEqual([v1, v2])
  })

  test('bytes that are not UTF-8 stop v1 altogether and are replaced by v2', () => {
    const bytes = Buffer.concat([Buffer.from('A=1\nK=a'), Buffer.of(0xff), Buffer.from('b\n')])
    const v1 = readEnv(parseEnvDocument(bytes, 'v1'))
    expect([v1.values.size, v1.problems]).toEqual([
      0,
      [{ severity: 'error', code: 'not-utf8', line: 2, params: {} }],
    ])
    const v2 = readEnv(parseEnvDocument(bytes, 'v2'))
    expect(v2.values.get('K')).toBe('a\ufffdb')
    expect(v2.problems.map(one => one.code)).toEqual(['not-utf8'])
  })

  test('v2 gives no value past the line that stops it', () => {
    expect([...read('A=1\nB="open\nC=3\n', 'v2').values.keys()]).toEqual(['A'])
    expect([...read('A=1\nB="open\nC=3\n', 'v1').values.keys()]).toEqual(['A', 'C'])
  })

  test('a file made to exhaust its reader is read in no time', () => {
    const long = ' '.repeat(200_000)
    const nested = '${X:-'.repeat(5_000) + '}'.repeat(5_000)
    for (const compose of ['v1', 'v2'] as const) {
      const started = performance.now()
      expect(read(`K=a${long}b\n`, compose).values.get('K')).toHaveLength(200_002)
      expect(read(`K=${'"'.repeat(1)}${"\\'".repeat(50_000)}\n`, compose).problems).toHaveLength(1)
      read(`K=${nested}\n`, compose)
      expect(performance.now() - started).toBeLessThan(5_000)
    }
  })
})
