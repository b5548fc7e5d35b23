/** The address records of the server's name, and the name of its address, against what the server is really seen with. */
import type { DnsFinding, PlannedRecord } from '../../../shared/model/dns.ts'
import { parseIp, reverseName } from '../../../shared/mail/ip-address.ts'
import { addressTtl, type Part, type PlanInput, usualTtl, valuesOf } from './plan-input.ts'
import { finding, note, why } from './words.ts'

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every(value => other.includes(value))

function addressRecord(
  { facts, published }: PlanInput,
  type: 'A' | 'AAAA',
  values: readonly string[],
  seen: readonly string[] | undefined,
): PlannedRecord {
  const { hostname } = facts
  const found = valuesOf(type === 'A' ? published.a : published.aaaa)
  const isChanged = seen !== undefined && found.length > 0 && !isSame(seen, found)
  return {
    id: `${type.toLowerCase()}.${hostname}`,
    group: 'arrive',
    name: hostname,
    zone: published.zoneOf(hostname),
    type,
    ttl: addressTtl,
    values: [...values],
    importance: type === 'A' ? 'needed' : 'optional',
    match: 'set',
    why: why(type === 'A' ? 'address' : 'address6', { hostname }),
    notes: [
      ...(isChanged
        ? [note('address-changed', { found: found.join(', '), seen: seen.join(', ') })]
        : []),
      ...(seen === undefined ? [note('address-not-seen')] : []),
    ],
  }
}

/** IPv4 is demanded of a mail server, IPv6 only where the server has it. */
export function planAddresses(input: PlanInput): Part {
  const { facts, published } = input
  const { v4, v6 } = facts.addresses
  const { hostname } = facts
  const records: PlannedRecord[] = []
  const findings: DnsFinding[] = []

  const four = v4 && v4.length > 0 ? v4 : valuesOf(published.a)
  if (four.length > 0) records.push(addressRecord(input, 'A', four, v4))
  else findings.push(finding('warning', 'address-unknown', { hostname }))

  const published6 = valuesOf(published.aaaa)
  if (v6 && v6.length > 0) records.push(addressRecord(input, 'AAAA', v6, v6))
  else if (published6.length > 0) {
    if (v6)
      findings.push(
        finding('danger', 'aaaa-without-ipv6', { hostname, found: published6.join(', ') }),
      )
    else records.push(addressRecord(input, 'AAAA', published6, undefined))
  }
  return { records, findings }
}

/** Receivers look at it only where the server delivers by itself. */
export function planPtr({ facts }: PlanInput): Part {
  const { hostname, relay } = facts
  const all = [...(facts.addresses.v4 ?? []), ...(facts.addresses.v6 ?? [])]
  const records = all.flatMap((text): PlannedRecord[] => {
    const ip = parseIp(text)
    if (!ip) return []
    const name = reverseName(ip)
    return [
      {
        id: `ptr.${text}`,
        group: 'leave',
        name,
        zone: name.replace(/^[^.]+\./, ''),
        type: 'PTR',
        ttl: usualTtl,
        values: [hostname],
        importance: relay ? 'not-needed' : 'needed',
        match: 'set',
        why: relay
          ? why('ptr-relay', { address: text, relay: relay.name })
          : why('ptr', { address: text, hostname }),
        notes: relay ? [] : [note('ptr-by-provider')],
      },
    ]
  })
  return { records, findings: [] }
}
