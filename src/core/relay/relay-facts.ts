/** Which provider the smtp container's settings name, for records that have to know about it. */
import type { RelayProvider } from '../../shared/model/relay.ts'
import type { RelayFacts } from '../../shared/model/sender-dns.ts'
import { relayValues, targetOf } from './configured.ts'
import { providerOfHost } from './providers.ts'

/** Undefined where mail leaves without a relay. An unknown host is a relay of which nothing is known. */
export function relayFacts(
  env: Readonly<Record<string, string>>,
  providers: readonly RelayProvider[],
): RelayFacts | undefined {
  const host = targetOf(relayValues(key => env[key]))?.host
  const provider = host === undefined ? undefined : providerOfHost(providers, host)
  if (host === undefined || !provider) return undefined
  const { id, name, hosts, senderDns } = provider
  const region = hosts.find(one => one.host === host.toLowerCase())?.region ?? ''
  return { provider: id, name: hosts.length === 0 ? host : name, host, region, senderDns }
}
