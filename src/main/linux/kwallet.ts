/** KDE's own keyring, asked the same question over the bus. Its interface is org.kde.KWallet. */
import { connectSessionBus, type SessionBus, theBus } from './dbus.ts'
import type { KeyringState } from './secret-service.ts'

const deadlineMs = 2000

/** The daemons by Electron's name of the backend. */
const daemons: Readonly<Record<string, string>> = {
  kwallet: 'kwalletd',
  kwallet5: 'kwalletd5',
  kwallet6: 'kwalletd6',
}

/** The state of the wallet that Chromium uses (`kdewallet`). Never rejects, never takes longer than two seconds. */
export async function walletState(
  backend: string,
  address = process.env['DBUS_SESSION_BUS_ADDRESS'],
): Promise<KeyringState> {
  const daemon = daemons[backend]
  if (!address || daemon === undefined) return 'absent'
  const deadline = AbortSignal.timeout(deadlineMs)
  let bus: SessionBus | undefined
  try {
    bus = await connectSessionBus(address, deadline)
    const destination = `org.kde.${daemon}`
    const running = await bus.ask({ ...theBus, member: 'NameHasOwner', texts: [destination] })
    if (running !== true) return 'absent'
    const open = await bus.ask({
      destination,
      path: `/modules/${daemon}`,
      interface: 'org.kde.KWallet',
      member: 'isOpen',
      texts: ['kdewallet'],
    })
    return open === true ? 'unlocked' : 'locked'
  } catch {
    return deadline.aborted ? 'locked' : 'absent'
  } finally {
    bus?.close()
  }
}
