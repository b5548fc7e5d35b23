/** The checks as the engine asks for them, over what the composition root has of the other features. */
import { AppError } from '../../../shared/errors.ts'
import { createLineProbe } from '../../net/line/line-probe.ts'
import { resolveSshHost } from '../../net/ssh/ssh-config.ts'
import type { SshConfigDeps } from '../../net/ssh/ssh-settings.ts'
import type { RemoteHost } from '../../net/ssh/session.ts'
import type { Check, ChecksOf } from '../check.ts'
import type { ChecksDeps, WatchedContainer, Where } from './checks-deps.ts'
import { createChecks } from './create-checks.ts'

/** A project as the stack feature opens it. */
interface Opened {
  readonly host: RemoteHost
  readonly engineRights: 'never' | 'always'
  readonly containers: readonly WatchedContainer[]
  readonly project: { readonly name: string; readonly version?: string | undefined }
}

export interface ChecksNeeds extends Pick<ChecksDeps, 'connect' | 'advisories' | 'clock' | 'os'> {
  readonly open: (where: Where, signal: AbortSignal) => Promise<Opened>
  readonly relay: {
    readonly login: ChecksDeps['relayLogin']
    readonly forgetLogin: ChecksDeps['forgetLogin']
    readonly queue: ChecksDeps['queue']
  }
  readonly servers: () => readonly {
    readonly id: string
    readonly host: string
    readonly port: number
    readonly user: string
  }[]
  readonly ssh: SshConfigDeps
  /** @default the real one */
  readonly line?: ChecksDeps['line']
  readonly caPem?: string
  /** What is particular to a host inside this process; undefined for every other one. */
  readonly inMemory?: (host: string) => Promise<Required<Particular>> | undefined
}

type Particular = Pick<ChecksDeps, 'line' | 'caPem'>

/** Asks for a server twice and gets the same checks: what they remember lives as long as this. */
export function createChecksOf(needs: ChecksNeeds): ChecksOf {
  const { connect, advisories, clock, os, relay, caPem } = needs
  const serverOf = (server: string) => {
    const found = needs.servers().find(one => one.id === server)
    if (!found) throw new AppError('server-not-found', { server })
    return found
  }
  const base: ChecksDeps = {
    async open(where, signal) {
      const { host, engineRights, containers, project } = await needs.open(where, signal)
      const { name, version } = project
      const seen = { host, rights: engineRights, containers, project: name }
      return { ...seen, ...(version !== undefined && { version }) }
    },
    relayLogin: relay.login,
    forgetLogin: relay.forgetLogin,
    queue: relay.queue,
    async endpoint(server, signal) {
      const { host, port, user } = serverOf(server)
      if (needs.inMemory?.(host)) return { host, port, via: 'memory' }
      const resolved = await resolveSshHost({ host, port, user }, needs.ssh, signal)
      const via = resolved.proxyJump ?? resolved.proxyCommand
      return {
        host: resolved.hostname,
        port: resolved.port,
        ...(via !== undefined && { via }),
      }
    },
    connect,
    advisories,
    clock,
    os,
    line: needs.line ?? createLineProbe(os),
    ...(caPem !== undefined && { caPem }),
  }
  const made = new Map<string, readonly Check[]>()
  return async server => {
    const before = made.get(server)
    if (before) return before
    const own = await needs.inMemory?.(serverOf(server).host)
    const checks = createChecks({ ...base, ...own })(server)
    made.set(server, checks)
    return checks
  }
}
