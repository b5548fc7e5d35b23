import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createQuoter,
  createUnquoter,
  separatorLine,
} from '../../../../../src/core/archive/store/mboxrd.ts'

const through = (create: typeof createQuoter, bytes: Buffer, cuts: readonly number[]): Buffer => {
  const out: Uint8Array[] = []
  const piecewise = create(piece => out.push(piece))
  let from = 0
  for (const cut of [...cuts, bytes.length]) {
    const to = Math.min(bytes.length, from + cut)
    piecewise.push(bytes.subarray(from, to))
    from = to
  }
  piecewise.push(bytes.subarray(from))
  piecewise.end()
  return Buffer.concat(out)
}

const piece = fc.constantFrom('From ', 'From', 'Fro', '>', '>>', '\n', '\r\n', ' ', 'x', '\0', 'F')
const text = fc.array(piece, { maxLength: 40 }).map(parts => Buffer.from(parts.join('')))
const cuts = fc.array(fc.nat(7), { maxLength: 40 })

test('each line that is From behind any number of > gets one more >, however the bytes come in pieces', () => {
  fc.assert(
    fc.property(text, cuts, (bytes, at) => {
      const wanted = bytes.toString('latin1').replace(/(^|\n)(>*From )/g, '$1>$2')
      expect(through(createQuoter, bytes, at).toString('latin1')).toBe(wanted)
    }),
    { numRuns: 2000 },
  )
})

test('what was quoted comes back byte for byte, however the bytes come in pieces', () => {
  fc.assert(
    fc.property(text, cuts, cuts, (bytes, at, back) => {
      const stored = through(createQuoter, bytes, at)
      expect(through(createUnquoter, stored, back).equals(bytes)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('the line before a message says when it was stored, as asctime does', () => {
  expect(separatorLine(Date.UTC(2026, 10, 3, 7, 5, 9)).toString()).toBe(
    'From postern@localhost Tue Nov  3 07:05:09 2026\n',
  )
})
