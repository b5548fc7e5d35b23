/** One connected datagram socket to one server, for many questions at once: the kernel drops what comes from elsewhere. */
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { announceContact } from '../contacts.ts'
import {
  type Heard,
  makeQuery,
  randomId,
  type Query,
  type QueryFlags,
  readReply,
} from './message.ts'
import type { DnsQuestion } from './answer.ts'
import { onAbort } from './on-abort.ts'

/** What came of one question; `silent`: nothing in time. */
export type Exchange =
  Exclude<Heard, { kind: 'stray' }> | { readonly kind: 'silent' | 'unreachable' }

export interface UdpSocket {
  ask(
    question: DnsQuestion,
    flags: QueryFlags,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Exchange>
  /** No further questions should go this way: a new socket has a new port. */
  readonly isWorn: boolean
}

interface Open {
  readonly query: Query
  readonly settle: (exchange: Exchange) => void
}

/** After so many questions the port that a stranger would have to know changes. */
const mostQuestions = 200
/** An unused socket is closed after this time. */
const idleMs = 500

/** @param name as the user sees the server, for the list of contacts */
export function openUdpSocket(name: string, address: string, port: number): UdpSocket {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
  const open = new Map<number, Open>()
  let asked = 0
  let isDead = false
  let idle: NodeJS.Timeout | undefined

  const end = (): void => {
    if (isDead) return
    isDead = true
    clearTimeout(idle)
    socket.close()
    for (const { settle } of [...open.values()]) settle({ kind: 'unreachable' })
  }
  const connected = new Promise<void>(resolve => {
    socket.once('connect', resolve)
    // Also where a closed port answers later (ICMP): nobody listens there.
    socket.on('error', () => {
      end()
      resolve()
    })
  })
  socket.on('message', bytes => {
    const held = bytes.length < 2 ? undefined : open.get(bytes.readUInt16BE(0))
    if (!held) return
    const heard = readReply(bytes, held.query)
    if (heard.kind !== 'stray') held.settle(heard)
  })
  socket.connect(port, address)

  const freeId = (): number => {
    for (;;) {
      const id = randomId()
      if (!open.has(id)) return id
    }
  }

  return {
    get isWorn() {
      return isDead || asked >= mostQuestions
    },
    async ask(question, flags, timeoutMs, signal) {
      asked += 1
      clearTimeout(idle)
      socket.ref()
      const query = makeQuery(question, flags, freeId())
      announceContact({ host: name, port, protocol: 'dns', from: 'here', address })
      const heard = new Promise<Exchange>(resolve => {
        const giveUp = (): void => settle({ kind: 'silent' })
        const timer = setTimeout(giveUp, timeoutMs)
        const settle = (exchange: Exchange): void => {
          clearTimeout(timer)
          stopListening()
          open.delete(query.id)
          resolve(exchange)
        }
        open.set(query.id, { query, settle })
        const stopListening = onAbort(signal, giveUp)
        if (isDead) settle({ kind: 'unreachable' })
        else if (signal.aborted) giveUp()
      })
      await connected
      // A failed send tells itself as an error of the socket.
      if (!isDead) socket.send(query.bytes, error => error && end())
      const exchange = await heard
      if (open.size === 0 && !isDead) {
        idle = setTimeout(end, idleMs)
        idle.unref()
        socket.unref() // nobody waits: the process may end
      }
      return exchange
    },
  }
}
