import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Note } from '../../../src/core/platform.ts'
import type { DbusMessage } from '../../../src/main/linux/dbus-message.ts'
import { createDbusNotifier } from '../../../src/main/linux/dbus-notes.ts'
import { createDesktopBus, type DesktopBus } from '../../../src/main/linux/desktop-bus.ts'
import { createNoteActions } from '../../../src/main/notes/note-actions.ts'
import type { Place } from '../../../src/shared/model/place.ts'
import { type NoteServer, startNoteServer } from '../../fakes/note-server.ts'
import { type PrivateBus, startPrivateBus } from '../../fakes/private-bus.ts'

let daemon: PrivateBus
let bus: DesktopBus
let server: NoteServer | undefined
const opened: (Place | undefined)[] = []
const pressed: string[] = []

beforeEach(async () => {
  daemon = await startPrivateBus()
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', daemon.address)
  bus = createDesktopBus()
  opened.length = pressed.length = 0
})
afterEach(async () => {
  vi.unstubAllEnvs()
  bus.close()
  server?.stop()
  server = undefined
  await daemon.stop()
})

const icon = 'file:///icon.svg'
function newNotifier() {
  const actions = createNoteActions(place => opened.push(place))
  const notifier = createDbusNotifier({ bus, actions, icon })
  notifier.onAction((tag, action) => pressed.push(`${tag} ${action}`))
  return notifier
}
const note: Note = {
  tag: 'i1',
  title: 'Mail cannot arrive',
  body: 'Since 10:04 · port 25 at home does not answer.',
  urgency: 'critical',
  actions: [{ id: 'snooze', label: 'Snooze for an hour' }],
  open: { page: 'incident', id: 'i1' },
}

test('N6e a note goes out with its words, its urgency, its buttons and our name', async () => {
  server = await startNoteServer(daemon.address)
  expect(await newNotifier().show(note)).toBe(true)
  expect(server.notes).toEqual([
    {
      id: 1,
      replaces: 0,
      app: 'Postern',
      icon,
      title: note.title,
      body: note.body,
      actions: ['default', '', 'snooze', 'Snooze for an hour'],
      hints: { urgency: 2, 'desktop-entry': 'postern' },
      timeout: -1,
    },
  ])
})

test('N6e a later note of the same incident takes the place of the earlier one, even at once', async () => {
  server = await startNoteServer(daemon.address)
  const notifier = newNotifier()
  await Promise.all([
    notifier.show(note),
    notifier.show({ ...note, title: 'Mail is working again' }),
    notifier.show({ ...note, tag: 'i2' }),
  ])
  expect(server.notes.map(({ id, replaces }) => [id, replaces])).toEqual([
    [1, 0],
    [1, 1],
    [2, 0],
  ])
})

test('N6e what a peer said cannot become markup', async () => {
  server = await startNoteServer(daemon.address)
  await newNotifier().show({ ...note, body: '550 <b>no</b> & "never"' })
  expect(server.notes[0]?.body).toBe('550 &lt;b&gt;no&lt;/b&gt; &amp; "never"')
})

test('a desktop that knows neither markup nor buttons gets plain text and none', async () => {
  server = await startNoteServer(daemon.address, ['body'])
  await newNotifier().show({ ...note, body: 'a < b' })
  expect(server.notes[0]).toMatchObject({ body: 'a < b', actions: [] })
})

test('N6e a click opens the incident, a button is told to whoever listens', async () => {
  server = await startNoteServer(daemon.address)
  await newNotifier().show(note)
  server.press(1, 'default')
  server.press(1, 'snooze')
  server.press(7, 'default') // another program's note
  await vi.waitFor(() => expect(pressed).toEqual(['i1 snooze']))
  expect(opened).toEqual([{ page: 'incident', id: 'i1' }])
})

test('a note that was dismissed is new when it comes again', async () => {
  server = await startNoteServer(daemon.address)
  const notifier = newNotifier()
  await notifier.show(note)
  server.dismiss(1)
  await vi.waitFor(async () => {
    await notifier.show(note)
    expect(server?.notes.at(-1)?.replaces).toBe(0)
  })
})

test('a note is taken away once; one that nobody showed needs nothing', async () => {
  server = await startNoteServer(daemon.address)
  const notifier = newNotifier()
  await notifier.show(note)
  await notifier.close('i1')
  await notifier.close('i1')
  await notifier.close('never')
  expect(server.closed).toEqual([1])
})

test('without a notification daemon, and without a bus, nothing is shown and the answer says so', async () => {
  expect(await newNotifier().show(note)).toBe(false)
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', '')
  bus.close()
  bus = createDesktopBus()
  expect(await newNotifier().show(note)).toBe(false)
})

test('a daemon that comes later, and a bus that came back, show notes again', async () => {
  const notifier = newNotifier()
  expect(await notifier.show(note)).toBe(false)
  server = await startNoteServer(daemon.address)
  expect(await notifier.show(note)).toBe(true)
  server.stop()
  await daemon.stop()
  await vi.waitFor(async () => expect(await notifier.show(note)).toBe(false))
  daemon = await startPrivateBus()
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', daemon.address)
  server = await startNoteServer(daemon.address)
  expect(await notifier.show(note)).toBe(true)
})

test('N6e a click that comes in one piece with the number of its note still opens it', async () => {
  let tell: (message: DbusMessage) => void = () => undefined
  const quick = {
    listen: (listener: typeof tell) => void (tell = listener),
    ask: async ({ member }: { readonly member: string }) =>
      new Promise(resolve => {
        resolve(member === 'Notify' ? 7 : [])
        if (member !== 'Notify') return
        const about = { interface: 'org.freedesktop.Notifications', member: 'ActionInvoked' }
        tell({ ...about, body: [7, 'default'] } as unknown as DbusMessage)
      }),
  }
  const actions = createNoteActions(place => opened.push(place))
  const oneBus = { get: async () => quick } as unknown as DesktopBus
  await createDbusNotifier({ bus: oneBus, actions, icon }).show(note)
  await expect.poll(() => opened).toEqual([note.open])
})
