/** A name server on 127.0.0.1 (UDP and TCP, one port) that answers by a function and breaks on demand. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, decode, encode, type Question } from 'dns-packet'
import { soaOf } from './packet-data.ts'

export interface FakeReply {
  readonly rcode: number
  readonly answers?: readonly Answer[]
  readonly authorities?: readonly Answer[]
  readonly isAuthoritative?: boolean
  readonly isAuthentic?: boolean
  readonly isRecursive?: boolean
}

export interface FakeQuestion {
  readonly name: string
  readonly type: string
  readonly isUnchecked: boolean
  readonly hasEdns: boolean
  readonly isRecursionDesired: boolean
  readonly isTcp: boolean
}

/** What it does instead of answering; `truncated`: says so over UDP and then has no TCP. */
export type Fault =
  | 'servfail'
  | 'silent'
  | 'refused'
  | 'truncated'
  | 'truncated-once'
  | 'malformed'
  | 'stray-first'
  | 'lower-case'
  | 'no-edns'
  | 'nxdomain'
  | 'nodata'
  | 'lame'
  | 'intercepted'

export interface FakeServer {
  readonly port: number
  /** Every question that came, in order. */
  readonly asked: FakeQuestion[]
  fault: (question: FakeQuestion) => Fault | undefined
  delayMs: number
  stop(): Promise<void>
}

/** As a zone above would tell of an absence. */
const nothing = { isRecursive: true, authorities: [soaOf('test')] }
const codes: Partial<Record<Fault, number>> = { servfail: 2, refused: 5, nxdomain: 3, nodata: 0 }

/** A port that is free for datagrams is not always free for TCP. */
async function onePort(address: string): Promise<{ udp: UdpSocket; tcp: Server; port: number }> {
  for (;;) {
    const udp = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    await new Promise<void>(resolve => udp.bind(0, address, resolve))
    const { port } = udp.address()
    const tcp = createServer()
    const isFree = await new Promise<boolean>(resolve => {
      tcp.once('error', () => resolve(false))
      tcp.listen(port, address, () => resolve(true))
    })
    if (isFree) return { udp, tcp, port }
    udp.close()
  }
}

/** @param address `127.0.0.1` or `::1` */
export async function startFakeServer(
  answer: (question: FakeQuestion) => FakeReply,
  address = '127.0.0.1',
): Promise<FakeServer> {
  const { udp, tcp, port } = await onePort(address)
  const open = new Set<Socket>()
  const asked: FakeQuestion[] = []

  const reply = async (bytes: Buffer, isTcp: boolean): Promise<Buffer[]> => {
    const query = decode(bytes)
    const question = query.questions?.[0] as Question // the resolver sends one
    const edns = query.additionals?.find(one => one.type === 'OPT')
    const seen: FakeQuestion = {
      name: question.name.toLowerCase(),
      type: question.type,
      isUnchecked: query.flag_cd,
      hasEdns: edns !== undefined,
      isRecursionDesired: query.flag_rd,
      isTcp,
    }
    asked.push(seen)
    if (server.delayMs > 0) await sleep(server.delayMs)
    const fault = server.fault(seen)
    if (fault === 'silent') return []
    if (fault === 'malformed') {
      const head = Buffer.from(bytes)
      head[2] = 0x84
      head.writeUInt16BE(9, 6)
      return [head]
    }
    const forced = fault && codes[fault]
    const isUnserved = fault === 'lame' || fault === 'intercepted'
    const said: FakeReply =
      fault === 'no-edns' && seen.hasEdns
        ? { rcode: 1 }
        : forced !== undefined
          ? { ...nothing, rcode: forced, isAuthoritative: forced !== 5 }
          : answer(seen)
    const isAuthoritative = said.isAuthoritative === true && !isUnserved
    const isRecursive = said.isRecursive === true || fault === 'intercepted'
    const flags =
      (isAuthoritative ? 1 << 10 : 0) |
      (query.flag_rd ? 1 << 8 : 0) |
      (isRecursive ? 1 << 7 : 0) |
      (said.isAuthentic ? 1 << 5 : 0) |
      said.rcode
    const whole = (id: number, name: string, isCut: boolean): Buffer =>
      encode({
        type: 'response',
        id,
        flags: flags | (isCut ? 1 << 9 : 0),
        questions: [{ ...question, name }],
        answers: isCut ? [] : [...(fault === 'lame' ? [] : (said.answers ?? []))],
        authorities: isCut ? [] : [...(said.authorities ?? [])],
      })
    const id = query.id ?? 0
    const sent = whole(id, fault === 'lower-case' ? seen.name : question.name, false)
    const isCut =
      !isTcp && (fault?.startsWith('truncated') === true || sent.length > (edns ? 1232 : 512))
    const last = isCut ? whole(id, question.name, true) : sent
    return fault === 'stray-first' ? [whole(id ^ 1, question.name, false), last] : [last]
  }

  udp.on('message', (bytes, from) => {
    void reply(bytes, false).then(list => {
      for (const one of list) udp.send(one, from.port, from.address, () => undefined)
    })
  })
  tcp.on('connection', socket => {
    open.add(socket)
    socket.on('error', () => undefined).on('close', () => open.delete(socket))
    socket.once('data', bytes => {
      const query = decode(bytes.subarray(2))
      const name = query.questions?.[0]?.name.toLowerCase() ?? ''
      const type = query.questions?.[0]?.type ?? ''
      const base = { isUnchecked: false, hasEdns: true, isRecursionDesired: false, isTcp: true }
      if (server.fault({ name, type, ...base }) === 'truncated') return socket.destroy()
      void reply(bytes.subarray(2), true).then(([one]) => {
        if (!one) return
        const length = Buffer.alloc(2)
        length.writeUInt16BE(one.length)
        socket.end(Buffer.concat([length, one]))
      })
    })
  })

  const server: FakeServer = {
    port,
    asked,
    fault: () => undefined,
    delayMs: 0,
    async stop() {
      udp.close()
      for (const socket of open) socket.destroy()
      await new Promise(resolve => tcp.close(resolve))
    },
  }
  return server
}
