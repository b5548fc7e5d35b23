/**
 * Asks the keyring whether it would answer at once, without making it ask anybody for a password. Secret Service API
 * Draft 0.2.
 */
import { type SessionBus, theBus, withSessionBus } from './dbus.ts'

/** `unlocked`: it answers at once; `locked`: it would ask for a password; `absent`: there is none. */
export type KeyringState = 'unlocked' | 'locked' | 'absent'

const name = 'org.freedesktop.secrets'
const service = {
  destination: name,
  path: '/org/freedesktop/secrets',
  interface: 'org.freedesktop.Secret.Service',
} as const

/** The state of the default keyring of this session. Never rejects, never takes longer than two seconds. */
export function keyringState(): Promise<KeyringState> {
  return withSessionBus<KeyringState>(ask, { absent: 'absent', silent: 'locked' })
}

async function ask(bus: SessionBus): Promise<KeyringState> {
  const running = await bus.ask({ ...theBus, member: 'NameHasOwner', signature: 's', body: [name] })
  if (running !== true) {
    const startable = await bus.ask({ ...theBus, member: 'ListActivatableNames' })
    if (!Array.isArray(startable) || !startable.includes(name)) return 'absent'
  }
  const keyring = await bus.ask({
    ...service,
    member: 'ReadAlias',
    signature: 's',
    body: ['default'],
  })
  // "/" stands for none: the first use would ask for the password of a new one.
  if (typeof keyring !== 'string' || keyring === '/') return 'locked'
  const locked = await bus.ask({
    destination: name,
    path: keyring,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    signature: 'ss',
    body: ['org.freedesktop.Secret.Collection', 'Locked'],
  })
  return locked === false ? 'unlocked' : 'locked'
}
