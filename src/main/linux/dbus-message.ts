/** Messages of the session bus: their header and their framing (D-Bus Specification, "Message Format"). */
import { readValues } from './dbus-read.ts'
import { type DbusValue, type Variant, variant } from './dbus-types.ts'
import { writeValues } from './dbus-write.ts'

export const messageType = { call: 1, reply: 2, error: 3, signal: 4 } as const

/** Header fields by number, with the type of each. */
const fields = {
  path: [1, 'o'],
  interface: [2, 's'],
  member: [3, 's'],
  errorName: [4, 's'],
  replySerial: [5, 'u'],
  destination: [6, 's'],
  sender: [7, 's'],
  signature: [8, 'g'],
} as const satisfies Record<string, readonly [number, string]>

export interface DbusMessage {
  readonly type: number
  readonly serial: number
  readonly path?: string
  readonly interface?: string
  readonly member?: string
  readonly errorName?: string
  readonly replySerial?: number
  readonly destination?: string
  readonly sender?: string
  /** @default '' */
  readonly signature?: string
  readonly body: readonly DbusValue[]
}

/** A method that is called, with its arguments. */
export interface Question {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  /** @default '' */
  readonly signature?: string
  readonly body?: readonly DbusValue[]
}

const headerSignature = 'yyyyuua(yv)'
const protocolVersion = 1
/** Before the fields of the header: fixed by the format. */
const fixedLength = 16
/** A note, a menu, an icon: far below it. The specification allows 128 MiB. */
const longestMessage = 16 * 1024 * 1024

/** The whole message as bytes. Throws when the body does not fit its signature. */
export function encodeMessage(message: DbusMessage): Buffer {
  const { type, serial, signature = '', body } = message
  const content = writeValues(signature, body)
  const list = Object.entries(fields).flatMap(([name, [code, kind]]): [number, Variant][] => {
    const value = message[name as keyof typeof fields]
    return value === undefined || value === '' ? [] : [[code, variant(kind, value)]]
  })
  const head = writeValues(headerSignature, [
    ...['l'.charCodeAt(0), type, 0, protocolVersion],
    ...[content.length, serial, list],
  ])
  return Buffer.concat([head, Buffer.alloc(-head.length & 7), content])
}

/** Takes the first whole message off `bytes`; nothing while it is not complete. Throws on what is no message. */
export function takeMessage(bytes: Buffer): { message: DbusMessage; rest: Buffer } | undefined {
  if (bytes.length < fixedLength) return undefined
  if (bytes[0] !== 'l'.charCodeAt(0)) throw new Error('the bus speaks another byte order')
  const headEnd = fixedLength + bytes.readUInt32LE(12)
  const bodyStart = Math.ceil(headEnd / 8) * 8
  const end = bodyStart + bytes.readUInt32LE(4)
  if (end > longestMessage) throw new Error('a message of the bus is too long')
  if (bytes.length < end) return undefined
  const head = readValues(headerSignature, bytes.subarray(0, headEnd))
  const named = headerFields(head[6])
  const body = readValues(named.signature ?? '', bytes.subarray(bodyStart, end))
  const message = { type: Number(head[1]), serial: Number(head[5]), ...named, body }
  return { message, rest: bytes.subarray(end) }
}

type Named = Partial<Pick<DbusMessage, keyof typeof fields>>

function headerFields(list: DbusValue | undefined): Named {
  const pairs = new Map(list as [number, DbusValue][]) // by the header's signature
  const found = Object.entries(fields).flatMap(([name, [code, kind]]) => {
    const value = pairs.get(code)
    return typeof value === (kind === 'u' ? 'number' : 'string') ? [[name, value]] : []
  })
  return Object.fromEntries(found) as Named
}
