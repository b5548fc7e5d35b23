/** Where a service is to be asked: what its container publishes, and by which settings it listens at all. Pure. */
import type { Outcome } from '../../../shared/model/watch.ts'
import { isOlder } from '../../../shared/mailu-version.ts'
import { publishedAddress } from '../../net/connect/published-address.ts'
import type { WatchedContainer, WatchedStack } from './checks-deps.ts'
import { missing, notNeeded, unknown, wrong } from './outcomes.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/** The container that speaks for a service, if it runs; else the outcome that its absence is. */
export function running(stack: WatchedStack, service: string): WatchedContainer | Outcome {
  const all = stack.containers.filter(one => one.service === service)
  const found = all.find(one => one.status === 'running') ?? all[0]
  if (!found) return missing('service-gone', { service })
  return found.status === 'running'
    ? found
    : wrong('service-down', { service, state: found.status })
}

export const isOutcome = (found: object): found is Outcome => 'verdict' in found

/** An address of the server at which this port of front is published over IPv4. */
export function publishedAt(front: WatchedContainer, inside: number): Address | Outcome {
  const found = publishedAddress(front.ports, inside)
  return found?.family === 4
    ? { host: found.host, port: found.port }
    : missing('port-not-published', { port: inside })
}

/**
 * The same over IPv6. Where every address is published (`::`) one of the server's own global ones is taken: Docker's rules for `::1`
 * differ from those for the world. Without any, there is no IPv6 to be watched.
 */
export function publishedAt6(
  front: WatchedContainer,
  inside: number,
  own: readonly string[],
): Address | Outcome {
  const found = front.ports.find(
    port => port.inside === `${inside}/tcp` && port.hostIp.includes(':'),
  )
  const host = found?.hostIp === '::' ? own[0] : found?.hostIp
  return found && host !== undefined
    ? { host, port: found.hostPort }
    : notNeeded('no-ipv6', { port: inside })
}

const listOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map(word => word.trim().toLowerCase())
    .filter(word => word !== '')

/** Ports of front on which Mailu speaks mail only if `PORTS` has them, since 2024.06 (`mailu.md` 2.2). */
const optional = [587, 143, 110, 995, 4190]

/** Whether this port is meant to answer. Undefined: the version is not known, so nobody can tell. */
export function isServed(
  front: WatchedContainer,
  version: string | undefined,
  port: number,
): boolean | undefined {
  if (!optional.includes(port)) return true
  const ports = front.env['PORTS']
  if (ports !== undefined && ports !== '') return listOf(ports).includes(String(port))
  if (version === undefined) return undefined
  return isOlder(version, '2024.06') || port === 995 || port === 4190
}

const mailPorts = [25, 110, 143, 465, 587, 993, 995, 4190]

/** Whether front wants to hear from a proxy before it speaks (`PROXY_PROTOCOL` of Mailu 2024.06): a plain visitor is hung up on. */
export function isBehindProxy(front: WatchedContainer, port: number): boolean {
  const words = listOf(front.env['PROXY_PROTOCOL'])
  const kind = mailPorts.includes(port) ? 'mail' : 'http'
  return (
    words.includes('all') ||
    words.includes(kind) ||
    words.includes(String(port)) ||
    (kind === 'mail' && words.includes('all-but-http'))
  )
}

/** Front at one of its ports over IPv4, ready to be asked. */
export function frontAt(
  stack: WatchedStack,
  port: number,
): { readonly front: WatchedContainer; readonly at: Address } | Outcome {
  const front = running(stack, 'front')
  if (isOutcome(front)) return front
  if (isBehindProxy(front, port)) return unknown('behind-proxy', { port })
  const at = publishedAt(front, port)
  return isOutcome(at) ? at : { front, at }
}

/** The name that mail programs and senders know the server by. */
export const hostNameOf = (front: WatchedContainer): string =>
  listOf(front.env['HOSTNAMES'])[0] ?? 'localhost'

/** False: front speaks no TLS by itself, something before it does (`TLS_FLAVOR=notls`). */
export const hasTls = (front: WatchedContainer): boolean =>
  (front.env['TLS_FLAVOR'] ?? 'cert').toLowerCase() !== 'notls'
