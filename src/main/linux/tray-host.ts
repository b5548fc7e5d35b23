/** Whether this desktop shows tray icons: the StatusNotifierItem specification's watcher, with a host that registered. */
import type { DbusMessage } from './dbus-message.ts'
import { type SessionBus, theBus } from './dbus.ts'
import type { DesktopBus } from './desktop-bus.ts'

const watcher = 'org.kde.StatusNotifierWatcher'
const watcherPath = '/StatusNotifierWatcher'
const rules = [
  `type='signal',sender='${theBus.destination}',member='NameOwnerChanged',arg0='${watcher}'`,
  `type='signal',interface='${watcher}',path='${watcherPath}'`,
]

/**
 * Tells `heard` now and after each change. A panel that restarts is a change to false and back: what was registered
 * with the earlier one is forgotten. Without a bus there is no host.
 */
export async function watchTrayHost(
  desktop: DesktopBus,
  heard: (isThere: boolean) => void,
): Promise<void> {
  const bus = await desktop.get()
  let told = false
  const tell = (isThere: boolean) => {
    if (isThere === told) return
    told = isThere
    heard(isThere)
  }
  if (!bus) return
  const look = () => void hasHost(bus).then(tell)
  bus.onClose(() => tell(false))
  bus.listen((message: DbusMessage) => {
    if (message.member === 'NameOwnerChanged' && message.body[0] === watcher) {
      tell(false)
      look()
    } else if (message.interface === watcher) look()
  })
  for (const rule of rules)
    await bus.ask({ ...theBus, member: 'AddMatch', signature: 's', body: [rule] })
  look()
}

async function hasHost(bus: SessionBus): Promise<boolean> {
  try {
    const get = {
      member: 'Get',
      signature: 'ss',
      body: [watcher, 'IsStatusNotifierHostRegistered'],
    }
    const properties = { path: watcherPath, interface: 'org.freedesktop.DBus.Properties' }
    return (await bus.ask({ destination: watcher, ...properties, ...get })) === true
  } catch {
    return false // nobody has the name, or it does not answer
  }
}
