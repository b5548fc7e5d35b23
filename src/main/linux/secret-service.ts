/**
 * Asks the keyring whether it would answer at once. Electron's own call blocks the whole app while a keyring waits
 * for its password, so it is made only after a yes here. Secret Service API Draft 0.2.
 */
import { connectSessionBus, type SessionBus, theBus } from './dbus.ts'

/** `unlocked`: it answers at once; `locked`: it would ask for a password; `absent`: there is none. */
export type KeyringState = 'unlocked' | 'locked' | 'absent'

const deadlineMs = 2000
const name = 'org.freedesktop.secrets'
const service = {
  destination: name,
  path: '/org/freedesktop/secrets',
  interface: 'org.freedesktop.Secret.Service',
} as const

/** The state of the default keyring of this session. Never rejects, never takes longer than two seconds. */
export async function keyringState(
  address = process.env['DBUS_SESSION_BUS_ADDRESS'],
): Promise<KeyringState> {
  if (!address) return 'absent'
  const deadline = AbortSignal.timeout(deadlineMs)
  let bus: SessionBus | undefined
  try {
    bus = await connectSessionBus(address, deadline)
    return await ask(bus)
  } catch {
    // Somebody is there and does not answer in time: then Electron's call would hang on the same.
    return deadline.aborted ? 'locked' : 'absent'
  } finally {
    bus?.close()
  }
}

async function ask(bus: SessionBus): Promise<KeyringState> {
  const running = await bus.ask({ ...theBus, member: 'NameHasOwner', texts: [name] })
  if (running !== true) {
    const startable = await bus.ask({ ...theBus, member: 'ListActivatableNames', texts: [] })
    if (!Array.isArray(startable) || !startable.includes(name)) return 'absent'
  }
  const keyring = await bus.ask({ ...service, member: 'ReadAlias', texts: ['default'] })
  // "/" stands for none: the first use would ask for the password of a new one.
  if (typeof keyring !== 'string' || keyring === '/') return 'locked'
  const locked = await bus.ask({
    destination: name,
    path: keyring,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    texts: ['org.freedesktop.Secret.Collection', 'Locked'],
  })
  return locked === false ? 'unlocked' : 'locked'
}
