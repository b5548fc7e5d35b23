/** Finds the name servers of the zone that a name is in, by asking resolvers for its cut, its NS and their addresses. */
import type { Answer, DnsServer, DnsTrouble } from './answer.ts'
import { plainName } from './answer.ts'
import type { DnsType } from './dns-type.ts'

export type ZoneServers =
  | { readonly kind: 'zone'; readonly zone: string; readonly servers: readonly DnsServer[] }
  | { readonly kind: 'unknown'; readonly code: DnsTrouble }

/** Asks every independent resolver and answers all that they say. */
export type AskAll = (
  name: string,
  type: DnsType,
  signal: AbortSignal,
) => Promise<readonly Answer[]>

type Apex = { readonly zone: string } | { readonly code: DnsTrouble }

/** Zones have two to thirteen; beyond these nobody is asked. */
const mostServers = 6

const parent = (name: string): string => name.slice(name.indexOf('.') + 1)
const isWithin = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`)

/** The zone's name, by the SOA that every answer about a name in it carries (RFC 2308, 2). */
function apexIn(answers: readonly Answer[], name: string): string | undefined {
  const told = answers.flatMap(answer => {
    if (answer.kind === 'unknown') return []
    if (answer.kind === 'records')
      return answer.records.filter(one => one.type === 'SOA').map(one => one.name)
    return answer.soa ? [answer.soa.zone] : []
  })
  // Behind an alias the SOA is that of another zone.
  const own = told.filter(zone => zone !== '' && isWithin(name, zone))
  return own.sort((one, other) => other.length - one.length)[0]
}

const valuesIn = (answers: readonly Answer[], type: DnsType): string[] => [
  ...new Set(
    answers.flatMap(answer =>
      answer.kind === 'records'
        ? answer.records.filter(one => one.type === type).map(one => one.data)
        : [],
    ),
  ),
]

const troubleIn = (answers: readonly Answer[]): DnsTrouble => {
  const [first] = answers.filter(answer => answer.kind === 'unknown')
  return first?.code ?? 'no-server'
}

/** @param endpointOf where an address is asked; for tests. */
export function createZoneFinder(
  askAll: AskAll,
  endpointOf: (address: string) => { readonly address: string; readonly port: number },
) {
  const serverOf = async (name: string, signal: AbortSignal): Promise<DnsServer | undefined> => {
    const [four, six] = await Promise.all([askAll(name, 'A', signal), askAll(name, 'AAAA', signal)])
    const endpoints = [...valuesIn(four, 'A'), ...valuesIn(six, 'AAAA')].map(endpointOf)
    const [first] = endpoints
    if (!first) return undefined
    return {
      name,
      addresses: endpoints.filter(one => one.port === first.port).map(one => one.address),
      port: first.port,
      kind: 'authoritative',
    }
  }

  const apexOf = async (name: string, signal: AbortSignal): Promise<Apex> => {
    for (let at = name; ; at = parent(at)) {
      const answers = await askAll(at, 'SOA', signal)
      const zone = apexIn(answers, at)
      if (zone !== undefined) return { zone }
      if (answers.every(answer => answer.kind === 'unknown')) return { code: troubleIn(answers) }
      if (!at.includes('.')) return { code: 'no-server' }
    }
  }

  /** `unknown` when nobody could be asked, or the zone's servers have no addresses. */
  return async function zoneServers(asked: string, signal: AbortSignal): Promise<ZoneServers> {
    const name = plainName(asked)
    // Most questions are about an apex: its NS are asked for in the same breath.
    const guess = askAll(name, 'NS', signal)
    const [apex, here] = await Promise.all([apexOf(name, signal), guess])
    if ('code' in apex) return { kind: 'unknown', code: apex.code }
    const { zone } = apex
    const told = zone === name ? here : await askAll(zone, 'NS', signal)
    const names = valuesIn(told, 'NS').sort().slice(0, mostServers)
    const servers = await Promise.all(names.map(one => serverOf(one, signal)))
    const found = servers.filter(server => server !== undefined)
    return found.length > 0
      ? { kind: 'zone', zone, servers: found }
      : { kind: 'unknown', code: names.length > 0 ? 'no-server' : troubleIn(told) }
  }
}
