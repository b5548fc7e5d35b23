/** Reads what is published for one domain: what a plan merges with. Everything at once. */
import type { SpfAsk } from '../../../shared/mail/spf/types.ts'
import type { Answer } from '../../net/dns/answer.ts'
import { organizationalDomain } from '../../net/dns/organizational-domain.ts'
import type { Resolver } from '../../net/dns/resolver.ts'
import type { Found, MailFacts, Published } from '../plan/plan-input.ts'

const foundOf = (answer: Answer, type: string): Found => {
  if (answer.kind === 'unknown') return { kind: 'unknown', code: answer.code }
  const values =
    answer.kind === 'records'
      ? answer.records.filter(one => one.type === type).map(one => one.data)
      : []
  return values.length > 0 ? { kind: 'records', values } : { kind: 'nothing' }
}

/** The questions of one reading: the same one is asked once. */
export function createAsk(resolver: Resolver, signal: AbortSignal) {
  const held = new Map<string, Promise<Answer>>()
  return (name: string, type: Parameters<Resolver['ask']>[1]): Promise<Answer> => {
    const key = `${name.toLowerCase()} ${type}`
    const before = held.get(key)
    if (before) return before
    const now = resolver.ask(name, type, { signal, dnssec: true })
    held.set(key, now)
    return now
  }
}

export type Ask = ReturnType<typeof createAsk>

/** As the SPF rules want it. */
export const spfAsk =
  (ask: Ask): SpfAsk =>
  async (name, type) => {
    const answer = await ask(name, type)
    if (answer.kind !== 'records') return { kind: answer.kind }
    const found = foundOf(answer, type)
    return found.kind === 'records' ? found : { kind: 'nodata' }
  }

/** Names from the host up to its registered domain (RFC 8659, 3). */
function upwards(name: string, top: string): readonly string[] {
  const names = [name]
  while (names.at(-1) !== top && names.at(-1)!.split('.').length > 2)
    names.push(names.at(-1)!.replace(/^[^.]+\./, ''))
  return names
}

async function nearestCaa(ask: Ask, hostname: string, top: string): Promise<Published['caa']> {
  const names = upwards(hostname, top)
  const answers = await Promise.all(names.map(async name => foundOf(await ask(name, 'CAA'), 'CAA')))
  const at = answers.findIndex(({ kind }) => kind !== 'nothing')
  return { name: names[at] ?? hostname, found: answers[at] ?? { kind: 'nothing' } }
}

/** Zones of the names that a plan writes to; where nobody says, the registered domain is as good as known. */
async function readZones(
  resolver: Resolver,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Published['zoneOf']> {
  const found = await Promise.all(
    [...new Set(names)].map(async name => {
      const answer = await resolver.authoritativeOf(name, signal)
      return answer.kind === 'zone' && answer.zone.includes('.') ? answer.zone : undefined
    }),
  )
  const zones = found.filter(zone => zone !== undefined)
  const isIn = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`)
  return name =>
    zones.filter(zone => isIn(name, zone)).sort((one, other) => other.length - one.length)[0] ??
    organizationalDomain(name)
}

/** Never throws for what name servers say or do not say. @throws AppError `cancelled` */
export async function readPublished(
  resolver: Resolver,
  ask: Ask,
  { domain, hostname, mainDomain }: MailFacts,
  signal: AbortSignal,
): Promise<Published> {
  const find = async (name: string, type: Parameters<Ask>[1]): Promise<Found> =>
    foundOf(await ask(name, type), type)
  const names = [domain, hostname, mainDomain].filter(Boolean)
  const [mx, txt, dmarc, mtaSts, tlsRpt, a, aaaa, tlsa, caa, address, zoneOf] = await Promise.all([
    find(domain, 'MX'),
    find(domain, 'TXT'),
    find(`_dmarc.${domain}`, 'TXT'),
    find(`_mta-sts.${domain}`, 'TXT'),
    find(`_smtp._tls.${domain}`, 'TXT'),
    find(hostname, 'A'),
    find(hostname, 'AAAA'),
    find(`_25._tcp.${hostname}`, 'TLSA'),
    nearestCaa(ask, hostname, organizationalDomain(hostname)),
    ask(hostname, 'A'),
    readZones(resolver, names, signal),
  ])
  const isHostSigned = address.kind === 'unknown' ? undefined : address.isAuthentic
  return { mx, txt, dmarc, mtaSts, tlsRpt, a, aaaa, tlsa, caa, isHostSigned, zoneOf }
}
