/** The records of a plan as sets: what name servers know is one set a name and type. */
import {
  dotted,
  endsWithHost,
  quoted,
  textStrings,
  valueParts,
} from '../../../shared/mail/record-parts.ts'
import type { DnsType, DomainPlan } from '../../../shared/model/dns.ts'

export interface RecordSet {
  readonly zone: string
  readonly name: string
  readonly type: DnsType
  readonly ttl: number
  readonly values: readonly string[]
}

/** Reverse zones belong to the internet provider: they are in no file of the user's. */
const isReverse = (zone: string): boolean => zone.endsWith('.arpa')

/** Without what need not be published; records that share name and type are one set. */
export function recordSets({ records }: Pick<DomainPlan, 'records'>): readonly RecordSet[] {
  const sets = new Map<string, RecordSet>()
  for (const { zone, name, type, ttl, values, importance } of records) {
    if (importance === 'not-needed' || isReverse(zone)) continue
    const key = `${name} ${type}`
    const before = sets.get(key)
    sets.set(key, {
      zone,
      name,
      type,
      ttl: Math.min(ttl, before?.ttl ?? ttl),
      values: [...new Set([...(before?.values ?? []), ...values])],
    })
  }
  return [...sets.values()]
}

/** The zones that the plan writes to, the domain's own first. */
export const zonesOf = (sets: readonly RecordSet[], own: string): readonly string[] => [
  ...new Set([own, ...sets.map(({ zone }) => zone)]),
]

/** As a zone file has it (RFC 1035, 5.1): host names with their dot, texts in quoted strings. */
export function zoneData(type: DnsType, value: string): string {
  if (type === 'TXT') return textStrings(value).map(quoted).join(' ')
  const parts = [...valueParts(type, value)]
  const last = parts.at(-1)!
  if (type === 'CAA') parts[parts.length - 1] = quoted(last)
  if (endsWithHost(type)) parts[parts.length - 1] = dotted(last)
  return parts.join(' ')
}
