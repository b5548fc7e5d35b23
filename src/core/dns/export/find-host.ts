import { AppError } from '../../../shared/errors.ts'
import type { DnsHost } from '../../../shared/model/dns.ts'
import { dnsHosts } from './dns-hosts.ts'

/** The shape of a DNS host's form. @throws AppError `dns-host-not-found` */
export function findHost(id: string): DnsHost {
  const found = dnsHosts.find(host => host.id === id)
  if (found) return found
  throw new AppError('dns-host-not-found', {
    host: id,
    known: dnsHosts.map(one => one.id).join(', '),
  })
}
