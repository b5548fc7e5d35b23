/** What this computer has to log in with. Nothing is asked of any server. */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { isAppError } from '../../shared/errors.ts'
import type { Suggestion, WaysIn } from '../../shared/model/server.ts'
import { listAgentKeys } from '../net/ssh/agent.ts'
import { findAgentSockets } from '../net/ssh/agent-sockets.ts'
import type { ConnectionDeps } from '../net/ssh/open-connection.ts'
import { isLocked, readKeyFile } from '../net/ssh/private-key.ts'
import { configFileOf, resolveSshHost } from '../net/ssh/ssh-config.ts'
import { listAliases } from '../net/ssh/ssh-config-fallback.ts'

/** More aliases than a person can choose from are not read. */
const maxAliases = 40

/** By our own reader: OpenSSH's would run the commands of `Match exec`, for hosts that nobody has chosen yet. */
async function suggest(deps: ConnectionDeps, signal: AbortSignal): Promise<Suggestion[]> {
  const aliases = await listAliases(configFileOf(deps), deps.homeDir)
  const found: Suggestion[] = []
  for (const alias of aliases.slice(0, maxAliases)) {
    const { hostname, port, user, proxyJump, proxyCommand } = await resolveSshHost(
      { host: alias },
      { ...deps, client: '' },
      signal,
    )
    const via = proxyJump ?? proxyCommand
    found.push({ alias, host: hostname, port, user, ...(via !== undefined && { via }) })
  }
  return found
}

async function agentOf(deps: ConnectionDeps, signal: AbortSignal): Promise<WaysIn['agent']> {
  const sockets = await findAgentSockets(deps, undefined)
  const answers = await Promise.all(sockets.map(socket => listAgentKeys(socket, signal)))
  const best =
    answers.find(({ keys }) => keys?.some(({ key }) => key)) ??
    answers.find(({ keys }) => keys && keys.length > 0) ??
    answers.find(({ keys }) => keys)
  const socket = best?.socket ?? sockets[0]
  return {
    ...(socket !== undefined && { socket }),
    keys: (best?.keys ?? []).map(({ type, comment, sha256, key }) => ({
      type,
      comment,
      sha256,
      isUsable: key !== undefined,
    })),
  }
}

/** Configured hosts, agent keys and default key files, each with where it was looked for. */
export async function findWaysIn(deps: ConnectionDeps, signal: AbortSignal): Promise<WaysIn> {
  const file = configFileOf(deps)
  const [hosts, agent, isThere] = await Promise.all([
    suggest(deps, signal),
    agentOf(deps, signal),
    access(file).then(
      () => true,
      () => false,
    ),
  ])
  const defaultKeys: WaysIn['defaultKeys'] = []
  for (const name of ['id_ed25519', 'id_ecdsa', 'id_rsa']) {
    const key = join(deps.homeDir, '.ssh', name)
    try {
      defaultKeys.push({ file: key, found: true, isEncrypted: isLocked(await readKeyFile(key)) })
    } catch (error) {
      if (!isAppError(error, 'key-not-readable')) throw error
      defaultKeys.push({ file: key, found: false, isEncrypted: false })
    }
  }
  return { configuration: { file, found: isThere, hosts }, agent, defaultKeys }
}
