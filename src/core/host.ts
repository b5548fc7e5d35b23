/** Opens the core for a host: as the owner of the data folder, or as a guest of the process that owns it. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bridge } from '../shared/bridge.ts'
import { AppError } from '../shared/errors.ts'
import type { App } from './app.ts'
import { createApp } from './app.ts'
import type { Platform } from './platform.ts'
import { connectSocket } from './rpc/socket-client.ts'
import { serveSocket } from './rpc/socket-server.ts'
import type { ProcessLock } from './store/process-lock.ts'
import { tryProcessLock } from './store/process-lock.ts'

export interface Host {
  readonly bridge: Bridge
  /** `owner`: the core runs in this process. `guest`: another process has it and answers for it. */
  readonly kind: 'owner' | 'guest'
  close(): Promise<void>
}

const waitMs = 20_000
const pauseMs = 150

async function own(platform: Platform, lock: ProcessLock): Promise<Host> {
  let app: App | undefined
  try {
    app = await createApp(platform)
    const { dispatch, events } = app
    const server = await serveSocket({ ...platform, dispatch, listen: events.listen })
    return {
      kind: 'owner',
      bridge: {
        call: (method, input) => dispatch(method, input),
        onEvent: listener => void events.listen(listener),
      },
      async close() {
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

/**
 * Takes the data folder's lock and runs the core here, or hands calls to the process that has it; never beside it.
 * @throws AppError `data-folder-busy` when neither is possible for 20 seconds; what `createApp` throws
 */
export async function openHost(platform: Platform): Promise<Host> {
  const began = Date.now()
  for (;;) {
    const lock = await tryProcessLock(join(platform.dataDir, 'postern.lock'))
    if (lock) return own(platform, lock)
    const client = await connectSocket(platform.dataDir, platform.os)
    if (client) return { kind: 'guest', ...client }
    const waited = Date.now() - began
    if (waited > waitMs) {
      throw new AppError('data-folder-busy', {
        folder: platform.dataDir,
        seconds: Math.round(waited / 1000),
      })
    }
    await sleep(pauseMs)
  }
}
