/** A panel for tests: takes tray items, reads them as a panel does, opens and clicks their menus. */
import { setTimeout as sleep } from 'node:timers/promises'
import { asText, type DbusValue, variant } from '../../src/main/linux/dbus-types.ts'
import { offer } from './bus-service.ts'

export interface TrayItem {
  readonly title: string
  readonly tooltip: string
  /** Width, height and ARGB bytes of each picture. */
  readonly pixmaps: readonly (readonly [number, number, Uint8Array])[]
  readonly menu: readonly MenuLine[]
}

export interface MenuLine {
  readonly id: number
  readonly label: string
  readonly isEnabled: boolean
  readonly isSeparator: boolean
  readonly children: readonly MenuLine[]
}

export interface TrayHost {
  /** Every registration, in order: the unique name of who registered. */
  readonly registered: readonly string[]
  /** The newest item, once it fits. */
  waitFor(fits: (item: TrayItem) => boolean, patienceMs?: number): Promise<TrayItem>
  click(line: MenuLine): Promise<void>
  /** A click on the icon itself. */
  activate(): Promise<void>
  stop(): void
}

const watcher = 'org.kde.StatusNotifierWatcher'
const itemInterface = 'org.kde.StatusNotifierItem'
const menuInterface = 'com.canonical.dbusmenu'

/** Starts it on a bus. */
export async function startTrayHost(address: string): Promise<TrayHost> {
  const items: { name: string; path: string }[] = []
  const facts = new Map<string, ReturnType<typeof variant>>([
    ['IsStatusNotifierHostRegistered', variant('b', true)],
    ['ProtocolVersion', variant('i', 0)],
    ['RegisteredStatusNotifierItems', variant('as', [])],
  ])
  const place = { name: watcher, path: '/StatusNotifierWatcher', interface: watcher }
  const { bus, stop } = await offer(address, place, {
    RegisterStatusNotifierItem([service], sender) {
      const path = asText(service)
      items.push({ name: sender, path: path.startsWith('/') ? path : '/StatusNotifierItem' })
      return { signature: '', body: [] }
    },
    RegisterStatusNotifierHost: () => ({ signature: '', body: [] }),
    Get: ([, name]) => {
      const fact = facts.get(asText(name))
      return fact && { signature: 'v', body: [fact] }
    },
    GetAll: () => ({ signature: 'a{sv}', body: [facts] }),
  })

  const newest = () => {
    const item = items.at(-1)
    if (!item) throw new Error('no tray item was registered')
    return { destination: item.name, path: item.path }
  }
  const properties = async () =>
    (await bus.ask({
      ...newest(),
      interface: 'org.freedesktop.DBus.Properties',
      ...{ member: 'GetAll', signature: 's', body: [itemInterface] },
    })) as ReadonlyMap<string, DbusValue>
  const menuAt = async () => ({
    destination: newest().destination,
    path: asText((await properties()).get('Menu')),
    interface: menuInterface,
  })

  const read = async (): Promise<TrayItem> => {
    const facts = await properties()
    const toolTip = facts.get('ToolTip') as [string, unknown, string, string] | undefined
    const layout = await bus.askAll({
      ...(await menuAt()),
      ...{ member: 'GetLayout', signature: 'iias', body: [0, -1, []] },
    })
    return {
      title: asText(facts.get('Title')),
      tooltip: toolTip?.[2] ?? '',
      pixmaps: (facts.get('IconPixmap') ?? []) as [number, number, Uint8Array][],
      menu: menuLine(layout[1] as LayoutNode).children,
    }
  }
  return {
    get registered() {
      return items.map(({ name }) => name)
    },
    async waitFor(fits, patienceMs = 15_000) {
      let last: unknown
      for (const end = Date.now() + patienceMs; Date.now() < end;) {
        await sleep(50)
        try {
          const item = await read()
          last = { ...item, pixmaps: item.pixmaps.map(([width]) => width) }
          if (fits(item)) return item
        } catch (error) {
          last = error
        }
      }
      throw new Error(`no such tray item; last: ${JSON.stringify(last)} ${String(last)}`)
    },
    async click({ id }) {
      const body = [id, 'clicked', variant('i', 0), 0]
      await bus.ask({ ...(await menuAt()), member: 'Event', signature: 'isvu', body })
    },
    async activate() {
      await bus.ask({
        ...{ ...newest(), interface: itemInterface },
        ...{ member: 'Activate', signature: 'ii', body: [0, 0] },
      })
    },
    stop,
  }
}

type LayoutNode = readonly [number, ReadonlyMap<string, DbusValue>, readonly LayoutNode[]]

function menuLine([id, facts, children]: LayoutNode): MenuLine {
  return {
    id,
    // A single underscore marks the letter of a shortcut.
    label: asText(facts.get('label')).replaceAll(/_(.)/g, '$1'),
    isEnabled: facts.get('enabled') !== false,
    isSeparator: facts.get('type') === 'separator',
    children: children.map(menuLine),
  }
}
