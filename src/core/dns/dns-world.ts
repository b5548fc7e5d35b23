/** How names are asked: the world's, through Postern's own resolver, or those of the demo. */
import type { DnsWorld, Mirror } from './dns-deps.ts'
import { type LookDeps, lookAtPlan } from './look/look-at-plan.ts'

/** OpenDNS answers this name with the address that asked (support.opendns.com, "myip"). */
export const openDnsMirror: Mirror = {
  address: '208.67.222.222',
  port: 53,
  name: 'myip.opendns.com',
}

/** @param parts without `mirror` the server's own address is not asked for */
export const createDnsWorld = (parts: LookDeps & { readonly mirror?: Mirror }): DnsWorld => ({
  resolver: parts.resolver,
  mirror: parts.mirror,
  lookAt: (plan, signal, progress) => lookAtPlan(plan, parts, signal, progress),
})
