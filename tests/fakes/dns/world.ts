/**
 * A small DNS of its own on 127.0.0.1: zones with their name servers, two independent resolvers and the computer's own.
 * Name servers have documentation addresses, which the resolver under test is told to ask at ports of 127.0.0.1.
 */
import type { Answer } from 'dns-packet'
import type { DnsServer } from '../../../src/core/net/dns/answer.ts'
import {
  createResolver,
  type Resolver,
  type ResolverDeps,
} from '../../../src/core/net/dns/resolver.ts'
import { type FakeRecord, packetAnswer, soaOf } from './packet-data.ts'
import { type FakeQuestion, type FakeReply, type FakeServer, startFakeServer } from './server.ts'

export interface FakeZone {
  readonly name: string
  records: readonly FakeRecord[]
  /** What the second name server says instead: a transfer that hangs. */
  second?: readonly FakeRecord[]
  /** `signed`: validates; `bogus`: signatures are wrong; `no-ds`: signed, but the zone above does not say so. */
  readonly dnssec?: 'signed' | 'bogus' | 'no-ds'
  /** Negative time to live. */
  readonly minimum?: number
  /** Served by the third name server; the others, which serve the zone above, point to it. */
  readonly isDelegated?: boolean
}

export interface DnsWorld {
  readonly first: FakeServer
  readonly second: FakeServer
  readonly third: FakeServer
  readonly quad: FakeServer
  readonly cloud: FakeServer
  readonly home: FakeServer
  readonly all: readonly FakeServer[]
  readonly ports: WorldPorts
  zones: FakeZone[]
  /** What a resolver still remembers, instead of what the zones say. */
  remembers(server: FakeServer, records: readonly FakeRecord[]): void
  /** A resolver under test, whose default patience is short. */
  resolver(deps?: ResolverDeps): Resolver
  heal(): void
  stop(): Promise<void>
}

const within = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`)

/** The names of the two name servers, and the addresses that are published for them. */
const nameServers = [
  ['ns1.dns-host.test', '192.0.2.53'],
  ['ns2.dns-host.test', '198.51.100.53'],
] as const
const away = ['ns3.dns-host.test', '203.0.113.53'] as const
const host = 'dns-host.test'

export type WorldPorts = Readonly<
  Record<'first' | 'second' | 'third' | 'quad' | 'cloud' | 'home', number>
>

/** A resolver under test for a world, also one of another thread; its patience is short. */
export function worldResolver(ports: WorldPorts, deps: ResolverDeps = {}): Resolver {
  const at = (name: string, port: number, kind: DnsServer['kind']): DnsServer => ({
    name,
    addresses: ['127.0.0.1'],
    port,
    kind,
  })
  const known: Readonly<Record<string, number>> = {
    [nameServers[0][1]]: ports.first,
    [nameServers[1][1]]: ports.second,
    [away[1]]: ports.third,
  }
  return createResolver({
    resolvers: [at('Quad', ports.quad, 'resolver'), at('Cloud', ports.cloud, 'resolver')],
    local: at('local', ports.home, 'local'),
    patience: { udpMs: [1000], tcpMs: 1000, httpsMs: 500 },
    endpointOf(address) {
      const port = known[address]
      if (port === undefined) throw new Error(`nobody may be asked at ${address}`)
      return { address: '127.0.0.1', port }
    },
    ...deps,
  })
}

export async function startDnsWorld(zones: FakeZone[]): Promise<DnsWorld> {
  const memory = new Map<FakeServer, readonly FakeRecord[]>()
  const hostZone: FakeZone = {
    name: host,
    records: [...nameServers, away].map(([name, address]) => [name, 'A', address]),
  }
  const allZones = (): FakeZone[] => [...world.zones, hostZone]
  const zoneOf = (name: string): FakeZone | undefined =>
    allZones()
      .filter(zone => within(name, zone.name))
      .sort((a, b) => b.name.length - a.name.length)[0]

  const ownOf = (zone: FakeZone, isSecond: boolean): readonly FakeRecord[] => [
    ...(isSecond && zone.second ? zone.second : zone.records),
    ...(zone.isDelegated ? [away] : nameServers).map(([ns]) => [zone.name, 'NS', ns] as const),
  ]

  /** What the zones say, chasing aliases over zones as a resolver does. */
  function find(
    name: string,
    type: string,
    zone: FakeZone,
    isSecond: boolean,
    isChasing: boolean,
  ): { readonly answers: Answer[]; readonly isThere: boolean; readonly zone: FakeZone } {
    const records = ownOf(zone, isSecond)
    const here = records.filter(one => one[0] === name)
    const own = here.filter(one => one[1] === type)
    const isThere =
      here.length > 0 || records.some(one => one[0].endsWith(`.${name}`)) || name === zone.name
    if (type === 'SOA' && name === zone.name)
      return { answers: [soaOf(zone.name, zone.minimum)], isThere: true, zone }
    const alias = own.length === 0 ? here.find(one => one[1] === 'CNAME') : undefined
    if (!alias) return { answers: own.map(one => packetAnswer(name, one)), isThere, zone }
    const target = alias[2]
    const next = isChasing ? zoneOf(target) : within(target, zone.name) ? zone : undefined
    const rest = next && target !== name && find(target, type, next, isSecond, isChasing)
    return {
      answers: [packetAnswer(name, alias), ...(rest ? rest.answers : [])],
      isThere: rest ? rest.isThere : true,
      zone: rest ? rest.zone : zone,
    }
  }

  const authoritative =
    (isSecond: boolean, isAway = false) =>
    ({ name, type }: FakeQuestion): FakeReply => {
      const zone = zoneOf(name)
      if (!zone || (isAway && !zone.isDelegated)) return { rcode: 5 }
      if (zone.isDelegated && !isAway)
        return { rcode: 0, authorities: [packetAnswer(zone.name, [zone.name, 'NS', away[0]])] }
      const { answers, isThere } = find(name, type, zone, isSecond, false)
      return {
        rcode: isThere ? 0 : 3,
        isAuthoritative: true,
        answers,
        ...(answers.length === 0 && { authorities: [soaOf(zone.name, zone.minimum)] }),
      }
    }

  const recursive =
    (self: () => FakeServer) =>
    ({ name, type, isUnchecked }: FakeQuestion): FakeReply => {
      const told = memory.get(self())?.filter(one => one[0] === name && one[1] === type) ?? []
      if (told.length > 0)
        return { rcode: 0, isRecursive: true, answers: told.map(one => packetAnswer(name, one)) }
      const zone = zoneOf(name)
      if (!zone) return { rcode: 3, isRecursive: true, authorities: [soaOf('test')] }
      if (type === 'DS' && name === zone.name) {
        const has = zone.dnssec === 'signed' || zone.dnssec === 'bogus'
        const ds = packetAnswer(name, [name, 'DS', `1 13 2 ${'ab'.repeat(32)}`])
        return {
          rcode: 0,
          isRecursive: true,
          ...(has ? { answers: [ds] } : { authorities: [soaOf('test')] }),
        }
      }
      if (type === 'DNSKEY' && name === zone.name) {
        const has = zone.dnssec !== undefined
        const key = {
          name,
          type,
          ttl: 300,
          data: { flags: 257, algorithm: 13, key: Buffer.alloc(64, 1) },
        } as Answer
        return {
          rcode: 0,
          isRecursive: true,
          ...(has ? { answers: [key] } : { authorities: [soaOf(zone.name)] }),
        }
      }
      if (zone.dnssec === 'bogus' && !isUnchecked) return { rcode: 2, isRecursive: true }
      const { answers, isThere, zone: last } = find(name, type, zone, false, true)
      return {
        rcode: isThere ? 0 : 3,
        isRecursive: true,
        isAuthentic: zone.dnssec === 'signed',
        answers,
        authorities: answers.some(one => one.type === type) ? [] : [soaOf(last.name, last.minimum)],
      }
    }

  const first = await startFakeServer(authoritative(false))
  const second = await startFakeServer(authoritative(true))
  const third = await startFakeServer(authoritative(false, true))
  const quad: FakeServer = await startFakeServer(recursive(() => quad))
  const cloud: FakeServer = await startFakeServer(recursive(() => cloud))
  const home: FakeServer = await startFakeServer(recursive(() => home))
  const all = [first, second, third, quad, cloud, home]

  const ports: WorldPorts = {
    first: first.port,
    second: second.port,
    third: third.port,
    quad: quad.port,
    cloud: cloud.port,
    home: home.port,
  }

  const world: DnsWorld = {
    first,
    second,
    third,
    quad,
    cloud,
    home,
    all,
    zones,
    remembers: (server, records) => void memory.set(server, records),
    ports,
    resolver: (deps = {}) => worldResolver(ports, deps),
    heal() {
      memory.clear()
      for (const server of all) {
        server.fault = () => undefined
        server.delayMs = 0
        server.asked.length = 0
      }
    },
    async stop() {
      await Promise.all(all.map(server => server.stop()))
    },
  }
  return world
}
