/** What a click on a note leads to: the window for the note itself, listeners for its buttons. */
import type { Note, Notifier } from '../../core/platform.ts'
import type { Place } from '../../shared/model/place.ts'

export interface NoteActions {
  /** The note itself was clicked. */
  clicked(note: Note): void
  /** One of its buttons was pressed. */
  pressed(note: Note, action: string): void
  readonly onAction: Notifier['onAction']
}

/** @param open brings the window to the front at a place; without one, as it is */
export function createNoteActions(open: (place: Place | undefined) => void): NoteActions {
  const listeners = new Set<(tag: string, action: string) => void>()
  return {
    clicked: note => open(note.open),
    pressed(note, action) {
      // Every note may have a button that opens: it is the host's, as the click is.
      if (action === 'open') open(note.open)
      for (const listener of listeners) listener(note.tag, action)
    },
    onAction(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
