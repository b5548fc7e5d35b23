/** The world's DNS as the demo shows it: most of it is right, some is not, and nobody is asked. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, type DnsServer, plainName } from '../net/dns/answer.ts'
import type { DnsType } from '../net/dns/dns-type.ts'
import type { Resolver } from '../net/dns/resolver.ts'
import type { ZoneServers } from '../net/dns/zone-servers.ts'

const zone = 'example.test'
const mail = `mail.${zone}`
/** Where the demo server is seen from outside; RFC 5737: it belongs to nobody. */
const home = '198.51.100.20'
const hour = 3600

const server = (name: string, address: string, kind: DnsServer['kind']): DnsServer => ({
  name,
  addresses: [address],
  port: 53,
  kind,
})
const authoritative = [
  server('ns1.dns-host.test', '192.0.2.53', 'authoritative'),
  server('ns2.dns-host.test', '198.51.100.53', 'authoritative'),
]
const resolvers = [
  server('Demo resolver 1', '192.0.2.1', 'resolver'),
  server('Demo resolver 2', '198.51.100.1', 'resolver'),
]

/** Milliseconds to a name server and back, as from a usual line. */
const away = 40

type Published = Readonly<Record<string, readonly string[]>>

/** What the zone's own servers say, by name and type. */
const published: Published = {
  [`${zone} MX`]: [`10 ${mail}`],
  [`${mail} A`]: [home],
  [`${zone} A`]: [home],
  [`${zone} TXT`]: ['v=spf1 mx ~all'],
  [`${zone} NS`]: authoritative.map(one => one.name),
  [`${zone} CAA`]: ['0 issue "letsencrypt.org"'],
  [`_dmarc.${zone} TXT`]: [`v=DMARC1; p=none; rua=mailto:admin@${zone}`],
  [`_submissions._tcp.${zone} SRV`]: [`10 1 465 ${mail}`],
  [`_imaps._tcp.${zone} SRV`]: [`10 1 993 ${mail}`],
  [`autoconfig.${zone} CNAME`]: [mail],
}

/** What resolvers still remember. */
const remembered: Published = { [`_dmarc.${zone} TXT`]: ['v=DMARC1; p=none'] }
const rememberedSeconds = 1260

const exists = (name: string): boolean =>
  Object.keys(published).some(key => {
    const [at = ''] = key.split(' ')
    return at === name || at.endsWith(`.${name}`)
  })

function answerOf(name: string, type: DnsType, { kind, name: server }: DnsServer): Answer {
  const key = `${name} ${type}`
  const old = kind === 'resolver' ? remembered[key] : undefined
  const values = old ?? published[key]
  const alias = published[`${name} CNAME`]
  if (values) {
    const ttl = old ? rememberedSeconds : hour
    const records = values.map(data => ({ name, type, ttl, data }))
    return { kind: 'records', records, isAuthentic: false, server }
  }
  if (alias?.[0] !== undefined && type !== 'CNAME') {
    const behind = answerOf(alias[0], type, { ...resolvers[0]!, kind, name: server })
    const first = { name, type: 'CNAME', ttl: hour, data: alias[0] }
    return behind.kind === 'records'
      ? { ...behind, records: [first, ...behind.records] }
      : { kind: 'records', records: [first], isAuthentic: false, server }
  }
  const soa = { zone, ttl: hour }
  return { kind: exists(name) ? 'nodata' : 'nxdomain', isAuthentic: false, soa, server }
}

/** The same face as the real resolver; no socket is behind it. */
export function createDemoNames(): Resolver {
  return {
    resolvers,
    local: undefined,
    async ask(name, type, options) {
      await sleep(away, undefined, { signal: options.signal })
      return answerOf(plainName(name), type, options.server ?? resolvers[0]!)
    },
    async authoritativeOf(name): Promise<ZoneServers> {
      const isOurs = name === zone || name.endsWith(`.${zone}`)
      return isOurs
        ? { kind: 'zone', zone, servers: authoritative }
        : { kind: 'zone', zone: name.slice(name.indexOf('.') + 1), servers: authoritative }
    },
  }
}
