/** Asks one server one question by all the ways there are: UDP, again, TCP, its other address, HTTPS. */
import { AppError } from '../../../shared/errors.ts'
import {
  type Answer,
  type DnsQuestion,
  type DnsServer,
  type DnsTrouble,
  shownServer,
} from './answer.ts'
import { askByHttps } from './doh.ts'
import { fitsDns, type QueryFlags } from './message.ts'
import { readAnswer } from './read-answer.ts'
import { askByTcp } from './tcp.ts'
import { type Exchange, openUdpSocket, type UdpSocket } from './udp-socket.ts'

/** Milliseconds of patience. */
export interface DnsPatience {
  /** Each try over UDP. */
  readonly udpMs: readonly number[]
  readonly tcpMs: number
  readonly httpsMs: number
}

/** A recursive answer may itself wait for slow servers; most clients' first time-out is 1 to 5 s. */
export const usualPatience: DnsPatience = { udpMs: [1500, 2500], tcpMs: 3000, httpsMs: 5000 }

export interface AskDeps {
  readonly patience: DnsPatience
  readonly caPem?: string | undefined
}

export type ServerAsker = (
  server: DnsServer,
  question: DnsQuestion,
  flags: QueryFlags,
  signal: AbortSignal,
) => Promise<Answer>

const troubles: Readonly<Record<Exclude<Exchange['kind'], 'reply'>, DnsTrouble>> = {
  silent: 'timed-out',
  'other-case': 'malformed',
  malformed: 'malformed',
  unreachable: 'unreachable',
  truncated: 'truncated',
}

const refusesEdns = (exchange: Exchange): boolean =>
  exchange.kind === 'reply' && ['FORMERR', 'NOTIMP'].includes(exchange.reply.rcode)

/** A closed port 53 or a silent one: what HTTPS may get past. */
const isClosed = ({ kind }: Exchange): boolean => kind === 'silent' || kind === 'unreachable'

/** One asker keeps its sockets, and remembers where port 53 was closed. @throws (the answer) AppError `cancelled`, nothing else */
export function createServerAsker({ patience, caPem }: AskDeps): ServerAsker {
  const sockets = new Map<string, UdpSocket>()
  const closed = new Set<string>()

  const socketTo = ({ name, port }: DnsServer, address: string): UdpSocket => {
    const key = `${address} ${port}`
    const before = sockets.get(key)
    if (before && !before.isWorn) return before
    const socket = openUdpSocket(name, address, port)
    sockets.set(key, socket)
    return socket
  }

  const byAddress = async (
    server: DnsServer,
    address: string,
    question: DnsQuestion,
    flags: QueryFlags,
    signal: AbortSignal,
  ): Promise<Exchange> => {
    const { name, port } = server
    const tcp = () => askByTcp({ name, address, port }, question, flags, patience.tcpMs, signal)
    let heard: Exchange = { kind: 'silent' }
    for (const timeoutMs of patience.udpMs) {
      heard = await socketTo(server, address).ask(question, flags, timeoutMs, signal)
      if (heard.kind !== 'silent') break
    }
    if (heard.kind === 'reply' || heard.kind === 'unreachable' || signal.aborted) return heard
    const again = await tcp()
    // What was said over UDP tells more than why TCP failed.
    return again.kind !== 'reply' && heard.kind !== 'silent' ? heard : again
  }

  const byAnyAddress = async (
    server: DnsServer,
    question: DnsQuestion,
    flags: QueryFlags,
    signal: AbortSignal,
  ): Promise<Exchange> => {
    let heard: Exchange = { kind: 'unreachable' }
    for (const address of server.addresses) {
      heard = await byAddress(server, address, question, flags, signal)
      if (heard.kind !== 'unreachable') break
    }
    return heard
  }

  const exchange = async (
    server: DnsServer,
    question: DnsQuestion,
    flags: QueryFlags,
    signal: AbortSignal,
  ): Promise<Exchange> => {
    const { doh } = server
    if (!doh && server.isOnlyHttps) return { kind: 'unreachable' }
    if (!doh) return byAnyAddress(server, question, flags, signal)
    const https = () => askByHttps(doh, question, flags, patience.httpsMs, signal, caPem)
    if (server.isOnlyHttps || closed.has(server.name)) return https()
    const heard = await byAnyAddress(server, question, flags, signal)
    if (!isClosed(heard) || signal.aborted) return heard
    const second = await https()
    if (second.kind !== 'reply') return heard
    closed.add(server.name)
    return second
  }

  return async (server, question, flags, signal) => {
    if (!fitsDns(question.name))
      return { kind: 'unknown', code: 'malformed', server: shownServer(server) }
    let heard = await exchange(server, question, flags, signal)
    if (refusesEdns(heard))
      heard = await exchange(server, question, { ...flags, hasEdns: false }, signal)
    if (signal.aborted) throw new AppError('cancelled', {})
    return heard.kind === 'reply'
      ? readAnswer(heard.reply, question, server)
      : { kind: 'unknown', code: troubles[heard.kind], server: shownServer(server) }
  }
}
