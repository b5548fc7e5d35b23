/**
 * The little of the D-Bus wire format that a question with text arguments needs (D-Bus Specification, "Message
 * Format"): little-endian method calls out; replies with one value of the types b, s, o, v or as in.
 */
const methodCall = 1
export const methodReturn = 2
export const errorReply = 3
/** Header fields by number: path, interface, member, reply serial, destination, signature. */
const field = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, signature: 8 }

export interface Question {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly texts: readonly string[]
}

export interface DbusReply {
  readonly type: number
  readonly replySerial: number
  readonly value: DbusValue
}

export type DbusValue = string | boolean | readonly string[] | undefined

const padding = (length: number, to: number) => Buffer.alloc((to - (length % to)) % to)

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(bytes.length)
  return Buffer.concat([length, bytes, Buffer.alloc(1)])
}

/** Joins parts, each aligned to `to` bytes from the start. */
function aligned(parts: readonly Buffer[], to: number): Buffer {
  return parts.reduce(
    (all, part) => Buffer.concat([all, padding(all.length, to), part]),
    Buffer.alloc(0),
  )
}

function headerField(code: number, type: 'o' | 's' | 'g', value: string): Buffer {
  const signature = Buffer.from([code, 1, type.charCodeAt(0), 0])
  const short = Buffer.concat([Buffer.from([value.length]), Buffer.from(`${value}\0`)])
  return Buffer.concat([signature, type === 'g' ? short : text(value)])
}

/** A method call whose arguments are all texts. */
export function encodeQuestion(serial: number, question: Question): Buffer {
  const body = aligned(question.texts.map(text), 4)
  const fields = [
    headerField(field.path, 'o', question.path),
    headerField(field.interface, 's', question.interface),
    headerField(field.member, 's', question.member),
    headerField(field.destination, 's', question.destination),
    ...(question.texts.length > 0
      ? [headerField(field.signature, 'g', 's'.repeat(question.texts.length))]
      : []),
  ]
  const list = aligned(fields, 8)
  const head = Buffer.alloc(16)
  head.write('l')
  head.writeUInt8(methodCall, 1)
  head.writeUInt8(1, 3) // protocol version
  head.writeUInt32LE(body.length, 4)
  head.writeUInt32LE(serial, 8)
  head.writeUInt32LE(list.length, 12)
  return Buffer.concat([head, list, padding(list.length, 8), body])
}

/** Takes the first whole message off `bytes`; nothing while it is not complete. Throws on a foreign byte order. */
export function takeMessage(bytes: Buffer): { message: DbusReply; rest: Buffer } | undefined {
  if (bytes.length < 16) return undefined
  if (bytes[0] !== 'l'.charCodeAt(0)) throw new Error('the bus speaks another byte order')
  const fieldsEnd = 16 + bytes.readUInt32LE(12)
  const bodyStart = Math.ceil(fieldsEnd / 8) * 8
  const end = bodyStart + bytes.readUInt32LE(4)
  if (bytes.length < end) return undefined
  const { replySerial, signature } = readFields(bytes, fieldsEnd)
  const value = readValue(bytes.subarray(bodyStart, end), signature)
  return { message: { type: bytes[1] ?? 0, replySerial, value }, rest: bytes.subarray(end) }
}

function readFields(bytes: Buffer, end: number): { replySerial: number; signature: string } {
  let at = 16
  let replySerial = 0
  let signature = ''
  while (at < end) {
    at = Math.ceil(at / 8) * 8
    const code = bytes[at]
    const type = String.fromCharCode(bytes[at + 2] ?? 0)
    at += 4 // code, and the one-letter signature with its length and end
    if (type === 'u') {
      if (code === field.replySerial) replySerial = bytes.readUInt32LE(at)
      at += 4
    } else if (type === 'g') {
      const length = bytes[at] ?? 0
      if (code === field.signature) signature = bytes.toString('utf8', at + 1, at + 1 + length)
      at += length + 2
    } else {
      at += 4 + bytes.readUInt32LE(at) + 1
    }
  }
  return { replySerial, signature }
}

const readText = (bytes: Buffer, at: number) =>
  bytes.toString('utf8', at + 4, at + 4 + bytes.readUInt32LE(at))

/** The first value of a body, by its signature; nothing for a type that no question here asks for. */
function readValue(body: Buffer, signature: string): DbusValue {
  if (signature.startsWith('b')) return body.readUInt32LE(0) !== 0
  if (signature.startsWith('s') || signature.startsWith('o')) return readText(body, 0)
  if (signature === 'as') return readTexts(body)
  if (signature !== 'v') return undefined
  const inner = body.toString('utf8', 1, 1 + (body[0] ?? 0))
  // The value of a variant with a one-letter signature starts at the next multiple of four: byte 4.
  return readValue(body.subarray(4), inner)
}

function readTexts(body: Buffer): string[] {
  const end = 4 + body.readUInt32LE(0)
  const texts: string[] = []
  for (let at = 4; at < end;) {
    at = Math.ceil(at / 4) * 4
    texts.push(readText(body, at))
    at += 4 + body.readUInt32LE(at) + 1
  }
  return texts
}
