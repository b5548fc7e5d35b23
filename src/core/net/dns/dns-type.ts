/** The types that Postern asks for. */
export const dnsTypes = [
  'A',
  'AAAA',
  'MX',
  'TXT',
  'CNAME',
  'SRV',
  'TLSA',
  'CAA',
  'PTR',
  'NS',
  'SOA',
  'DS',
  'DNSKEY',
] as const
export type DnsType = (typeof dnsTypes)[number]
