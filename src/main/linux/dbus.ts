/** Asks the session bus a few questions without blocking anything and without a native module. */
import { connect, type Socket } from 'node:net'
import {
  type DbusReply,
  type DbusValue,
  encodeQuestion,
  errorReply,
  methodReturn,
  type Question,
  takeMessage,
} from './dbus-message.ts'

export interface SessionBus {
  /** The reply's first value. Rejects when the bus refuses, closes, or the signal aborts. */
  ask(question: Question): Promise<DbusValue>
  close(): void
}

/** The socket path in a bus address (D-Bus Specification, "Server Addresses"), or nothing if there is none. */
export function socketOf(address: string | undefined): string | undefined {
  for (const one of (address ?? '').split(';')) {
    const [transport, rest = ''] = one.split(/:(.*)/s)
    if (transport !== 'unix') continue
    const pairs = new Map(rest.split(',').map(pair => pair.split(/=(.*)/s) as [string, string]))
    const path = pairs.get('path')
    if (path !== undefined) return decodeURIComponent(path)
    const abstract = pairs.get('abstract')
    if (abstract !== undefined) return `\0${decodeURIComponent(abstract)}`
  }
  return undefined
}

const deadlineMs = 2000

/**
 * Talks to the session bus for at most two seconds. Never rejects: no bus, or one that refuses, is `absent`; somebody who
 * is there and does not answer in time is `silent`.
 */
export async function withSessionBus<T>(
  talk: (bus: SessionBus) => Promise<T>,
  otherwise: { readonly absent: T; readonly silent: T },
): Promise<T> {
  const address = process.env['DBUS_SESSION_BUS_ADDRESS']
  if (!address) return otherwise.absent
  const deadline = AbortSignal.timeout(deadlineMs)
  let bus: SessionBus | undefined
  try {
    bus = await connectSessionBus(address, deadline)
    return await talk(bus)
  } catch {
    return deadline.aborted ? otherwise.silent : otherwise.absent
  } finally {
    bus?.close()
  }
}

/** Connects and says hello; rejects when nobody listens or the signal aborts. */
async function connectSessionBus(address: string, signal: AbortSignal): Promise<SessionBus> {
  const path = socketOf(address)
  if (path === undefined) throw new Error(`no socket in ${address}`)
  const socket = connect(path)
  const abort = () => socket.destroy(new Error('no answer from the session bus in time'))
  signal.addEventListener('abort', abort, { once: true })
  socket.once('close', () => signal.removeEventListener('abort', abort))
  await authenticate(socket)
  const bus = converse(socket)
  await bus.ask({ ...theBus, member: 'Hello', texts: [] })
  return bus
}

/** Destination, path and interface of the bus itself. */
export const theBus = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const

/** The EXTERNAL mechanism: the kernel tells the bus who we are, the line only repeats it in hexadecimal. */
function authenticate(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the session bus closed the line')))
    socket.once('connect', () => {
      const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex')
      socket.write(`\0AUTH EXTERNAL ${user}\r\n`)
    })
    socket.once('data', (line: Buffer) => {
      socket.off('error', reject)
      if (!line.toString().startsWith('OK ')) {
        socket.destroy()
        reject(new Error('the session bus does not know us'))
        return
      }
      socket.write('BEGIN\r\n')
      resolve()
    })
  })
}

function converse(socket: Socket): SessionBus {
  const waiting = new Map<number, { resolve(value: DbusValue): void; reject(error: Error): void }>()
  let serial = 0
  let bytes = Buffer.alloc(0)
  const fail = (error: Error) => {
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  const settle = ({ type, replySerial, value }: DbusReply) => {
    if (type === methodReturn) waiting.get(replySerial)?.resolve(value)
    else if (type === errorReply)
      waiting.get(replySerial)?.reject(new Error(`refused: ${String(value)}`))
  }
  socket.on('data', (part: Buffer) => {
    bytes = Buffer.concat([bytes, part])
    try {
      for (let taken = takeMessage(bytes); taken; taken = takeMessage(bytes)) {
        bytes = Buffer.from(taken.rest)
        settle(taken.message)
      }
    } catch (error) {
      socket.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the session bus closed the line')))
  return {
    ask: question =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new Error('the session bus closed the line'))
          return
        }
        waiting.set(++serial, { resolve, reject })
        socket.write(encodeQuestion(serial, question))
      }),
    close: () => void socket.destroy(),
  }
}
