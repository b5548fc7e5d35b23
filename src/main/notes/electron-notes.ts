/** Notes through Electron: macOS and Windows. Their text is plain there, nothing is escaped. */
import { Notification } from 'electron'
import type { Note, Notifier } from '../../core/platform.ts'
import type { NoteActions } from './note-actions.ts'

/** A system that says nothing within this time is taken to show it. */
const patienceMs = 2000

/** Makes the notifier. Buttons are macOS's; elsewhere the click opens the page that has them. */
export function createElectronNotifier(actions: NoteActions): Notifier {
  const shown = new Map<string, Notification>()
  const close = async (tag: string) => {
    shown.get(tag)?.close()
    shown.delete(tag)
  }
  return {
    async show(note) {
      if (!Notification.isSupported()) return false
      await close(note.tag)
      const one = new Notification({
        title: note.title,
        body: note.body,
        silent: note.urgency === 'low',
        timeoutType: note.urgency === 'critical' ? 'never' : 'default',
        actions: note.actions.map(({ label }) => ({ type: 'button', text: label })),
      })
      // Kept: a note that is collected as garbage loses its click.
      shown.set(note.tag, one)
      listen(one, note, actions)
      return appears(one)
    },
    close,
    onAction: actions.onAction,
  }
}

function listen(one: Notification, note: Note, actions: NoteActions): void {
  one.on('click', () => actions.clicked(note))
  one.on('action', (_event, index) => {
    const action = note.actions[index]
    if (action) actions.pressed(note, action.id)
  })
}

function appears(one: Notification): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(true), patienceMs)
    const settle = (seen: boolean) => () => {
      clearTimeout(timer)
      resolve(seen)
    }
    one.once('show', settle(true))
    one.once('failed', settle(false))
    one.show()
  })
}
