/**
 * The two resolvers that are asked beside a zone's own servers: run by different organisations on networks of their own,
 * both validating DNSSEC. They are hosts that get contacted, so each answer names the one it came from.
 */
import type { DnsServer } from './answer.ts'

const resolver = (name: string, addresses: readonly string[], url: string): DnsServer => ({
  name,
  addresses,
  port: 53,
  kind: 'resolver',
  doh: { url, addresses },
})

/** Facts: quad9.net/service/service-addresses-and-features; developers.cloudflare.com/1.1.1.1/setup. */
export const publicResolvers: readonly [DnsServer, DnsServer] = [
  resolver('Quad9', ['9.9.9.9', '2620:fe::fe'], 'https://dns.quad9.net/dns-query'),
  resolver(
    'Cloudflare',
    ['1.1.1.1', '2606:4700:4700::1111'],
    'https://cloudflare-dns.com/dns-query',
  ),
]
