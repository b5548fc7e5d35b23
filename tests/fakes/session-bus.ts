/** A session bus that answers a few questions by the member's name: enough of the wire format to be read back. */
import type { Socket } from 'node:net'

/** A text starting with `/` is an object path; `Get` is answered with a variant; `never` is not answered. */
export type Answers = Readonly<Record<string, boolean | string | readonly string[]>>

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const pad = (bytes: Buffer, to: number) =>
  Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)])
const text = (value: string) =>
  Buffer.concat([u32(Buffer.byteLength(value)), Buffer.from(`${value}\0`)])

function body(member: string, answer: Answers[string]): [signature: string, bytes: Buffer] {
  if (typeof answer === 'boolean') {
    const bytes = u32(answer ? 1 : 0)
    return member === 'Get' ? ['v', Buffer.concat([Buffer.from('\x01b\0\0'), bytes])] : ['b', bytes]
  }
  if (typeof answer === 'string') return [answer.startsWith('/') ? 'o' : 's', text(answer)]
  const texts = answer.reduce(
    (all, one) => Buffer.concat([pad(all, 4), text(one)]),
    Buffer.alloc(0),
  )
  return ['as', Buffer.concat([u32(texts.length), texts])]
}

function message(type: 2 | 3 | 4, replyTo: number, signature: string, content: Buffer): Buffer {
  const fields = Buffer.concat([
    pad(Buffer.concat([Buffer.from('\x05\x01u\0'), u32(replyTo)]), 8),
    Buffer.from('\x08\x01g\0'),
    Buffer.from([signature.length]),
    Buffer.from(`${signature}\0`),
  ])
  const head = Buffer.concat([
    Buffer.from(['l'.charCodeAt(0), type, 1, 1]),
    u32(content.length),
    u32(1),
    u32(fields.length),
  ])
  return Buffer.concat([head, pad(fields, 8), content])
}

/** Serves one connection. */
export function serveFakeBus(socket: Socket, answers: Answers): void {
  socket.on('error', () => undefined) // the asker hangs up when it knows enough
  socket.once('data', () => {
    socket.write('OK 0123\r\n')
    socket.on('data', (part: Buffer) => {
      for (const question of split(part)) answerOne(socket, question, answers)
    })
  })
}

function* split(part: Buffer): Generator<Buffer> {
  const begin = Buffer.from('BEGIN\r\n')
  let rest = part.subarray(0, begin.length).equals(begin) ? part.subarray(begin.length) : part
  while (rest.length >= 16) {
    const length = Math.ceil((16 + rest.readUInt32LE(12)) / 8) * 8 + rest.readUInt32LE(4)
    yield rest.subarray(0, length)
    rest = rest.subarray(length)
  }
}

function answerOne(socket: Socket, question: Buffer, answers: Answers): void {
  const serial = question.readUInt32LE(8)
  const members = ['Hello', ...Object.keys(answers)]
  const member = members.find(name => question.includes(`${name}\0`))
  if (member === 'Hello') {
    // A signal in between, as every real bus sends one: it answers nothing.
    socket.write(message(4, 0, 's', text(':1.1')))
    socket.write(message(2, serial, 's', text(':1.1')))
    return
  }
  const answer = member === undefined ? undefined : answers[member]
  if (answer === 'never') return
  if (member === undefined || answer === undefined)
    socket.write(message(3, serial, 's', text('unknown')))
  else socket.write(message(2, serial, ...body(member, answer)))
}
