/** What taking a relay into use would change, said before anything is written. */
import { posix } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { RelayPlan } from '../../shared/model/relay.ts'
import { composeRelaySettings } from './relay-target.ts'
import type { RelayTarget } from './relay-target.ts'
import { relayKeys } from './configured.ts'
import { editOverride, overrideName, wrapperLine } from './override-text.ts'
import type { RelayDeps, RelaySide, RelayStack, Where } from './relay-deps.ts'
import { ownWaysCommand } from './remote-commands.ts'
import type { SmtpContainer } from './vantage.ts'

/** The override file for Postfix, by what its container sees as `/overrides` (`mailu.md` 2.1). */
const overridePath = (smtp: SmtpContainer | undefined): string | undefined => {
  const folder = smtp?.mounts?.find(({ destination }) => destination === '/overrides')?.source
  return folder === undefined ? undefined : posix.join(folder, overrideName)
}

/**
 * The override file that changes together with the settings: for a port where TLS begins at once, and on the way back.
 * @throws AppError `relay-override-no-folder` where such a port is wanted and the container sees no folder for it
 */
export function sidesFor(
  at: RelayStack,
  { isImplicitTls, port }: RelayTarget,
): readonly RelaySide[] {
  const path = overridePath(at.smtp)
  if (path !== undefined)
    return [{ service: 'smtp', path, edit: now => editOverride(path, now, isImplicitTls) }]
  if (isImplicitTls) throw new AppError('relay-override-no-folder', { port, project: at.project })
  return []
}

/** Destinations with a way of their own, which Postfix would speak to in the same manner: `transport.map` and Mailu's relayed domains. */
async function ownWays(
  at: RelayStack,
  read: (path: string) => Promise<Uint8Array | undefined>,
  path: string,
  signal: AbortSignal,
): Promise<RelayPlan['ownWays']> {
  const map = await read(posix.join(posix.dirname(path), 'transport.map'))
  const listed = Buffer.from(map ?? [])
    .toString('utf8')
    .split('\n')
    .filter(line => /^[^#\s]/.test(line))
    .map(line => ({ name: line.split(/\s+/)[0]!.slice(0, 255), by: 'transport-map' as const }))
  if (!at.admin) return listed
  const said = await at.host.run(ownWaysCommand, [at.admin.id], { signal, asRoot: at.rights })
  const names = said.stdout
    .toString('utf8')
    .split('\n')
    .filter(line => /^relayed [\w.*-]{1,255}$/.test(line))
  return [
    ...listed,
    ...names.map(line => ({ name: line.slice('relayed '.length), by: 'relayed-domain' as const })),
  ]
}

/** @throws AppError `relay-override-own`, `relay-override-no-folder`, and of the connection and of reading the files */
export async function relayPlan(
  deps: RelayDeps,
  at: RelayStack,
  where: Where,
  target: RelayTarget,
  signal: AbortSignal,
): Promise<RelayPlan> {
  const settings = composeRelaySettings(target)
  const read = (path: string): Promise<Uint8Array | undefined> => deps.sideFile(where, path, signal)
  const [side] = sidesFor(at, target)
  const plan: RelayPlan = {
    set: relayKeys.filter(key => settings[key] !== ''),
    unset: relayKeys.filter(key => settings[key] === ''),
    ownWays: [],
  }
  if (!side) return plan
  const now = await read(side.path)
  const next = side.edit(now)
  const isSame = now && next ? Buffer.from(now).equals(next) : now === next
  const change = isSame ? 'stays' : target.isImplicitTls ? 'added' : 'taken-out'
  if (change === 'stays' && !target.isImplicitTls) return plan
  return {
    ...plan,
    override: { path: side.path, line: wrapperLine, change },
    ...(target.isImplicitTls && { ownWays: await ownWays(at, read, side.path, signal) }),
  }
}
