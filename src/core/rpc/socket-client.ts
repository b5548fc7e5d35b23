/** A Bridge to the process that owns the data folder. */
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Bridge, Reply } from '../../shared/bridge.ts'
import { AppError, toWire } from '../../shared/errors.ts'
import { z } from '../../shared/zod.ts'
import type { OperatingSystem } from '../platform.ts'
import { socketPathFor } from './socket-path.ts'
import { keyFileIn } from './socket-server.ts'
import { readLines, writeLine } from './wire-lines.ts'

const Answer = z.object({
  id: z.number().int(),
  reply: z.custom<Reply>(value => typeof value === 'object'),
})
const Told = z.object({ topic: z.string(), payload: z.unknown() })

export interface SocketClient {
  readonly bridge: Bridge
  close(): Promise<void>
}

const opened = (path: string): Promise<Socket | undefined> =>
  new Promise(resolve => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(undefined))
  })

/** Connects to the owner of `dataDir`, or answers undefined when nobody listens. Calls that the owner leaves unanswered end as `host-gone`. */
export async function connectSocket(
  dataDir: string,
  os: OperatingSystem,
): Promise<SocketClient | undefined> {
  const key = await readFile(keyFileIn(dataDir), 'utf8').catch(() => undefined)
  const socket = key === undefined ? undefined : await opened(socketPathFor(dataDir, os))
  if (socket === undefined) return undefined
  const waiting = new Map<number, (reply: Reply) => void>()
  const listeners = new Set<(topic: string, payload: unknown) => void>()
  const gone = (): Reply => ({
    ok: false,
    error: toWire(new AppError('host-gone', {}, { retryable: true })),
  })
  let lastId = 0
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    for (const resolve of waiting.values()) resolve(gone())
    waiting.clear()
  })
  readLines(socket, raw => {
    const answer = Answer.safeParse(raw)
    if (answer.success) {
      waiting.get(answer.data.id)?.(answer.data.reply)
      waiting.delete(answer.data.id)
      return
    }
    const told = Told.safeParse(raw)
    if (told.success) for (const listener of listeners) listener(told.data.topic, told.data.payload)
  })
  return {
    bridge: {
      call: (method, input) =>
        new Promise(resolve => {
          if (socket.destroyed) {
            resolve(gone())
            return
          }
          lastId += 1
          waiting.set(lastId, resolve)
          writeLine(socket, { id: lastId, key, method, input })
        }),
      onEvent: listener => void listeners.add(listener),
    },
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
