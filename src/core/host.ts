/** Opens the core for a host: as the owner of the data folder, or as a guest of the process that owns it. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bridge, Reply } from '../shared/bridge.ts'
import { contract } from '../shared/contract/index.ts'
import { AppError, toWire } from '../shared/errors.ts'
import type { App } from './app.ts'
import { createApp } from './app.ts'
import type { Platform } from './platform.ts'
import type { Listener } from './rpc/events.ts'
import { connectSocket } from './rpc/socket-client.ts'
import { serveSocket } from './rpc/socket-server.ts'
import type { ProcessLock } from './store/process-lock.ts'
import { tryProcessLock } from './store/process-lock.ts'

export interface Host {
  readonly bridge: Bridge
  /** `owner`: the core runs in this process. `guest`: another process has it and answers for it. It may change when that one leaves. */
  readonly kind: 'owner' | 'guest'
  close(): Promise<void>
}

interface Seat {
  readonly kind: Host['kind']
  call(method: string, input: unknown): Promise<Reply | 'moved'>
  listen(listener: Listener): void
  close(): Promise<void>
}

const waitMs = 20_000
const pauseMs = 150

/** Work that would be cut off if this process left now; cancelling is the one command that is always welcome. */
function startsWork(method: string): boolean {
  if (!Object.hasOwn(contract, method) || method === 'jobs.cancel') return false
  const { kind } = contract[method as keyof typeof contract] // just looked up
  return kind === 'job' || kind === 'command'
}

async function own(platform: Platform, lock: ProcessLock): Promise<Seat> {
  let app: App | undefined
  try {
    app = await createApp(platform)
    const { dispatch, events, finishWork } = app
    const server = await serveSocket({ ...platform, dispatch, listen: events.listen, startsWork })
    return {
      kind: 'owner',
      call: (method, input) => dispatch(method, input),
      listen: listener => void events.listen(listener),
      async close() {
        server.leave()
        // A command line may be the host of other commands' work: it does not end under them.
        if (platform.host === 'cli') await finishWork()
        await server.close()
        await app?.close()
        lock.release()
      },
    }
  } catch (error) {
    await app?.close()
    lock.release()
    throw error
  }
}

function mustNotBeLong({ dataDir }: Platform, began: number): void {
  const waited = Date.now() - began
  if (waited <= waitMs) return
  throw new AppError('data-folder-busy', { folder: dataDir, seconds: Math.round(waited / 1000) })
}

async function takeSeat(platform: Platform): Promise<Seat> {
  const began = Date.now()
  for (;;) {
    const lock = await tryProcessLock(join(platform.dataDir, 'postern.lock'))
    if (lock) return own(platform, lock)
    const client = await connectSocket(platform.dataDir, platform.os)
    if (client) return { kind: 'guest', ...client }
    mustNotBeLong(platform, began)
    await sleep(pauseMs)
  }
}

/**
 * Takes the data folder's lock and runs the core here, or hands calls to the process that has it; never beside it.
 * @throws AppError `data-folder-busy` when neither is possible for 20 seconds; what `createApp` throws
 */
export async function openHost(platform: Platform): Promise<Host> {
  const listeners: Listener[] = []
  let seat = takeSeat(platform)
  let now = await seat

  /** The owner left: sit down anew, once for all calls that noticed. */
  async function moveFrom(left: Seat): Promise<Seat> {
    if (now !== left) return seat
    seat = takeSeat(platform)
    const next = await seat
    if (now === left) {
      now = next
      for (const listener of listeners) next.listen(listener)
      await left.close()
    }
    return next
  }

  return {
    bridge: {
      async call(method, input) {
        const began = Date.now()
        try {
          for (let at = now; ; at = await moveFrom(at)) {
            const answer = await at.call(method, input)
            if (answer !== 'moved') return answer
            mustNotBeLong(platform, began)
            await sleep(pauseMs)
          }
        } catch (error) {
          return { ok: false, error: toWire(error) }
        }
      },
      onEvent(listener) {
        listeners.push(listener)
        now.listen(listener)
      },
    },
    get kind() {
      return now.kind
    },
    close: async () => (await seat).close(),
  }
}
