/** Reads values from the D-Bus wire format, little-endian. Throws when the bytes end before the signature does. */
import { alignmentOf, asText, type DbusValue, splitSignature } from './dbus-types.ts'

interface Input {
  readonly bytes: Buffer
  at: number
}

/** The values of a body that starts at a multiple of eight. Variants come as what is in them. */
export function readValues(signature: string, bytes: Buffer): DbusValue[] {
  const input: Input = { bytes, at: 0 }
  return splitSignature(signature).map(type => readValue(input, type))
}

function readValue(input: Input, type: string): DbusValue {
  align(input, alignmentOf(type))
  const letter = type.charAt(0)
  if (letter === 'a') return readArray(input, type)
  if (letter === '(') return splitSignature(type.slice(1, -1)).map(one => readValue(input, one))
  if (letter === 'v') return readValue(input, only(readText(input, take(input, 1).readUInt8())))
  if (letter === 'g') return readText(input, take(input, 1).readUInt8())
  if (letter === 's' || letter === 'o') return readText(input, take(input, 4).readUInt32LE())
  return readNumber(input, letter)
}

function readNumber(input: Input, letter: string): DbusValue {
  switch (letter) {
    case 'y':
      return take(input, 1).readUInt8()
    case 'n':
      return take(input, 2).readInt16LE()
    case 'q':
      return take(input, 2).readUInt16LE()
    case 'b':
      return take(input, 4).readUInt32LE() !== 0
    case 'i':
      return take(input, 4).readInt32LE()
    case 'x':
      return take(input, 8).readBigInt64LE()
    case 't':
      return take(input, 8).readBigUInt64LE()
    case 'd':
      return take(input, 8).readDoubleLE()
    default: // u, and h: the number of a descriptor
      return take(input, 4).readUInt32LE()
  }
}

function readArray(input: Input, type: string): DbusValue {
  const length = take(input, 4).readUInt32LE()
  const element = type.slice(1)
  if (element === 'y') return Buffer.from(take(input, length))
  align(input, alignmentOf(element))
  const end = input.at + length
  if (element.startsWith('{')) return readMap(input, element, end)
  const list: DbusValue[] = []
  while (input.at < end) list.push(readValue(input, element))
  return list
}

function readMap(input: Input, element: string, end: number): DbusValue {
  const [key = '', value = ''] = splitSignature(element.slice(1, -1))
  const map = new Map<string | number, DbusValue>()
  while (input.at < end) {
    align(input, alignmentOf('{'))
    const name = readValue(input, key)
    map.set(typeof name === 'number' ? name : asText(name), readValue(input, value))
  }
  return map
}

function only(signature: string): string {
  const [first, ...more] = splitSignature(signature)
  if (first === undefined || more.length > 0) throw new Error('a variant holds one value')
  return first
}

function readText(input: Input, length: number): string {
  return take(input, length + 1).toString('utf8', 0, length)
}

function align(input: Input, to: number): void {
  input.at = Math.ceil(input.at / to) * to
}

function take(input: Input, count: number): Buffer {
  const end = input.at + count
  if (end > input.bytes.length) throw new Error('a D-Bus message ends too early')
  const part = input.bytes.subarray(input.at, end)
  input.at = end
  return part
}
