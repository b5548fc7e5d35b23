import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  toBytes,
  toText,
  withReplacements,
} from '../../../../../src/core/stack/env/lossless-text.ts'

const plain = (bytes: Uint8Array): number[] => [...bytes]

describe('bytes as text and back', () => {
  test('N2a any bytes come back as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        expect(plain(toBytes(toText(bytes)))).toEqual(plain(bytes))
      }),
      { numRuns: 2000 },
    )
  })

  test('what is UTF-8 is the text that everybody reads, byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(toText(Buffer.from(text))).toBe(Buffer.from(text).toString())
      }),
    )
    expect(toText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA')
  })

  test('overlong forms, surrogates in UTF-8, cut sequences and numbers past Unicode are kept as bytes', () => {
    const odd = [
      [0xc0, 0xaf],
      [0xe0, 0x80, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf0, 0x80, 0x80, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xf5],
      [0xe2, 0x82],
      [0xf0, 0x9f, 0x98],
      [0x80],
    ]
    for (const bytes of odd) {
      const text = toText(Uint8Array.from(bytes))
      expect(text).toHaveLength(bytes.length)
      expect(withReplacements(text)).toBe('\ufffd'.repeat(bytes.length))
      expect(plain(toBytes(`😀${text}é`))).toEqual([...Buffer.from('😀'), ...bytes, 0xc3, 0xa9])
    }
  })
})
