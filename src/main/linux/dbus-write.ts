/** Writes values in the D-Bus wire format, little-endian (D-Bus Specification, "Marshaling"). */
import { alignmentOf, type DbusValue, splitSignature, type Variant } from './dbus-types.ts'

interface Output {
  readonly parts: Buffer[]
  length: number
}

/** The bytes of `values` by their signature, starting at a multiple of eight. Throws when they do not fit it. */
export function writeValues(signature: string, values: readonly DbusValue[]): Buffer {
  const types = splitSignature(signature)
  if (types.length !== values.length)
    throw new Error(`${values.length} values for the signature ${signature}`)
  const output: Output = { parts: [], length: 0 }
  types.forEach((type, index) => writeValue(output, type, values[index] as DbusValue)) // same length
  return Buffer.concat(output.parts)
}

function put(output: Output, bytes: Buffer): void {
  output.parts.push(bytes)
  output.length += bytes.length
}

function align(output: Output, to: number): void {
  put(output, Buffer.alloc((to - (output.length % to)) % to))
}

const unfit = (type: string): Error => new Error(`a value that is no ${type}`)

function writeValue(output: Output, type: string, value: DbusValue): void {
  align(output, alignmentOf(type))
  if (typeof value === 'bigint') put(output, big(type, value))
  else if (typeof value === 'number') put(output, number(type, value))
  else if (typeof value === 'boolean') put(output, number(type === 'b' ? 'u' : '', Number(value)))
  else if (typeof value === 'string') put(output, text(type, value))
  else if (value instanceof Uint8Array) writeBytes(output, type, value)
  else if (value instanceof Map) writeMap(output, type, value)
  else if (Array.isArray(value)) writeList(output, type, value)
  else writeVariant(output, type, value as Variant) // nothing else is left
}

function number(type: string, value: number): Buffer {
  const bytes = Buffer.alloc(8)
  const writers: Readonly<Record<string, () => number>> = {
    y: () => bytes.writeUInt8(value),
    n: () => bytes.writeInt16LE(value),
    q: () => bytes.writeUInt16LE(value),
    i: () => bytes.writeInt32LE(value),
    u: () => bytes.writeUInt32LE(value),
    d: () => bytes.writeDoubleLE(value),
  }
  const length = writers[type]?.()
  if (length === undefined) throw unfit(type)
  return bytes.subarray(0, length)
}

function big(type: string, value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  if (type === 'x') bytes.writeBigInt64LE(value)
  else if (type === 't') bytes.writeBigUInt64LE(value)
  else throw unfit(type)
  return bytes
}

function text(type: string, value: string): Buffer {
  const bytes = Buffer.from(`${value}\0`)
  if (type === 'g') return Buffer.concat([number('y', bytes.length - 1), bytes])
  if (type !== 's' && type !== 'o') throw unfit(type)
  return Buffer.concat([number('u', bytes.length - 1), bytes])
}

function writeBytes(output: Output, type: string, value: Uint8Array): void {
  if (type !== 'ay') throw unfit(type)
  put(output, number('u', value.length))
  put(output, Buffer.from(value))
}

function writeList(output: Output, type: string, list: readonly DbusValue[]): void {
  if (type.startsWith('(')) {
    const inner = splitSignature(type.slice(1, -1))
    if (inner.length !== list.length) throw unfit(type)
    inner.forEach((one, index) => writeValue(output, one, list[index] as DbusValue)) // same length
    return
  }
  if (!type.startsWith('a')) throw unfit(type)
  const element = type.slice(1)
  writeArray(output, element, () => {
    for (const one of list) writeValue(output, element, one)
  })
}

function writeMap(
  output: Output,
  type: string,
  map: ReadonlyMap<string | number, DbusValue>,
): void {
  if (!type.startsWith('a{')) throw unfit(type)
  const [key = '', value = ''] = splitSignature(type.slice(2, -1))
  writeArray(output, '{', () => {
    for (const [name, one] of map) {
      align(output, alignmentOf('{'))
      writeValue(output, key, name)
      writeValue(output, value, one)
    }
  })
}

/** The length before an array counts its elements only, without the padding before the first. */
function writeArray(output: Output, element: string, write: () => void): void {
  const place = output.parts.push(Buffer.alloc(4)) - 1
  output.length += 4
  align(output, alignmentOf(element))
  const begin = output.length
  write()
  output.parts[place] = number('u', output.length - begin)
}

function writeVariant(output: Output, type: string, { signature, value }: Variant): void {
  if (type !== 'v') throw unfit(type)
  put(output, text('g', signature))
  writeValue(output, signature, value)
}
