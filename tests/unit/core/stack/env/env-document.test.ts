import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readEnv } from '../../../../../src/core/stack/env/compose-reading.ts'
import { envBytes, get, parseEnvDocument } from '../../../../../src/core/stack/env/env-document.ts'
import { envLines } from '../../../../../src/core/stack/env/env-lines.ts'
import { toText } from '../../../../../src/core/stack/env/lossless-text.ts'
import { setKey } from '../../../../../src/core/stack/env/set-key.ts'
import { unsetKey } from '../../../../../src/core/stack/env/unset-key.ts'
import { anyEnvBytes, intendedValue, soundEnvText } from '../../../../support/env-files.ts'

const generations = ['v1', 'v2'] as const
const open = (text: string, compose: 'v1' | 'v2') => parseEnvDocument(Buffer.from(text), compose)
/** The text after setting a key, or the reason of the refusal in brackets. */
const set = (text: string, key: string, value: string, compose: 'v1' | 'v2' = 'v2'): string => {
  const result = setKey(open(text, compose), key, value)
  return 'refusal' in result ? `[${result.refusal}]` : result.document.text
}
const unset = (text: string, key: string, compose: 'v1' | 'v2' = 'v2'): string => {
  const result = unsetKey(open(text, compose), key)
  return 'refusal' in result ? `[${result.refusal}]` : result.document.text
}
const physical = (text: string): string[] => text.split(/(?<=\n)/)

describe.each(generations)('an env document under Compose %s', compose => {
  test('N2a 1,000 generated files are given back byte for byte, and so are their lines', () => {
    fc.assert(
      fc.property(anyEnvBytes, bytes => {
        const document = parseEnvDocument(bytes, compose)
        expect(Buffer.from(envBytes(document)).equals(bytes)).toBe(true)
        expect(
          envLines(document)
            .map(line => line.text)
            .join(''),
        ).toBe(toText(bytes))
      }),
      { numRuns: 1000, seed: 20261122 },
    )
  })

  test('N2a one edit changes exactly one line, and the value is read back', () => {
    let written = 0
    fc.assert(
      fc.property(
        soundEnvText,
        fc.constantFrom('DOMAIN', 'RELAYPASSWORD', 'MY_OWN_KEY', 'NEW_KEY'),
        intendedValue,
        (text, key, value) => {
          const document = open(text, compose)
          const before = document.statements.findLast(one => one.key === key)
          const spansLines = before && /[\r\n]/.test(before.text)
          fc.pre(!spansLines)
          const result = setKey(document, key, value)
          if ('refusal' in result) return
          written += 1
          expect(readEnv(result.document).values.get(key)).toBe(value)
          const [old, young] = [physical(text), physical(result.document.text)]
          if (before) {
            expect(young).toHaveLength(old.length)
            expect(young.filter((line, i) => line !== old[i]).length).toBeLessThanOrEqual(1)
          } else {
            const kept = text === '' || text === '\ufeff' ? 0 : old.length
            expect(young).toHaveLength(kept + 1)
            // The last old line may have been given the line end that it lacked.
            expect(result.document.text.startsWith(text)).toBe(true)
          }
        },
      ),
      { numRuns: 1000, seed: 20261122 },
    )
    expect(written).toBeGreaterThan(800)
  })

  test('N2a an edit in a file of any kind reads back exactly or is refused, and moves nothing else', () => {
    fc.assert(
      fc.property(anyEnvBytes, intendedValue, (bytes, value) => {
        const document = parseEnvDocument(bytes, compose)
        const result = setKey(document, 'RELAYPASSWORD', value)
        if ('refusal' in result) return
        const [before, after] = [readEnv(document), readEnv(result.document)]
        expect(after.values.get('RELAYPASSWORD')).toBe(value)
        const raw = (one: typeof document) =>
          one.statements.filter(s => s.key !== 'RELAYPASSWORD').map(s => [s.key, s.text])
        expect(raw(result.document)).toEqual(raw(document))
        expect(after.problems.length).toBeLessThanOrEqual(before.problems.length)
      }),
      { numRuns: 1000, seed: 7 },
    )
  })

  test('a key that was taken out is gone, and the others are read as before', () => {
    fc.assert(
      fc.property(soundEnvText, text => {
        const document = open(text, compose)
        const result = unsetKey(document, 'DOMAIN')
        if ('refusal' in result) throw new Error(result.refusal)
        const [before, after] = [readEnv(document), readEnv(result.document)]
        expect(after.values.has('DOMAIN')).toBe(false)
        expect([...after.values]).toEqual([...before.values].filter(([key]) => key !== 'DOMAIN'))
      }),
      { numRuns: 500 },
    )
  })
})

describe('an edited line', () => {
  test('keeps indent, export, spaces, inline comment and line end', () => {
    expect(set('  export DOMAIN = old.org  # mine\r\nA=1\n', 'DOMAIN', 'new.org')).toBe(
      '  export DOMAIN = new.org  # mine\r\nA=1\n',
    )
    expect(set('DOMAIN="old.org"#x\n', 'DOMAIN', 'new.org', 'v1')).toBe("DOMAIN='new.org'#x\n")
  })

  test('is the last one of its key', () => {
    expect(set('A=1\nB=2\nA=3\n#A=4\n', 'A', '5')).toBe('A=1\nB=2\nA=5\n#A=4\n')
  })

  test('keeps a comment behind an emptied value a comment', () => {
    expect(set('A=1 # note\n', 'A', '')).toBe("A='' # note\n")
  })

  test('stays as it is when the value is there already, however it is quoted', () => {
    expect(set('A="x y"\n', 'A', 'x y')).toBe('A="x y"\n')
    // Here it is there by luck of the surroundings only.
    expect(set('A="$B"\n', 'A', '$B')).toBe("A='$B'\n")
  })

  test('turns a bare key and a YAML-style line into what it should be', () => {
    expect(set('A\nB=1\n', 'A', 'x')).toBe('A=x\nB=1\n')
    expect(set('A: old\n', 'A', 'x', 'v2')).toBe('A: x\n')
    expect(set('A: old\n', 'A', 'x', 'v1')).toBe('A: old\nA=x\n')
  })

  test('N2a keeps the line end of Windows behind a value that was empty', () => {
    for (const compose of ['v1', 'v2'] as const) {
      expect(set('A=\r\nB=1\r\n', 'A', 'x', compose)).toBe('A=x\r\nB=1\r\n')
      expect(set('A=1\r\nB= \r\n', 'B', 'x', compose)).toMatch(/^A=1\r\nB= ?x ?\r\n$/)
    }
  })

  test('shrinks to one line when the old value spanned several', () => {
    expect(set('A="x\ny" # c\nB=1\n', 'A', 'z')).toBe('A=z # c\nB=1\n')
  })
})

describe('a new key', () => {
  test('goes to the end with the line end of the file', () => {
    expect(set('A=1\r\nB=2\r\n', 'C', '3')).toBe('A=1\r\nB=2\r\nC=3\r\n')
    expect(set('A=1\r\nB=2', 'C', '3')).toBe('A=1\r\nB=2\r\nC=3\r\n')
    expect(set('A=1\nB=2', 'C', '3')).toBe('A=1\nB=2\nC=3\n')
    expect(set('', 'C', '3')).toBe('C=3\n')
    expect(set('\ufeff', 'C', '3')).toBe('\ufeffC=3\n')
  })

  test('does not disturb an open quote further up', () => {
    expect(set('A="open\nB=1\n', 'C', `x"y'z`, 'v1')).toBe('[not-representable]')
    expect(set('A="open\nB=1\n', 'C', 'x', 'v2')).toBe('[file-unreadable]')
  })
})

describe('values as they are written', () => {
  test.each([
    ['plain', 'plain', 'plain'],
    ['[smtp.example.org]:587', '[smtp.example.org]:587', '[smtp.example.org]:587'],
    ['', '', ''],
    ['two words', "'two words'", "'two words'"],
    [' leading', "' leading'", "' leading'"],
    ['pa$word', "'pa$word'", "'pa$word'"],
    ['a#b', "'a#b'", "'a#b'"],
    ["it's", `"it's"`, `"it's"`],
    ['say "hi"', `'say "hi"'`, `'say "hi"'`],
    ["it's $5 \\", undefined, undefined],
  ])('%j is read back by both generations', (value, v1, v2) => {
    if (v1 !== undefined) expect(set('', 'K', value, 'v1')).toBe(`K=${v1}\n`)
    if (v2 !== undefined) expect(set('', 'K', value, 'v2')).toBe(`K=${v2}\n`)
    for (const compose of generations) {
      const result = setKey(open('', compose), 'K', value)
      expect('document' in result && readEnv(result.document).values.get('K')).toBe(value)
    }
  })

  test('a dollar with a brace is beyond v1, which expands it in any quotes; v2 takes it', () => {
    expect(set('', 'K', 'a${B}c', 'v1')).toBe('[not-representable]')
    expect(set('', 'K', 'a${B}c', 'v2')).toBe("K='a${B}c'\n")
  })

  test('what no env file can hold is refused with its reason', () => {
    expect(set('', 'K', 'two\nlines')).toBe('[newline]')
    expect(set('', 'K', 'two\rlines')).toBe('[newline]')
    expect(set('', 'K', 'a\0b')).toBe('[nul]')
    expect(set('', 'K', 'a\ud800b')).toBe('[not-text]')
    expect(set('', 'K K', 'x')).toBe('[bad-key]')
    expect(set('', 'K=', 'x')).toBe('[bad-key]')
    expect(set('', '#K', 'x')).toBe('[bad-key]')
  })

  test('a file that Compose v1 cannot open at all takes no edit', () => {
    const document = parseEnvDocument(Uint8Array.of(0x23, 0xff, 0x0a), 'v1')
    expect(setKey(document, 'K', 'x')).toEqual({ refusal: 'file-unreadable', line: 1 })
  })
})

describe('taking a key out', () => {
  test('removes every line that sets it and leaves comments alone', () => {
    expect(unset('# A\nA=1\n#A=0\nexport A="x\ny" # c\nB=2\nA', 'A')).toBe('# A\n#A=0\nB=2\n')
    expect(unset('\ufeffA=1\r\nB=2\r\n', 'A')).toBe('\ufeffB=2\r\n')
    expect(unset('B=2\n', 'A')).toBe('B=2\n')
  })

  test('removes under v1 also the line that v1 ignores', () => {
    expect(unset('A: 1\nB=2\n', 'A', 'v1')).toBe('B=2\n')
  })

  test('is refused where a line holds two settings', () => {
    expect(unset('A="1" B=2\n', 'A', 'v2')).toBe('[shares-line]')
  })
})

describe('lines for a person', () => {
  test('tell what each line is', () => {
    const text = '# c\n\n  export A = "x y" # n\r\nB\nC: v\nD="x\ny"\n'
    const lines = envLines(open(text, 'v2'))
    expect(lines.map(({ kind, number }) => [kind, number])).toEqual([
      ['comment', 1],
      ['blank', 2],
      ['assignment', 3],
      ['bare', 4],
      ['yaml-style', 5],
      ['assignment', 6],
    ])
    expect(lines[2]).toEqual({
      kind: 'assignment',
      number: 3,
      text: '  export A = "x y" # n\r\n',
      key: 'A',
      indent: '  ',
      isExported: true,
      rawValue: '"x y"',
      quote: '"',
      tail: ' # n',
    })
    const old = envLines(open('C: v\nD="open\n', 'v1'))
    expect(old.map(({ kind }) => kind)).toEqual(['yaml-style', 'unparsable'])
  })

  test('the value as written leaves dollars alone', () => {
    expect(get(open('A="$B \\n"\nB\n', 'v1'), 'A')).toBe('$B \n')
    expect(get(open('A=1\nB\n', 'v1'), 'B')).toBeUndefined()
    expect(get(open('A=1\n', 'v1'), 'C')).toBeUndefined()
  })
})
