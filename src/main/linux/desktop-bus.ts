/** One line to the session bus for as long as the app runs, made when it is first needed and again when it broke. */
import { openSessionBus, type SessionBus } from './dbus.ts'

export interface DesktopBus {
  /** The open line, or nothing where there is no bus. Never rejects. */
  get(): Promise<SessionBus | undefined>
  close(): void
}

const connectMs = 2000

/** Makes it; nothing is opened yet. */
export function createDesktopBus(): DesktopBus {
  let line: Promise<SessionBus | undefined> | undefined
  const open = async (): Promise<SessionBus | undefined> => {
    const bus = await openSessionBus(AbortSignal.timeout(connectMs)).catch(() => undefined)
    if (bus) bus.onClose(() => (line = undefined))
    else line = undefined
    return bus
  }
  return {
    get: () => (line ??= open()),
    close: () => void line?.then(bus => bus?.close()),
  }
}
