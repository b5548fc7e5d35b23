/** An SMTP relay on 127.0.0.1 that speaks the real protocol and fails in one chosen way. */
import { createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { MadeCertificate } from './certificates.ts'

export interface FakeRelayOptions {
  /** @default any that is free */
  readonly port?: number
  /** Said on connecting; null says nothing. @default '220 relay.test ESMTP' */
  readonly greeting?: string | null
  /** Command after which the line is closed in place of an answer; `connect` before the greeting. */
  readonly closeAt?: 'connect' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL'
  /** Answer to a command in place of the usual one. */
  readonly answers?: Readonly<Partial<Record<'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL', string>>>
  /** Answer to the empty sender, that of a bounce. @default as to any other */
  readonly toBounces?: string
  /** Absent: STARTTLS is not offered. */
  readonly certificate?: MadeCertificate
  /** TLS from the first byte, as on port 465. @default false */
  readonly isImplicit?: boolean
  /** Sent right behind the answer to STARTTLS, still in the clear. */
  readonly injected?: string
  /** Offered after STARTTLS, and before it when there is none. @default PLAIN LOGIN */
  readonly mechanisms?: readonly string[]
  readonly user?: string
  readonly password?: string
}

export interface FakeRelay {
  readonly port: number
  /** Verbs that came, in their order, each marked with `+` when it came encrypted. */
  readonly verbs: string[]
  /** Settles when somebody has connected. */
  readonly connected: Promise<void>
  /** Every sender that was named. */
  readonly senders: string[]
  /** Every byte that came before encryption. */
  readonly clear: () => string
  close(): Promise<void>
}

const decode = (text: string): string => Buffer.from(text, 'base64').toString('utf8')

/** Starts one; it ends with the test. */
export async function startFakeRelay(options: FakeRelayOptions = {}): Promise<FakeRelay> {
  const verbs: string[] = []
  const senders: string[] = []
  const clear: Buffer[] = []
  const open = new Set<Socket>()
  let isConnected = (): void => undefined
  const connected = new Promise<void>(done => (isConnected = done))

  const converse = (socket: Socket, stream: Duplex, isEncrypted: boolean): void => {
    const say = (text: string): void => void stream.write(`${text}\r\n`)
    const offers = (): string => {
      const auth = (options.mechanisms ?? ['PLAIN', 'LOGIN']).join(' ')
      const canEncrypt = options.certificate !== undefined && !isEncrypted
      const lines = ['relay.test', 'PIPELINING', '8BITMIME']
      if (canEncrypt) lines.push('STARTTLS')
      else if (auth !== '') lines.push(`AUTH ${auth}`)
      return lines
        .map((line, at) => `250${at === lines.length - 1 ? ' ' : '-'}${line}`)
        .join('\r\n')
    }
    const verdict = (user: string, password: string): string =>
      options.answers?.AUTH ??
      (user === options.user && password === options.password
        ? '235 2.7.0 Authentication successful'
        : '535 5.7.8 Error: authentication failed')

    let held = ''
    let next: ((line: string) => void) | undefined
    const login = (user: string | undefined, password: string): void =>
      say(verdict(user ?? '', password))

    const command = (line: string): void => {
      const [verb = '', ...words] = line.split(' ')
      const name = verb.toUpperCase()
      verbs.push(isEncrypted ? `${name}+` : name)
      if (name === options.closeAt) {
        socket.end()
        return
      }
      if (name === 'MAIL') {
        const sender = /<(.*)>/.exec(line)?.[1] ?? ''
        senders.push(sender)
        const own = sender === '' ? options.toBounces : undefined
        say(own ?? options.answers?.MAIL ?? '250 2.1.0 Ok')
        return
      }
      const answer = options.answers?.[name as 'EHLO']
      if (answer !== undefined && name !== 'AUTH') {
        say(answer)
        return
      }
      switch (name) {
        case 'EHLO':
          say(offers())
          return
        case 'STARTTLS': {
          stream.write(`220 2.0.0 Ready to start TLS\r\n${options.injected ?? ''}`)
          stream.removeAllListeners('data')
          const secure = new TLSSocket(socket, { isServer: true, ...options.certificate })
          secure.on('error', () => socket.destroy())
          converse(socket, secure, true)
          return
        }
        case 'AUTH': {
          const [mechanism, initial] = words
          if (mechanism === 'PLAIN' && initial !== undefined) {
            const [, user, password = ''] = decode(initial).split('\0')
            login(user, password)
          } else if (mechanism === 'LOGIN') {
            say('334 VXNlcm5hbWU6')
            next = user => {
              say('334 UGFzc3dvcmQ6')
              next = password => {
                next = undefined
                login(decode(user), decode(password))
              }
            }
          } else say('504 5.5.4 Unrecognized authentication type')
          return
        }
        case 'RSET':
          say('250 2.0.0 Ok')
          return
        case 'QUIT':
          say('221 2.0.0 Bye')
          socket.end()
          return
        default:
          say('502 5.5.2 Error: command not recognized')
      }
    }

    stream.on('data', (chunk: Buffer) => {
      if (!isEncrypted) clear.push(chunk)
      held += chunk.toString('utf8')
      for (let at = held.indexOf('\n'); at !== -1; at = held.indexOf('\n')) {
        const line = held.slice(0, at).replace(/\r$/, '')
        held = held.slice(at + 1)
        const take = next ?? command
        take(line)
      }
    })
  }

  const server: Server = createServer(socket => {
    open.add(socket)
    isConnected()
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket))
    if (options.closeAt === 'connect') {
      socket.end()
      return
    }
    const isImplicit = options.isImplicit === true
    const stream = isImplicit
      ? new TLSSocket(socket, { isServer: true, ...options.certificate })
      : socket
    stream.on('error', () => socket.destroy())
    converse(socket, stream, isImplicit)
    const greeting = options.greeting === undefined ? '220 relay.test ESMTP' : options.greeting
    if (greeting !== null) stream.write(`${greeting}\r\n`)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  }
  onTestFinished(close)
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    verbs,
    senders,
    connected,
    clear: () => Buffer.concat(clear).toString('utf8'),
    close,
  }
}
