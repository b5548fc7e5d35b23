import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeMessage, messageType, takeMessage } from '../../../src/main/linux/dbus-message.ts'
import { readValues } from '../../../src/main/linux/dbus-read.ts'
import { type DbusValue, splitSignature, variant } from '../../../src/main/linux/dbus-types.ts'
import { writeValues } from '../../../src/main/linux/dbus-write.ts'

const text = fc.string({ unit: 'grapheme' }).filter(one => !one.includes('\0'))
type Typed = readonly [signature: string, value: DbusValue]
const leaves: fc.Arbitrary<Typed>[] = [
  fc.tuple(fc.constantFrom('s'), text),
  fc.tuple(fc.constantFrom('b'), fc.boolean()),
  fc.tuple(fc.constantFrom('y'), fc.integer({ min: 0, max: 255 })),
  fc.tuple(fc.constantFrom('q'), fc.integer({ min: 0, max: 0xffff })),
  fc.tuple(fc.constantFrom('i'), fc.integer()),
  fc.tuple(fc.constantFrom('x'), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  fc.tuple(fc.constantFrom('d'), fc.double({ noNaN: true })),
  fc.tuple(fc.constantFrom('as'), fc.array(text)),
  fc.tuple(
    fc.constantFrom('a{si}'),
    fc.array(fc.tuple(text, fc.integer())).map(pairs => new Map(pairs)),
  ),
]
const typed: fc.Arbitrary<Typed> = fc.letrec<{ value: Typed }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    ...leaves,
    fc
      .array(tie('value'), { minLength: 1, maxLength: 4 })
      .map(parts => [`(${parts.map(([s]) => s).join('')})`, parts.map(([, v]) => v)] as Typed),
    // An array of bytes is bytes.
    tie('value').map(([signature, value]): Typed =>
      signature === 'y' ? ['ay', Buffer.from([Number(value)])] : [`a${signature}`, [value, value]],
    ),
  ),
})).value

test('whatever is written in any type is read back the same', () => {
  fc.assert(
    fc.property(fc.array(typed, { maxLength: 6 }), parts => {
      const signature = parts.map(([one]) => one).join('')
      const values = parts.map(([, value]) => value)
      expect(readValues(signature, writeValues(signature, values))).toEqual(values)
    }),
  )
})

test('a message survives the wire whole, in any pieces, and leaves what follows', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 0xffff_ffff }), (word, serial) => {
      const message = {
        ...{ type: messageType.signal, serial, path: '/a/b', interface: 'a.b', member: 'Said' },
        ...{ signature: 'sv', body: [word, variant('as', [word])] },
      }
      const bytes = encodeMessage(message)
      for (const cut of [0, 15, bytes.length - 1])
        expect(takeMessage(bytes.subarray(0, cut))).toBeUndefined()
      const taken = takeMessage(Buffer.concat([bytes, Buffer.from('next')]))
      expect(taken?.message).toEqual({ ...message, body: [word, [word]] })
      expect(taken?.rest.toString()).toBe('next')
    }),
  )
})

test('a dictionary of variants has the bytes that the specification gives', () => {
  const hints = new Map([['urgency', variant('y', 2)]])
  expect(writeValues('a{sv}', [hints]).toString('hex')).toBe(
    ['10000000', '00000000', '07000000', '757267656e637900', '017900', '02'].join(''),
  )
})

test('bytes that end too early, a foreign byte order and a malformed signature are refused', () => {
  expect(() => readValues('s', Buffer.from('ff000000', 'hex'))).toThrow('too early')
  expect(() => takeMessage(Buffer.from('B'.padEnd(16, '\0')))).toThrow('byte order')
  for (const signature of ['(s', 'a', 'a{s', 'z', '('.repeat(200)])
    expect(() => splitSignature(signature)).toThrow()
})

test('a value that does not fit its signature is refused before anything is sent', () => {
  const misfits: [string, DbusValue][] = [
    ['s', 1],
    ['u', 'x'],
    ['as', 'x'],
    ['(ss)', ['x']],
    ['b', 'true'],
    ['ay', 'x'],
  ]
  for (const [signature, value] of misfits) expect(() => writeValues(signature, [value])).toThrow()
})
