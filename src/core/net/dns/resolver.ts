/** Postern's own resolver: asks the server that is named, and says of each answer who gave it. */
import PQueue from 'p-queue'
import { systemResolver } from '../contacts.ts'
import { type Answer, type DnsServer, plainName } from './answer.ts'
import { createServerAsker, type DnsPatience, usualPatience } from './ask-server.ts'
import type { DnsType } from './dns-type.ts'
import { publicResolvers } from './public-resolvers.ts'
import { createZoneFinder, type ZoneServers } from './zone-servers.ts'

export interface AskOptions {
  readonly signal: AbortSignal
  /** @default the independent resolvers, one after the other until one knows */
  readonly server?: DnsServer
  /** Asks for signatures as well (DO). */
  readonly dnssec?: boolean
  /** Asks for what fails validation as well (CD). */
  readonly isUnchecked?: boolean
}

export interface Resolver {
  /** Independent of each other and of this computer. */
  readonly resolvers: readonly DnsServer[]
  /** What this computer itself would ask; never trusted alone. */
  readonly local: DnsServer | undefined
  /** A failure is an answer of the kind `unknown`. @throws AppError `cancelled` */
  ask(name: string, type: DnsType, options: AskOptions): Promise<Answer>
  /** The name servers of the zone that `name` is in. @throws AppError `cancelled` */
  authoritativeOf(name: string, signal: AbortSignal): Promise<ZoneServers>
}

export interface ResolverDeps {
  /** @default Quad9 and Cloudflare */
  readonly resolvers?: readonly DnsServer[]
  /** @default the first server of this computer's settings; null: none */
  readonly local?: DnsServer | null
  readonly patience?: DnsPatience
  /** Where a name server's address is asked. @default port 53 of it */
  readonly endpointOf?: (address: string) => { readonly address: string; readonly port: number }
  /** Authorities for DNS over HTTPS, PEM. @default Node's own */
  readonly caPem?: string
}

/** Questions that are open at once; they share a few sockets, so a home router sees a few dozen ways. */
const mostOpen = 512
/** To one server: public resolvers hold back who asks faster. */
const mostOpenEach = 128

function localServer(): DnsServer | undefined {
  const system = systemResolver()
  return system && { name: 'local', addresses: [system.host], port: system.port, kind: 'local' }
}

/** Makes one; it keeps sockets for a moment and closes them by itself. */
export function createResolver(deps: ResolverDeps = {}): Resolver {
  const resolvers = deps.resolvers ?? publicResolvers
  const local = deps.local === undefined ? localServer() : (deps.local ?? undefined)
  const endpointOf = deps.endpointOf ?? ((address: string) => ({ address, port: 53 }))
  const askServer = createServerAsker({
    patience: deps.patience ?? usualPatience,
    caPem: deps.caPem,
  })
  const all = new PQueue({ concurrency: mostOpen })
  const each = new Map<string, PQueue>()
  const gateOf = ({ addresses: [address = ''], port }: DnsServer): PQueue => {
    const key = `${address} ${port}`
    const gate = each.get(key) ?? new PQueue({ concurrency: mostOpenEach })
    each.set(key, gate)
    return gate
  }

  // Looks at several domains ask the same of shared hosts and zones at the same time.
  const open = new WeakMap<AbortSignal, Map<string, Promise<Answer>>>()
  const openOf = (signal: AbortSignal): Map<string, Promise<Answer>> => {
    const map = open.get(signal) ?? new Map<string, Promise<Answer>>()
    open.set(signal, map)
    return map
  }

  const askOne = (
    server: DnsServer,
    name: string,
    type: DnsType,
    { signal, dnssec = false, isUnchecked = false }: AskOptions,
  ): Promise<Answer> => {
    const flags = {
      isRecursive: server.kind !== 'authoritative',
      wantsSignatures: dnssec,
      isUnchecked,
    }
    const question = { name: plainName(name), type }
    const key = JSON.stringify([server, question, flags])
    const same = openOf(signal).get(key)
    if (same) return same
    const asking = gateOf(server)
      .add(() => all.add(() => askServer(server, question, flags, signal)))
      .finally(() => openOf(signal).delete(key))
    openOf(signal).set(key, asking)
    return asking
  }

  const ask: Resolver['ask'] = async (name, type, options) => {
    if (options.server) return askOne(options.server, name, type, options)
    let last: Answer = { kind: 'unknown', code: 'no-server', server: '' }
    for (const server of resolvers) {
      last = await askOne(server, name, type, options)
      if (last.kind !== 'unknown') break
    }
    return last
  }

  // A zone that is signed wrongly has servers all the same: only its signatures are not believed.
  const askAll = (name: string, type: DnsType, signal: AbortSignal): Promise<readonly Answer[]> =>
    Promise.all(
      resolvers.map(async server => {
        const answer = await askOne(server, name, type, { signal })
        return answer.kind === 'unknown' && answer.code === 'servfail'
          ? askOne(server, name, type, { signal, isUnchecked: true })
          : answer
      }),
    )

  return { resolvers, local, ask, authoritativeOf: createZoneFinder(askAll, endpointOf) }
}
