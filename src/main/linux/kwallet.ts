/** KDE's own keyring, asked the same question over the bus. Its interface is org.kde.KWallet. */
import { type SessionBus, theBus, withSessionBus } from './dbus.ts'
import type { KeyringState } from './secret-service.ts'

const daemons: readonly string[] = ['kwalletd6', 'kwalletd5', 'kwalletd']

/** The state of the wallet that Chromium uses (`kdewallet`). Never rejects, never takes longer than two seconds. */
export async function walletState(): Promise<KeyringState> {
  return withSessionBus<KeyringState>(askAll, { absent: 'absent', silent: 'locked' })
}

async function askAll(bus: SessionBus): Promise<KeyringState> {
  for (const daemon of daemons) {
    const destination = `org.kde.${daemon}`
    const running = await bus.ask({
      ...theBus,
      member: 'NameHasOwner',
      signature: 's',
      body: [destination],
    })
    if (running !== true) continue
    const open = await bus.ask({
      destination,
      path: `/modules/${daemon}`,
      interface: 'org.kde.KWallet',
      member: 'isOpen',
      signature: 's',
      body: ['kdewallet'],
    })
    return open === true ? 'unlocked' : 'locked'
  }
  return 'absent'
}
