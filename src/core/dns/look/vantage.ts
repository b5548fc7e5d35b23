/** Asks one question of everybody who may know: the zone's own servers, the independent resolvers, this computer's. */
import { type Answer, type DnsServer, plainName, shownServer } from '../../net/dns/answer.ts'
import type { DnsType } from '../../net/dns/dns-type.ts'
import type { Resolver } from '../../net/dns/resolver.ts'
import type { ZoneServers } from '../../net/dns/zone-servers.ts'
import type { Told } from './told.ts'

export interface Vantage {
  /** All that is said about it. The same question is asked once in one look. @throws AppError `cancelled` */
  tell(name: string, type: DnsType): Promise<readonly Told[]>
  /** The servers of the zone that `name` is in. */
  zoneOf(name: string): Promise<ZoneServers>
  /** One server's answer. */
  ask(server: DnsServer, name: string, type: DnsType, isUnchecked?: boolean): Promise<Answer>
  /** Somebody between here and the world answers in the place of every name server. */
  isIntercepted(): Promise<boolean>
  /** The independent ones, reached in a way on which nobody else answers. */
  resolvers(): Promise<readonly DnsServer[]>
  readonly signal: AbortSignal
}

/** RFC 1034, 3.6.2: chains are legal, long ones are not followed. */
const longestChain = 8

function shared<T>(work: (...key: string[]) => Promise<T>): (...key: string[]) => Promise<T> {
  const held = new Map<string, Promise<T>>()
  return (...key) => {
    const id = key.join(' ')
    const before = held.get(id)
    if (before) return before
    const now = work(...key)
    held.set(id, now)
    return now
  }
}

/**
 * One look's eyes: answers are shared within it, so make a new one for each look.
 * @param domain whose zone most names are in
 */
export function createVantage(resolver: Resolver, domain: string, signal: AbortSignal): Vantage {
  const asked = new Map<string, Promise<Answer>>()
  const ask: Vantage['ask'] = (server, name, type, isUnchecked = false) => {
    const way = server.isOnlyHttps ? 'https' : server.port
    const key = [shownServer(server), way, plainName(name), type, isUnchecked].join(' ')
    const before = asked.get(key)
    if (before) return before
    const now = resolver.ask(name, type, { signal, server, isUnchecked })
    asked.set(key, now)
    return now
  }
  const find = shared(zone => resolver.authoritativeOf(zone, signal))
  const within = (name: string): boolean => name === domain || name.endsWith(`.${domain}`)
  // Names of the domain are asked where the domain is; a zone of their own answers with a referral.
  const zoneOf = (name: string): Promise<ZoneServers> => find(within(name) ? domain : name)

  /** What one of the zone's servers says, with what stands behind an alias that leads out of its zone. */
  const askOwn = async (
    server: DnsServer,
    name: string,
    type: DnsType,
    steps: number,
  ): Promise<Answer> => {
    const answer = await ask(server, name, type)
    if (answer.kind !== 'records' || type === 'CNAME' || steps >= longestChain) return answer
    const last = answer.records.at(-1)
    if (last?.type !== 'CNAME') return answer
    const behind = (await askZone(last.data, type, steps + 1)).find(
      one => one.answer.kind !== 'unknown',
    )
    if (!behind) return { kind: 'unknown', code: 'no-server', server: answer.server }
    const rest = behind.answer.kind === 'records' ? behind.answer.records : []
    return { ...answer, records: [...answer.records, ...rest] }
  }

  const askServers = async (
    found: ZoneServers,
    name: string,
    type: DnsType,
    steps: number,
  ): Promise<Told[]> => {
    if (found.kind === 'unknown') return []
    const told = await Promise.all(
      found.servers.map(async (server): Promise<Told> => {
        const answer = await askOwn(server, name, type, steps)
        return { server: shownServer(server), kind: 'authoritative', answer }
      }),
    )
    const [cut] = told.flatMap(({ answer }) =>
      answer.kind === 'unknown' && answer.zone !== undefined ? [answer.zone] : [],
    )
    if (cut === undefined || cut === found.zone || steps >= longestChain) return told
    return askServers(await find(cut), name, type, steps + 1)
  }

  const askZone = async (name: string, type: DnsType, steps: number): Promise<Told[]> =>
    askServers(await zoneOf(plainName(name)), plainName(name), type, steps)

  // A zone's own server that goes on asking for others is none: it is a resolver that stands in the way.
  const interception = shared(async () => {
    const found = await find(domain)
    if (found.kind === 'unknown') return false
    const told = await Promise.all(found.servers.map(server => ask(server, found.zone, 'SOA')))
    const isIt = (answer: Answer): boolean =>
      answer.kind === 'unknown' && answer.code === 'intercepted'
    return told.some(isIt) && told.every(answer => answer.kind === 'unknown')
  })
  const byHttps = resolver.resolvers.map(server => ({ ...server, isOnlyHttps: true }))
  const resolvers = async (): Promise<readonly DnsServer[]> =>
    (await interception()) ? byHttps : resolver.resolvers

  const askEach = (servers: readonly DnsServer[], name: string, type: DnsType): Promise<Told[]> =>
    Promise.all(
      servers.map(async (server): Promise<Told> => {
        const answer = await ask(server, name, type)
        return { server: shownServer(server), kind: server.kind, answer }
      }),
    )

  // Asked at once; what came is thrown away where it turns out that somebody else has answered.
  const askOthers = async (name: string, type: DnsType): Promise<Told[]> => {
    const { local } = resolver
    const [isFalse, independent, own] = await Promise.all([
      interception(),
      askEach(resolver.resolvers, name, type),
      askEach(local ? [local] : [], name, type),
    ])
    return [...(isFalse ? await askEach(byHttps, name, type) : independent), ...own]
  }

  const tell = shared(async (name = '', type = '') => {
    const asking = type as DnsType // given by `tell` below
    const told = await Promise.all([askZone(name, asking, 0), askOthers(name, asking)])
    return told.flat()
  })
  return {
    signal,
    ask,
    zoneOf,
    resolvers,
    isIntercepted: () => interception(),
    tell: (name, type) => tell(plainName(name), type),
  }
}
