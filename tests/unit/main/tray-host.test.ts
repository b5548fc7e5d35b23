import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDesktopBus, type DesktopBus } from '../../../src/main/linux/desktop-bus.ts'
import { watchTrayHost } from '../../../src/main/linux/tray-host.ts'
import { type PrivateBus, startPrivateBus } from '../../fakes/private-bus.ts'
import { startTrayHost } from '../../fakes/tray-host.ts'

let daemon: PrivateBus
let bus: DesktopBus
const heard: boolean[] = []

beforeEach(async () => {
  daemon = await startPrivateBus()
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', daemon.address)
  bus = createDesktopBus()
  heard.length = 0
})
afterEach(async () => {
  vi.unstubAllEnvs()
  bus.close()
  await daemon.stop()
})

test('N10e a host that is there is found, one that comes later too, and one that goes is missed', async () => {
  const first = await startTrayHost(daemon.address)
  await watchTrayHost(bus, isThere => heard.push(isThere))
  await vi.waitFor(() => expect(heard).toEqual([true]))
  first.stop()
  await vi.waitFor(() => expect(heard).toEqual([true, false]))
  const later = await startTrayHost(daemon.address)
  await vi.waitFor(() => expect(heard).toEqual([true, false, true]))
  later.stop()
})

test('N10e a desktop without a tray, and a session without a bus, are told nothing', async () => {
  await watchTrayHost(bus, isThere => heard.push(isThere))
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', '')
  await watchTrayHost(createDesktopBus(), isThere => heard.push(isThere))
  const line = await bus.get() // whatever was under way is answered before this
  await line?.ask({
    destination: 'org.freedesktop.DBus',
    path: '/',
    interface: 'org.freedesktop.DBus',
    member: 'ListNames',
  })
  expect(heard).toEqual([])
})

test('a bus that goes away takes the tray with it', async () => {
  const host = await startTrayHost(daemon.address)
  await watchTrayHost(bus, isThere => heard.push(isThere))
  await vi.waitFor(() => expect(heard).toEqual([true]))
  await daemon.stop()
  await vi.waitFor(() => expect(heard).toEqual([true, false]))
  host.stop()
})
