/** Lets other processes of the same user call the core of this one: a command line that finds the app running hands its call over. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { z } from '../../shared/zod.ts'
import type { OperatingSystem } from '../platform.ts'
import type { Dispatch } from './dispatch.ts'
import type { Listener } from './events.ts'
import { socketPathFor } from './socket-path.ts'
import { readLines, writeLine } from './wire-lines.ts'

const Message = z.object({
  id: z.number().int(),
  key: z.string(),
  method: z.string(),
  /** Absent for a method that takes nothing. */
  input: z.unknown().optional(),
})

export interface SocketServer {
  /** From now on: no new callers, and no new work of those who are here; what only reads, and `jobs.cancel`, is still answered. */
  leave(): void
  /** Answers those that wait, then hangs up. */
  close(): Promise<void>
}

/** The file with the key that a caller must show: Windows pipes have no owner check of their own. */
export const keyFileIn = (dataDir: string): string => join(dataDir, 'postern.key')

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** Listens for the callers of `dataDir`. The caller holds the folder's lock, so that a socket left behind is nobody's. */
export async function serveSocket(deps: {
  readonly dataDir: string
  readonly os: OperatingSystem
  readonly dispatch: Dispatch
  readonly listen: (listener: Listener) => () => void
  /** Whether a method begins work that must not begin while this process is leaving. */
  readonly startsWork: (method: string) => boolean
}): Promise<SocketServer> {
  const path = socketPathFor(deps.dataDir, deps.os)
  const key = randomBytes(32).toString('hex')
  await writeFile(keyFileIn(deps.dataDir), key, { mode: 0o600 })
  if (deps.os !== 'win32') {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await rm(path, { force: true })
  }
  const sockets = new Set<Socket>()
  const running = new Set<Promise<void>>()
  let isLeaving = false

  async function answer(socket: Socket, raw: unknown, gone: AbortSignal): Promise<void> {
    const message = Message.safeParse(raw)
    if (!message.success || !isSame(message.data.key, key)) {
      socket.destroy()
      return
    }
    const { id, method, input } = message.data
    if (isLeaving && deps.startsWork(method)) {
      writeLine(socket, { id, moved: true })
      return
    }
    writeLine(socket, { id, accepted: true })
    writeLine(socket, { id, reply: await deps.dispatch(method, input, gone) })
  }

  const server = createServer(socket => {
    const gone = new AbortController()
    sockets.add(socket)
    let stop: (() => void) | undefined
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      gone.abort()
      stop?.()
      sockets.delete(socket)
    })
    readLines(socket, raw => {
      stop ??= deps.listen((topic, payload) => writeLine(socket, { topic, payload }))
      const work = answer(socket, raw, gone.signal).finally(() => running.delete(work))
      running.add(work)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  let closed: Promise<void> | undefined
  const leave = (): Promise<void> => {
    isLeaving = true
    closed ??= new Promise<void>(resolve => server.close(() => resolve()))
    return closed
  }
  return {
    leave: () => void leave(),
    async close() {
      const all = leave()
      await Promise.allSettled([...running])
      for (const socket of sockets) socket.end()
      await all
      await rm(keyFileIn(deps.dataDir), { force: true })
    },
  }
}
