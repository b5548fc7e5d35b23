/** What a reply means: records, nothing, or nothing that can be known. */
import type { Answer as PacketAnswer } from 'dns-packet'
import {
  type Answer,
  type DnsRecord,
  type DnsServer,
  type DnsTrouble,
  plainName,
  shownServer,
} from './answer.ts'
import type { DnsQuestion, NegativeZone } from './answer.ts'
import type { Reply } from './message.ts'
import { presentationOf } from './presentation.ts'

const troubles: Readonly<Record<string, DnsTrouble>> = {
  SERVFAIL: 'servfail',
  REFUSED: 'refused',
  NOTIMP: 'not-implemented',
  FORMERR: 'format-error',
  NOTAUTH: 'lame',
}

const ttlOf = (answer: PacketAnswer): number => ('ttl' in answer ? (answer.ttl ?? 0) : 0)

/** The records of the asked type and the CNAMEs on the way, in order; what belongs to another name is not believed. */
function chain(answers: readonly PacketAnswer[], { name, type }: DnsQuestion): DnsRecord[] {
  const found: DnsRecord[] = []
  const passed = new Set<string>()
  let at = plainName(name)
  for (;;) {
    passed.add(at)
    const here = answers.filter(one => plainName(one.name) === at)
    const own = here.filter(one => one.type === type)
    const alias = own.length > 0 ? undefined : here.find(one => one.type === 'CNAME')
    for (const one of own.length > 0 ? own : alias ? [alias] : []) {
      const data = presentationOf(one)
      if (data !== undefined) found.push({ name: at, type: one.type, ttl: ttlOf(one), data })
    }
    if (!alias) return found
    at = presentationOf(alias) ?? ''
    if (passed.has(at)) return found
  }
}

function negativeZone(authorities: readonly PacketAnswer[]): NegativeZone | undefined {
  for (const one of authorities)
    if (one.type === 'SOA')
      return {
        zone: plainName(one.name),
        ttl: Math.min(ttlOf(one), one.data.minimum ?? Number.POSITIVE_INFINITY),
      }
  return undefined
}

/** The zone below that an authoritative server points to (RFC 1034, 4.3.2, step 3b). */
function referredTo(reply: Reply, name: string): string | undefined {
  const [owner] = (reply.authorities ?? []).filter(one => one.type === 'NS')
  const zone = owner && plainName(owner.name)
  return zone && (name === zone || name.endsWith(`.${zone}`)) ? zone : undefined
}

/** Judges what `server` said to `question`. */
export function readAnswer(reply: Reply, question: DnsQuestion, server: DnsServer): Answer {
  const shown = shownServer(server)
  const unknown = (code: DnsTrouble, zone?: string): Answer => ({
    kind: 'unknown',
    code,
    server: shown,
    ...(zone !== undefined && { zone }),
  })
  const { rcode } = reply
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') return unknown(troubles[rcode] ?? 'malformed')
  if (server.kind === 'authoritative' && !reply.flag_aa) {
    // Who serves the zone says so (AA). A resolver that answers here instead of it stands in the way (RA).
    if (reply.flag_ra) return unknown('intercepted')
    const zone = referredTo(reply, plainName(question.name))
    return zone === undefined ? unknown('lame') : unknown('referral', zone)
  }
  // Whoever does not go on asking for others is no resolver.
  if (server.kind !== 'authoritative' && !reply.flag_ra) return unknown('lame')
  const isAuthentic = reply.flag_ad
  const records = chain(reply.answers ?? [], question)
  if (records.length > 0) return { kind: 'records', records, isAuthentic, server: shown }
  const soa = negativeZone(reply.authorities ?? [])
  // RFC 2308, 5: an absence that a resolver may tell on has the zone's SOA with it; the routers of homes leave it out.
  if (server.kind === 'resolver' && !soa) return unknown('lame')
  const kind = rcode === 'NXDOMAIN' ? 'nxdomain' : 'nodata'
  return { kind, isAuthentic, server: shown, ...(soa && { soa }) }
}
