/** Whether the zone is signed, and whether what it says can be validated (RFC 4035, 4.3). Told by two validating resolvers. */
import type { DomainLook } from '../../../shared/model/dns.ts'
import type { Answer, DnsServer } from '../../net/dns/answer.ts'
import type { Vantage } from './vantage.ts'

export type DnssecState = 'validated' | 'bogus' | 'unsigned' | 'island' | 'unknown'

/** What one resolver said, with (`checked`) and without validation. */
export interface DnssecTold {
  readonly ds: Answer
  readonly keys: Answer
  readonly checked: Answer
  readonly unchecked: Answer
}

/** Pure. `island`: signed, but the zone above does not say by which key, so nobody can check. */
export function dnssecState({ ds, keys, checked, unchecked }: DnssecTold): DnssecState {
  if (checked.kind === 'unknown')
    return checked.code === 'servfail' && unchecked.kind !== 'unknown' ? 'bogus' : 'unknown'
  if (checked.isAuthentic) return 'validated'
  // Signed, and yet nothing was validated: this resolver does not, or does not say so.
  if (ds.kind === 'records' || ds.kind === 'unknown') return 'unknown'
  if (keys.kind === 'unknown') return 'unknown'
  return keys.kind === 'records' ? 'island' : 'unsigned'
}

const verdicts = {
  validated: 'right',
  bogus: 'wrong',
  unsigned: 'not-needed',
  island: 'differs',
  unknown: 'unknown',
} as const

/** What the resolvers' states mean together: they have to agree. Pure. */
export function judgeDnssec(states: readonly DnssecState[], zone: string): DomainLook['dnssec'] {
  const [first = 'unknown'] = states
  const isAgreed = states.length > 1 && states.every(state => state === first)
  const known = states.filter(state => state !== 'unknown')
  const isSplit = known.length > 1 && !isAgreed
  const state = isAgreed ? first : 'unknown'
  return { verdict: verdicts[state], code: isSplit ? 'disagree' : state, params: { zone } }
}

/** Asks about the zone that `name` is in. @throws AppError `cancelled` */
export async function lookAtDnssec(name: string, vantage: Vantage): Promise<DomainLook['dnssec']> {
  const found = await vantage.zoneOf(name)
  const zone = found.kind === 'zone' ? found.zone : name
  const ask = async (server: DnsServer): Promise<DnssecState> => {
    const [ds, keys, checked, unchecked] = await Promise.all([
      vantage.ask(server, zone, 'DS'),
      vantage.ask(server, zone, 'DNSKEY', true),
      vantage.ask(server, zone, 'SOA'),
      vantage.ask(server, zone, 'SOA', true),
    ])
    return dnssecState({ ds, keys, checked, unchecked })
  }
  const resolvers = await vantage.resolvers()
  return judgeDnssec(await Promise.all(resolvers.map(ask)), zone)
}
