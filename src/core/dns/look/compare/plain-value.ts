/** One value in the form in which two that mean the same are equal. */
import { isIPv6 } from 'node:net'

const withNames = new Set(['CNAME', 'NS', 'PTR', 'MX', 'SRV'])

/** Names in lower case without the last dot (RFC 4343), IPv6 in its short form (RFC 5952), spaces once, no quotes around. */
export function plainValue(type: string, value: string): string {
  const plain = value.trim()
  if (type === 'TXT') return plain
  const single = plain.replace(/\s+/g, ' ')
  if (withNames.has(type)) return single.toLowerCase().replace(/(?<=[^ ])\.$/, '')
  if (type === 'AAAA' && isIPv6(single)) return new URL(`http://[${single}]/`).hostname.slice(1, -1)
  if (type === 'TLSA') return single.toLowerCase()
  if (type === 'CAA') return single.replace(/"/g, '').toLowerCase()
  return single
}
