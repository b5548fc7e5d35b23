/** The desktop's notes on this system: over the session bus on Linux, elsewhere through Electron. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Notifier } from '../../core/platform.ts'
import type { Place } from '../../shared/model/place.ts'
import type { DesktopBus } from '../linux/desktop-bus.ts'
import { createDbusNotifier } from '../linux/dbus-notes.ts'
import { resourcesFolder } from '../resources.ts'
import { createElectronNotifier } from './electron-notes.ts'
import { createNoteActions } from './note-actions.ts'

/**
 * Makes the notifier. On Linux Electron's own would do less: it cannot replace a note, and has no buttons.
 * @param open brings the window to the front at a place
 */
export function createNotifier(
  platform: string,
  bus: DesktopBus,
  open: (place: Place | undefined) => void,
): Notifier {
  const actions = createNoteActions(open)
  if (platform !== 'linux') return createElectronNotifier(actions)
  const icon = pathToFileURL(join(resourcesFolder(), 'icons', 'icon.svg')).href
  return createDbusNotifier({ bus, actions, icon })
}
