/** Notes over the session bus: Desktop Notifications Specification 1.2, `org.freedesktop.Notifications`. */
import type { Note, Notifier } from '../../core/platform.ts'
import type { NoteActions } from '../notes/note-actions.ts'
import type { DesktopBus } from './desktop-bus.ts'
import { type DbusMessage, type Question } from './dbus-message.ts'
import { asText, type DbusValue, variant } from './dbus-types.ts'
import { type SessionBus, theBus } from './dbus.ts'

export interface DbusNotesDeps {
  readonly bus: DesktopBus
  readonly actions: NoteActions
  /** `file:` address of the icon. */
  readonly icon: string
}

const server = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
} as const
const urgencies = { low: 0, normal: 1, critical: 2 } as const
/** The name of our desktop entry, by which a desktop groups notes and finds their settings. */
const desktopEntry = 'postern'
/** The action of a click on the note itself. Without a label: some desktops make a button of every action that has one. */
const defaultAction = 'default'
const serverDecides = -1

/** The call that shows a note. `replaces` is the number of the note whose place it takes, or 0. */
export function notifyCall(
  note: Note,
  wish: { readonly replaces: number; readonly icon: string; readonly can: readonly DbusValue[] },
): Question {
  const body = wish.can.includes('body-markup') ? escapeMarkup(note.body) : note.body
  const buttons = note.actions.flatMap(({ id, label }) => [id, label])
  const actions = wish.can.includes('actions') ? [defaultAction, '', ...buttons] : []
  const hints = new Map([
    ['urgency', variant('y', urgencies[note.urgency])],
    ['desktop-entry', variant('s', desktopEntry)],
  ])
  return {
    ...server,
    member: 'Notify',
    signature: 'susssasa{sv}i',
    body: [
      ...['Postern', wish.replaces, wish.icon, note.title, body],
      ...[actions, hints, serverDecides],
    ],
  }
}

/** A body is markup where the server says so: what is ours is text. */
const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Makes the notifier; the bus is asked at the first note. Without a server on it, notes are answered with false. */
export function createDbusNotifier(deps: DbusNotesDeps): Notifier {
  const shown = new Map<string, { readonly id: number; readonly note: Note }>()
  const known = new WeakSet<SessionBus>()
  let last: Promise<unknown> = Promise.resolve()
  /** One after another: a second note of a tag must know the first one's number. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }

  const heard = ({ member, body: [id, what] }: DbusMessage): void => {
    const entry = [...shown].find(([, one]) => one.id === id)
    if (!entry) return
    const [tag, { note }] = entry
    if (member === 'NotificationClosed') shown.delete(tag)
    if (member !== 'ActionInvoked') return
    if (what === defaultAction) deps.actions.clicked(note)
    else deps.actions.pressed(note, asText(what))
  }
  // In turn: a click may come in one piece with the number of the note that it is about.
  const hear = (message: DbusMessage): void => {
    if (message.interface === server.interface) void inTurn(async () => heard(message))
  }
  const listenOnce = async (bus: SessionBus) => {
    if (known.has(bus)) return
    known.add(bus)
    bus.listen(hear)
    const rule = `type='signal',interface='${server.interface}',path='${server.path}'`
    await bus.ask({ ...theBus, member: 'AddMatch', signature: 's', body: [rule] })
  }
  const show = async (note: Note): Promise<boolean> => {
    const bus = await deps.bus.get()
    if (!bus) return false
    await listenOnce(bus)
    const can = await bus.ask({ ...server, member: 'GetCapabilities' })
    const replaces = shown.get(note.tag)?.id ?? 0
    const wish = { replaces, icon: deps.icon, can: Array.isArray(can) ? can : [] }
    const id = await bus.ask(notifyCall(note, wish))
    if (typeof id !== 'number') return false
    shown.set(note.tag, { id, note })
    return true
  }
  const close = async (tag: string): Promise<void> => {
    const one = shown.get(tag)
    const bus = one && (await deps.bus.get())
    shown.delete(tag)
    await bus?.ask({ ...server, member: 'CloseNotification', signature: 'u', body: [one?.id ?? 0] })
  }
  return {
    show: note => inTurn(() => show(note)).catch(() => false),
    close: tag => inTurn(() => close(tag)).catch(() => undefined),
    onAction: deps.actions.onAction,
  }
}
