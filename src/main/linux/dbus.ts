/** Talks to the session bus without blocking anything and without a native module. */
import { connect, type Socket } from 'node:net'
import {
  type DbusMessage,
  encodeMessage,
  messageType,
  type Question,
  takeMessage,
} from './dbus-message.ts'
import { asText, type DbusValue } from './dbus-types.ts'

export interface SessionBus {
  /** Our own name on the bus, `:1.42`. */
  readonly name: string
  /** The reply's first value. Rejects when the bus refuses or closes, and when no answer comes within five seconds. */
  ask(question: Question): Promise<DbusValue | undefined>
  /** All values of the reply; as `ask`. */
  askAll(question: Question): Promise<readonly DbusValue[]>
  /** Sends what expects no answer: signals, and replies to calls. */
  send(message: Omit<DbusMessage, 'serial'>): void
  /** Hears every message that is no reply. Answers what stops it. */
  listen(listener: (message: DbusMessage) => void): () => void
  /** Called once, when the line is closed by whomever. */
  onClose(listener: () => void): void
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
  const deadline = AbortSignal.timeout(deadlineMs)
  let bus: SessionBus | undefined
  try {
    bus = await openSessionBus(deadline)
    if (bus === undefined) return otherwise.absent
    deadline.addEventListener('abort', bus.close, { once: true })
    return await talk(bus)
  } catch {
    return deadline.aborted ? otherwise.silent : otherwise.absent
  } finally {
    if (bus) deadline.removeEventListener('abort', bus.close)
    bus?.close()
  }
}

/** A line to this session's bus that stays open; nothing when the session has none. The signal ends the attempt only. */
export async function openSessionBus(signal: AbortSignal): Promise<SessionBus | undefined> {
  const address = process.env['DBUS_SESSION_BUS_ADDRESS']
  return address ? connectBus(address, signal) : undefined
}

/** Connects and says hello; rejects when nobody listens or the signal aborts first. */
export async function connectBus(address: string, signal: AbortSignal): Promise<SessionBus> {
  const path = socketOf(address)
  if (path === undefined) throw new Error(`no socket in ${address}`)
  const socket = connect(path)
  const abort = () => socket.destroy(new Error('no answer from the session bus in time'))
  signal.addEventListener('abort', abort, { once: true })
  try {
    await authenticate(socket)
    const line = converse(socket)
    const name = await line.ask({ ...theBus, member: 'Hello' })
    return { ...line, name: asText(name) }
  } finally {
    signal.removeEventListener('abort', abort)
  }
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

/** Whoever is asked is a program on this computer. */
const answerMs = 5000

interface Waiting {
  resolve(values: readonly DbusValue[]): void
  reject(error: Error): void
}

function converse(socket: Socket): Omit<SessionBus, 'name'> {
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<(message: DbusMessage) => void>()
  let serial = 0
  const settle = (message: DbusMessage) => {
    const { type, replySerial = 0, errorName = '', body } = message
    if (type !== messageType.reply && type !== messageType.error) {
      for (const listener of listeners) listener(message)
      return
    }
    if (type === messageType.reply) waiting.get(replySerial)?.resolve(body)
    else waiting.get(replySerial)?.reject(new Error(`refused: ${errorName} ${asText(body[0])}`))
    waiting.delete(replySerial)
  }
  readMessages(socket, settle)
  socket.on('error', () => undefined) // `close` follows, and tells whoever waits
  socket.on('close', () => {
    for (const one of waiting.values()) one.reject(new Error('the session bus closed the line'))
    waiting.clear()
  })
  const send = (message: Omit<DbusMessage, 'serial'>): number => {
    socket.write(encodeMessage({ ...message, serial: ++serial }))
    return serial
  }
  const askAll = ({ body = [], ...question }: Question): Promise<readonly DbusValue[]> =>
    new Promise((resolve, reject) => {
      if (socket.destroyed) {
        reject(new Error('the session bus closed the line'))
        return
      }
      const number = send({ ...question, body, type: messageType.call })
      const late = () => {
        waiting.delete(number)
        reject(new Error(`${question.destination} does not answer`))
      }
      const timer = setTimeout(late, answerMs)
      timer.unref()
      waiting.set(number, {
        resolve(values) {
          clearTimeout(timer)
          resolve(values)
        },
        reject(error) {
          clearTimeout(timer)
          reject(error)
        },
      })
    })
  return {
    ask: async question => (await askAll(question))[0],
    askAll,
    send(message) {
      if (!socket.destroyed) send(message)
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onClose: listener => void socket.once('close', listener),
    close: () => void socket.destroy(),
  }
}

function readMessages(socket: Socket, take: (message: DbusMessage) => void): void {
  let bytes = Buffer.alloc(0)
  socket.on('data', (part: Buffer) => {
    bytes = Buffer.concat([bytes, part])
    try {
      for (let taken = takeMessage(bytes); taken; taken = takeMessage(bytes)) {
        bytes = Buffer.from(taken.rest)
        take(taken.message)
      }
    } catch (error) {
      socket.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  })
}
