/** Starts the core beside the window: calls wait for it, so that the window need not. */
import { app } from 'electron'
import { openHost } from '../core/host.ts'
import type { Notifier } from '../core/platform.ts'
import type { Reply } from '../shared/bridge.ts'
import { toWire } from '../shared/errors.ts'
import { electronPlatform } from './electron-platform.ts'
import { electronPower } from './power.ts'
import { chooseSecretBox } from './secret-box.ts'

export interface RunningCore {
  /** Answers everything, also that the core could not start. */
  answer(method: string, input: unknown): Promise<Reply>
  onEvent(listener: (topic: string, payload: unknown) => void): void
  close(): Promise<void>
}

/** Needs a ready Electron: the keyring is asked first. */
export function startCore(notifier: Notifier): RunningCore {
  const dataDir = app.getPath('userData')
  const starting = chooseSecretBox(dataDir).then(box =>
    openHost({ ...electronPlatform(box), notifier, power: electronPower }),
  )
  return {
    async answer(method, input) {
      try {
        return await (await starting).bridge.call(method, input)
      } catch (error) {
        return { ok: false, error: toWire(error) }
      }
    },
    onEvent(listener) {
      // A core that could not start has no events; each call says why.
      starting.then(host => host.bridge.onEvent(listener)).catch(() => undefined)
    },
    close: () => starting.then(host => host.close()),
  }
}
