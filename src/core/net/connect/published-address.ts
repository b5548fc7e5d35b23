/** Where a port that a container publishes is reached from its own server. Pure. */
export interface PublishedPort {
  /** `465/tcp`. */
  readonly inside: string
  /** Empty or all zeros: every address. */
  readonly hostIp: string
  readonly hostPort: number
}

const loopback: Readonly<Record<string, string>> = {
  '': '127.0.0.1',
  '0.0.0.0': '127.0.0.1',
  '::': '::1',
}

const isFour = ({ hostIp }: PublishedPort): boolean => !hostIp.includes(':')

/** Over IPv4 where there is a choice. @param inside the port in the container, TCP */
export function publishedAddress(
  ports: readonly PublishedPort[],
  inside: number,
): { readonly host: string; readonly port: number; readonly family: 4 | 6 } | undefined {
  const found = ports.filter(port => port.inside === `${inside}/tcp`)
  const one = found.find(isFour) ?? found[0]
  if (!one) return undefined
  const host = loopback[one.hostIp] ?? one.hostIp
  return { host, port: one.hostPort, family: isFour(one) ? 4 : 6 }
}
