/** A TLS connection for an HTTPS request; where the addresses are known already, no resolver is asked. */
import { connect, type TLSSocket } from 'node:tls'
import { nameSocket } from '../contacts.ts'

/**
 * The certificate is judged by the URL's host, whatever the address.
 * @param addresses the first one is taken. @default what this computer's resolver says, one after the other (RFC 8305)
 * @param caPem authorities to judge by. @default Node's own
 */
export function tlsTo(
  url: string,
  addresses: readonly string[] | undefined,
  caPem: string | undefined,
): TLSSocket {
  const { hostname, port } = new URL(url)
  const socket = connect({
    host: addresses === undefined ? hostname : (addresses[0] ?? ''),
    port: port === '' ? 443 : Number(port),
    servername: hostname,
    ...(caPem !== undefined && { ca: caPem }),
  })
  nameSocket(socket, hostname, 'http')
  return socket
}
