/** How names are asked: the world's, through Postern's own resolver, or nobody. */
import type { Duplex } from 'node:stream'
import type { HttpDocument, HttpGet } from '../net/http/get.ts'
import type { Resolver } from '../net/dns/resolver.ts'
import type { Clock } from '../platform.ts'
import type { DnsWorld, Mirror } from './dns-deps.ts'
import { lookAtPlan } from './look/look-at-plan.ts'
import type { Blocklist } from './look/blocklists.ts'

export interface WorldParts {
  readonly resolver: Resolver
  readonly clock: Clock
  /** Reads the MTA-STS policy. Absent: it is not looked at. */
  readonly get?: ((get: HttpGet, signal: AbortSignal) => Promise<HttpDocument>) | undefined
  /** Opens port 25 of a host. Absent: no certificate is looked at. */
  readonly openSmtp?: ((host: string, signal: AbortSignal) => Promise<Duplex>) | undefined
  /** @default those that Postern knows */
  readonly lists?: readonly Blocklist[]
  /** Absent: the server's own address is not asked for. */
  readonly mirror?: Mirror | undefined
}

/** OpenDNS answers this name with the address that asked (support.opendns.com, "myip"). */
export const openDnsMirror: Mirror = {
  address: '208.67.222.222',
  port: 53,
  name: 'myip.opendns.com',
}

export const createDnsWorld = (parts: WorldParts): DnsWorld => ({
  resolver: parts.resolver,
  mirror: parts.mirror,
  lookAt: (plan, signal, progress) => lookAtPlan(plan, parts, signal, progress),
})
