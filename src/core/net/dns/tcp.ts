/** One question over TCP (RFC 7766): for long answers, and where datagrams do not come back. */
import { connect } from 'node:net'
import { nameSocket } from '../contacts.ts'
import type { DnsQuestion } from './answer.ts'
import { makeQuery, randomId, type QueryFlags, readReply } from './message.ts'
import type { Exchange } from './udp-socket.ts'

export interface TcpServer {
  readonly name: string
  readonly address: string
  readonly port: number
}

/** Never rejects; an abort is `silent`. */
export function askByTcp(
  { name, address, port }: TcpServer,
  question: DnsQuestion,
  flags: QueryFlags,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Exchange> {
  const query = makeQuery(question, flags, randomId())
  return new Promise(resolve => {
    if (signal.aborted) {
      resolve({ kind: 'silent' })
      return
    }
    const socket = connect(port, address)
    nameSocket(socket, name, 'dns')
    let held: Buffer = Buffer.alloc(0)
    let isOpen = false
    const settle = (exchange: Exchange): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      socket.destroy()
      resolve(exchange)
    }
    const onAbort = (): void => settle({ kind: 'silent' })
    const timer = setTimeout(onAbort, timeoutMs)
    signal.addEventListener('abort', onAbort, { once: true })
    socket.on('error', () => settle({ kind: isOpen ? 'malformed' : 'unreachable' }))
    socket.on('close', () => settle({ kind: 'malformed' }))
    socket.once('connect', () => {
      isOpen = true
      const length = Buffer.alloc(2)
      length.writeUInt16BE(query.bytes.length)
      socket.write(Buffer.concat([length, query.bytes]))
    })
    socket.on('data', chunk => {
      held = Buffer.concat([held, chunk])
      const size = held.length < 2 ? Number.POSITIVE_INFINITY : held.readUInt16BE(0) + 2
      if (held.length < size) return
      const heard = readReply(held.subarray(2, size), query, true)
      settle(heard.kind === 'stray' ? { kind: 'malformed' } : heard)
    })
  })
}
