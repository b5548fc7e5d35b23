/** The records as a dnsconfig.js of DNSControl; NO_PURGE leaves everything else of the zone alone. */
import {
  dotted,
  endsWithHost,
  relativeName,
  valueParts,
} from '../../../shared/mail/record-parts.ts'
import { type RecordSet, zonesOf } from './record-sets.ts'

const text = (value: string): string => JSON.stringify(value)

/** Arguments behind the name, in the order of DNSControl's own functions. */
function argumentsOf(type: RecordSet['type'], value: string): readonly string[] {
  const parts = valueParts(type, value)
  const last = parts.at(-1)!
  const numbers = parts.slice(0, -1)
  switch (type) {
    case 'CAA':
      // Flags are a modifier there; 0 is none.
      return [text(parts[1]!), text(last), ...(parts[0] === '128' ? ['CAA_CRITICAL'] : [])]
    case 'MX':
    case 'SRV':
    case 'TLSA':
      return [...numbers, text(endsWithHost(type) ? dotted(last) : last)]
    default:
      return [text(endsWithHost(type) ? dotted(value) : value)]
  }
}

export function dnscontrolFile(
  sets: readonly RecordSet[],
  zone: string,
  head: readonly string[],
): string {
  const call = (set: RecordSet, value: string): string => {
    const name = text(relativeName(set.name, set.zone, '@'))
    const rest = argumentsOf(set.type, value).join(', ')
    return `  ${set.type}(${name}, ${rest}, TTL(${set.ttl}))`
  }
  return [
    ...head.map(line => `// ${line}`),
    'var REG_NONE = NewRegistrar("none");',
    'var DNS_HOST = NewDnsProvider("dns_host");',
    ...zonesOf(sets, zone).flatMap(one => {
      const own = sets.filter(set => set.zone === one)
      const calls = own.flatMap(set => set.values.map(value => call(set, value)))
      return [
        '',
        `D(${text(one)}, REG_NONE, DnsProvider(DNS_HOST), NO_PURGE,`,
        calls.join(',\n'),
        ');',
      ]
    }),
    '',
  ].join('\n')
}
