/** A notification daemon for tests: keeps what it was told, and clicks when it is told to. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { DbusValue } from '../../src/main/linux/dbus-types.ts'
import { offer } from './bus-service.ts'

export interface ShownNote {
  readonly id: number
  readonly replaces: number
  readonly app: string
  readonly icon: string
  readonly title: string
  readonly body: string
  readonly actions: readonly string[]
  readonly hints: Readonly<Record<string, DbusValue>>
  readonly timeout: number
}

export interface NoteServer {
  /** Every note, in order; a replacement is one more. */
  readonly notes: readonly ShownNote[]
  /** Numbers that were taken away. */
  readonly closed: readonly number[]
  /** The first note, of those there are or come, that fits. */
  waitFor(fits: (note: ShownNote) => boolean, patienceMs?: number): Promise<ShownNote>
  press(id: number, action: string): void
  /** The person dismissed it, or it expired. */
  dismiss(id: number): void
  stop(): void
}

const all = ['body', 'body-markup', 'actions', 'icon-static', 'persistence']

/** Starts it on a bus. */
export async function startNoteServer(
  address: string,
  capabilities: readonly string[] = all,
): Promise<NoteServer> {
  const notes: ShownNote[] = []
  const closed: number[] = []
  let last = 0
  const service = await offer(
    address,
    {
      name: 'org.freedesktop.Notifications',
      path: '/org/freedesktop/Notifications',
      interface: 'org.freedesktop.Notifications',
    },
    {
      GetCapabilities: () => ({ signature: 'as', body: [capabilities] }),
      Notify(body) {
        const [app, replaces, icon, title, text, actions, hints, timeout] = body as [
          ...[string, number, string, string, string, string[], Map<string, DbusValue>, number],
        ]
        const id = replaces === 0 ? ++last : replaces
        const one = { app, replaces, icon, title, body: text, actions, timeout }
        notes.push({ id, ...one, hints: Object.fromEntries(hints) })
        return { signature: 'u', body: [id] }
      },
      CloseNotification([id]) {
        closed.push(Number(id))
        return { signature: '', body: [] }
      },
    },
  )
  return {
    notes,
    closed,
    async waitFor(fits, patienceMs = 10_000) {
      for (const end = Date.now() + patienceMs; ;) {
        const found = notes.find(fits)
        if (found) return found
        if (Date.now() > end) throw new Error(`no such note; shown: ${JSON.stringify(notes)}`)
        await sleep(20)
      }
    },
    press: (id, action) => service.emit('ActionInvoked', 'us', [id, action]),
    dismiss: id => service.emit('NotificationClosed', 'uu', [id, 2]),
    stop: () => service.stop(),
  }
}
