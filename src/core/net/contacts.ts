/** Sees every connection that this process makes, at Node's own sockets: no adapter can forget to tell. */
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { getServers } from 'node:dns'
import { isIP, type Socket } from 'node:net'
import type { ContactProtocol } from '../../shared/model/contact.ts'

/** One attempt to reach a host. */
export interface ContactMade {
  readonly host: string
  readonly port: number
  readonly protocol: ContactProtocol
  readonly from: 'here' | 'server'
  readonly via?: string | undefined
  readonly address?: string | undefined
}

interface NamedSocket {
  readonly socket: Socket
  readonly host: string
  readonly protocol: ContactProtocol
}

const announced = channel('postern:contact')
const named = channel('postern:socket-named')
/** Node's own, "emitted when a new TCP or pipe client socket is created"; Node 20 (the fallback runtime) leaves TLS out. */
const clientSocket = 'net.client.socket'

const wellKnown: Readonly<Record<number, ContactProtocol>> = {
  22: 'ssh',
  25: 'smtp',
  465: 'smtp',
  587: 'smtp',
  110: 'pop3',
  995: 'pop3',
  143: 'imap',
  993: 'imap',
  53: 'dns',
  853: 'dns',
  80: 'http',
  443: 'http',
}

/** What is usually spoken at a port (IANA service names). */
export const protocolAt = (port: number): ContactProtocol => wellKnown[port] ?? 'other'

/**
 * Tells of a contact that no TCP socket of this process shows: datagrams, what goes through another host, what a server
 * was asked to do.
 */
export const announceContact = (contact: ContactMade): void => announced.publish(contact)

/** Tells which name a socket was opened for, where it was opened by address. In the same turn as `connect`. */
export const nameSocket = (socket: Socket, host: string, protocol: ContactProtocol): void =>
  named.publish({ socket, host, protocol } satisfies NamedSocket)

/** `192.0.2.1`, `2001:db8::1`, `[2001:db8::1]:5353` (Node's form of `dns.getServers`). */
function readResolver(text: string): { readonly host: string; readonly port: number } {
  if (isIP(text) !== 0 || !text.includes(':')) return { host: text, port: 53 }
  const at = text.lastIndexOf(':')
  return { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) }
}

/** The first resolver of this computer's settings: what the system asks. Asks nobody. */
export function systemResolver(): { readonly host: string; readonly port: number } | undefined {
  const [first] = getServers()
  return first === undefined ? undefined : readResolver(first)
}

/** Tells that the system was asked for the addresses of a name: its own resolver then asks another host. */
export function announceLookup(): void {
  const resolver = systemResolver() ?? { host: 'localhost', port: 53 }
  announceContact({ ...resolver, protocol: 'resolver', from: 'here' })
}

/** Tells every contact that is made from now on; answers the function that stops it. */
export function watchContacts(onContact: (contact: ContactMade) => void): () => void {
  const names = new WeakMap<Socket, NamedSocket>()

  const onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket } // Node's documentation of the channel
    let asked: string | undefined
    socket.on('lookup', (_error, _address, _family, host: string) => {
      if (asked === undefined) announceLookup()
      asked = host
    })
    socket.on('connectionAttempt', (address: string, port: number | undefined) => {
      if (port === undefined) return // a socket of this computer's file system
      const name = names.get(socket)
      const host = name?.host ?? asked ?? address
      const protocol = name?.protocol ?? protocolAt(port)
      onContact({ host, port, protocol, from: 'here', address })
    })
  }
  const onName = (message: unknown): void => {
    const name = message as NamedSocket // published here only
    names.set(name.socket, name)
  }
  const onAnnounced = (message: unknown): void => onContact(message as ContactMade) // published here only

  const heard = [
    [clientSocket, onSocket],
    [named.name, onName],
    [announced.name, onAnnounced],
  ] as const
  for (const [name, listener] of heard) subscribe(name, listener)
  return () => {
    for (const [name, listener] of heard) unsubscribe(name, listener)
  }
}
