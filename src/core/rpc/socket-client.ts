/** Calls to the process that owns the data folder. */
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Reply } from '../../shared/bridge.ts'
import { AppError, toWire } from '../../shared/errors.ts'
import { z } from '../../shared/zod.ts'
import type { OperatingSystem } from '../platform.ts'
import type { Listener } from './events.ts'
import { socketPathFor } from './socket-path.ts'
import { keyFileIn } from './socket-server.ts'
import { readLines, writeLine } from './wire-lines.ts'

const Message = z.union([
  z.object({ id: z.number(), reply: z.custom<Reply>(value => typeof value === 'object') }),
  z.object({ id: z.number(), accepted: z.literal(true) }),
  z.object({ id: z.number(), moved: z.literal(true) }),
  z.object({ topic: z.string(), payload: z.unknown() }),
])

export interface SocketClient {
  /** Answers `moved` when the owner left without taking the call up: it may be made again elsewhere. */
  call(method: string, input: unknown): Promise<Reply | 'moved'>
  listen(listener: Listener): void
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (answer: Reply | 'moved') => void
  isAccepted: boolean
}

const opened = (path: string): Promise<Socket | undefined> =>
  new Promise(resolve => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(undefined))
  })

const gone = (): Reply => ({
  ok: false,
  error: toWire(new AppError('host-gone', {}, { retryable: true })),
})

/** Connects to the owner of `dataDir`, or answers undefined when nobody listens. A call that was taken up and never answered ends as `host-gone`. */
export async function connectSocket(
  dataDir: string,
  os: OperatingSystem,
): Promise<SocketClient | undefined> {
  const key = await readFile(keyFileIn(dataDir), 'utf8').catch(() => undefined)
  const socket = key === undefined ? undefined : await opened(socketPathFor(dataDir, os))
  if (socket === undefined) return undefined
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<Listener>()
  let lastId = 0

  const settle = (id: number, answer: Reply | 'moved'): void => {
    waiting.get(id)?.resolve(answer)
    waiting.delete(id)
  }
  const hangUp = (): void => {
    for (const [id, call] of waiting) settle(id, call.isAccepted ? gone() : 'moved')
  }
  socket.on('error', () => socket.destroy())
  socket.on('end', hangUp)
  socket.on('close', hangUp)
  readLines(socket, raw => {
    const message = Message.safeParse(raw).data
    if (message === undefined) return
    if ('topic' in message) for (const each of listeners) each(message.topic, message.payload)
    else if ('reply' in message) settle(message.id, message.reply)
    else if ('moved' in message) settle(message.id, 'moved')
    else {
      const call = waiting.get(message.id)
      if (call) call.isAccepted = true
    }
  })
  return {
    call: (method, input) =>
      new Promise(resolve => {
        if (socket.destroyed || socket.readableEnded) {
          resolve('moved')
          return
        }
        lastId += 1
        waiting.set(lastId, { resolve, isAccepted: false })
        writeLine(socket, { id: lastId, key, method, input })
      }),
    listen: listener => void listeners.add(listener),
    close: () =>
      new Promise(resolve => {
        if (socket.destroyed) {
          resolve()
          return
        }
        socket.once('close', () => resolve())
        socket.end()
      }),
  }
}
