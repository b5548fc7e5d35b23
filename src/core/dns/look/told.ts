/** What each server said to one question. */
import type { Answer, DnsServer } from '../../net/dns/answer.ts'

export interface Told {
  readonly server: string
  readonly kind: DnsServer['kind']
  readonly answer: Answer
}

/** The values of the asked type, each once, sorted; undefined when nothing is known. */
export function valuesOf(answer: Answer, type: string): readonly string[] | undefined {
  if (answer.kind === 'unknown') return undefined
  if (answer.kind !== 'records') return []
  return [...new Set(answer.records.filter(one => one.type === type).map(one => one.data))].sort()
}

/** Seconds for which the answer may be kept: the shortest on the way to it (RFC 2181, 5.2; RFC 2308, 5). */
export function ttlOf(answer: Answer): number | undefined {
  if (answer.kind === 'unknown') return undefined
  if (answer.kind === 'records') return Math.min(...answer.records.map(one => one.ttl))
  return answer.soa?.ttl
}
