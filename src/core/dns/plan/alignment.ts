/** Whether mail that leaves by the relay still passes DMARC, and by what (RFC 7489, 3.1). Pure. */
import type { Alignment, PlannedRecord } from '../../../shared/model/dns.ts'
import { organizationalDomain } from '../../net/dns/organizational-domain.ts'
import type { PlanInput } from './plan-input.ts'

export interface Alignments {
  readonly spf: Alignment
  readonly dkim: Alignment
}

export type AlignmentMode = 'r' | 's'

const order = ['strict', 'relaxed', 'unknown', 'none'] as const

/** How near an authenticated domain is to that of the From address. */
export function nearness(authenticated: string, from: string): 'strict' | 'relaxed' | 'none' {
  if (authenticated === from) return 'strict'
  return organizationalDomain(authenticated) === organizationalDomain(from) ? 'relaxed' : 'none'
}

const best = (all: readonly Alignment[]): Alignment =>
  [...all].sort((one, other) => order.indexOf(one.result) - order.indexOf(other.result))[0] ?? {
    result: 'none',
  }

/** Whether Mailu's own signature reaches the receiver whole. */
export function isOwnSignatureWhole({ facts, options }: PlanInput): boolean {
  const dns = facts.relay?.senderDns
  if (!dns) return true
  // rspamd signs both headers; with `links` only the body of messages with links is changed.
  if (dns.changes.includes('message-id') || dns.changes.includes('date')) return false
  return !(options.isRewritten ?? dns.linkTracking?.isOnAtFirst ?? false)
}

/** Every signature that a receiver may count on: Mailu's, and the relay's in the domain's name. */
function signatures(input: PlanInput, planned: readonly PlannedRecord[]): readonly Alignment[] {
  const { facts } = input
  const own: Alignment[] =
    facts.dkim && isOwnSignatureWhole(input) ? [{ result: 'strict', domain: facts.domain }] : []
  const dns = facts.relay?.senderDns
  if (!dns) return own
  if (dns.dkimDomain === 'own') {
    const names = planned.filter(({ id }) => id.startsWith('dkim.relay.')).map(({ name }) => name)
    const signed = names.map((name): Alignment => {
      const domain = name.slice(name.indexOf('._domainkey.') + '._domainkey.'.length)
      return { domain, result: nearness(domain, facts.domain) }
    })
    // Not yet copied here; they may stand all the same.
    return [...own, ...(signed.length > 0 ? signed : [{ result: 'unknown' as const }])]
  }
  return dns.unconfirmed.includes('dkimDomain') ? [...own, { result: 'unknown' }] : own
}

function returnPath(input: PlanInput, planned: readonly PlannedRecord[]): Alignment {
  const { facts, options } = input
  const { domain, relay } = facts
  if (!relay) return { result: 'strict', domain }
  const { senderDns } = relay
  const named = planned.find(({ id }) => id === 'relay.return-path')
  // An optional one counts only once the person has set it up there.
  const asked = senderDns.records.find(({ id }) => id === 'return-path')
  const isSetUp = named && (!asked?.isOptional || asked.needs.length > 0)
  const own = isSetUp ? named.name : options.copied?.['sending']?.trim().toLowerCase()
  if (own !== undefined && own !== '' && (isSetUp || senderDns.returnPath === 'own-subdomain'))
    return { domain: own, result: nearness(own, domain) }
  if (senderDns.unconfirmed.includes('returnPath')) return { result: 'unknown' }
  if (senderDns.returnPath === 'as-sender') return { result: 'strict', domain }
  return senderDns.returnPath === 'own-subdomain' ? { result: 'unknown' } : { result: 'none' }
}

export interface WorkedOut extends Alignments {
  /** The strictest mode under which everything that passes now still passes. */
  readonly adkim: AlignmentMode
  readonly aspf: AlignmentMode
}

/** @param planned the relay's own records */
export function workOutAlignment(input: PlanInput, planned: readonly PlannedRecord[]): WorkedOut {
  const signed = signatures(input, planned)
  const spf = returnPath(input, planned)
  const isStrict = signed.length > 0 && signed.every(({ result }) => result === 'strict')
  return {
    dkim: best(signed),
    spf,
    adkim: isStrict ? 's' : 'r',
    aspf: spf.result === 'strict' ? 's' : 'r',
  }
}

const counts = ({ result }: Alignment, mode: AlignmentMode): boolean | undefined => {
  if (result === 'unknown') return undefined
  return result === 'strict' || (result === 'relaxed' && mode === 'r')
}

export interface Passing {
  readonly result: 'pass' | 'fail' | 'unknown'
  readonly by: readonly ('spf' | 'dkim')[]
}

/** What DMARC says with these modes: one of the two is enough (RFC 7489, 4.2). */
export function judgeAlignment(
  { spf, dkim }: Alignments,
  { adkim, aspf }: { readonly adkim: AlignmentMode; readonly aspf: AlignmentMode },
): Passing {
  const [bySpf, byDkim] = [counts(spf, aspf), counts(dkim, adkim)]
  const by = [...(bySpf ? ['spf' as const] : []), ...(byDkim ? ['dkim' as const] : [])]
  if (by.length > 0) return { result: 'pass', by }
  return { result: bySpf === undefined || byDkim === undefined ? 'unknown' : 'fail', by }
}
