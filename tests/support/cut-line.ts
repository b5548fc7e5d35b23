/** A TCP line to a server that can be cut in the four ways in which lines break, at any byte. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/**
 * `reset`: both ends are told at once. `end`: an orderly end without a word. `silence`: nothing arrives any more, and nobody is
 * told. `noise`: bytes that are no SSH, then silence.
 */
export type Cut = 'reset' | 'end' | 'silence' | 'noise'

export interface CutLine {
  readonly port: number
  /** Lines that were ever opened. */
  readonly opened: number
  /** Lines of this process that are open now, counted at their own end: from the connect to the close of the socket. */
  readonly live: number
  /** Most of them that were open at once. */
  readonly most: number
  /** Cuts what is open now. */
  cut(how: Cut): void
  /** Cuts each new line after so many bytes of the server; undefined lets them be. */
  cutAfter(rule: { readonly bytes: number; readonly how: Cut } | undefined): void
  stop(): Promise<void>
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
}

function cutPair({ client, server }: Pair, how: Cut): void {
  if (how === 'reset') client.resetAndDestroy()
  if (how === 'end') client.end()
  if (how === 'reset' || how === 'end') {
    server.destroy()
    return
  }
  if (how === 'noise') client.write(Buffer.alloc(64, 0xee))
  server.pause()
  client.removeAllListeners('data').removeAllListeners('end').resume() // a dead machine answers no goodbye
}

/** A line from a port of its own to `target`, both on 127.0.0.1. */
export async function startCutLine(target: number): Promise<CutLine> {
  const pairs = new Set<Pair>()
  const open = new Set<Socket>()
  let opened = 0
  let most = 0
  let rule: { readonly bytes: number; readonly how: Cut } | undefined
  const listener = createServer({ allowHalfOpen: true }, client => {
    opened += 1
    const server = connect(target, '127.0.0.1')
    const pair = { client, server }
    pairs.add(pair)
    const mine = rule
    let passed = 0
    server.on('data', chunk => {
      passed += chunk.length
      const allowed = mine ? Math.max(0, chunk.length - Math.max(0, passed - mine.bytes)) : Infinity
      client.write(chunk.subarray(0, Math.min(chunk.length, allowed)))
      if (mine && passed >= mine.bytes) cutPair(pair, mine.how)
    })
    client.on('data', chunk => server.write(chunk))
    const over = (): void => {
      pairs.delete(pair)
      server.destroy()
      client.destroy()
    }
    for (const socket of [client, server]) socket.on('error', () => undefined).on('close', over)
    client.on('end', over)
  })
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', () => resolve()))
  const { port } = listener.address() as AddressInfo // a TCP server has one

  const onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket } // what net publishes
    socket.once('connect', () => {
      if (socket.remotePort !== port) return
      open.add(socket)
      most = Math.max(most, open.size)
      socket.once('close', () => open.delete(socket))
    })
  }
  subscribe('net.client.socket', onSocket)
  return {
    port,
    get opened() {
      return opened
    },
    get live() {
      return open.size
    },
    get most() {
      return most
    },
    cut(how) {
      for (const pair of pairs) cutPair(pair, how)
    },
    cutAfter(next) {
      rule = next
    },
    async stop() {
      unsubscribe('net.client.socket', onSocket)
      for (const { client, server } of pairs) {
        client.destroy()
        server.destroy()
      }
      await new Promise(resolve => listener.close(resolve))
    },
  }
}
