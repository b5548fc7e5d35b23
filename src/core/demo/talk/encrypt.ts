import type { Duplex } from 'node:stream'
import { createSecureContext, TLSSocket } from 'node:tls'
import type { Shown } from '../authority.ts'

/** The server's side of TLS over any stream. */
export function encrypt(stream: Duplex, shown: Shown): Duplex {
  const socket = new TLSSocket(stream, {
    isServer: true,
    secureContext: createSecureContext(shown),
  })
  socket.on('error', () => undefined) // the visitor left, or takes no such certificate: it knows why
  return socket
}
