/** The computer's sleep and lock, as Electron hears of them. */
import { powerMonitor } from 'electron'
import type { Power, PowerEvent } from '../core/platform.ts'

const events = {
  suspend: 'suspend',
  resume: 'resume',
  'lock-screen': 'lock',
  'unlock-screen': 'unlock',
} as const satisfies Record<string, PowerEvent>

/** Needs a ready Electron once somebody listens. */
export const electronPower: Power = {
  listen(listener) {
    const stops = Object.entries(events).map(([name, event]) => {
      const tell = () => listener(event)
      powerMonitor.on(name as 'suspend', tell) // the four names have one signature
      return () => void powerMonitor.off(name as 'suspend', tell)
    })
    return () => {
      for (const stop of stops) stop()
    }
  },
}
