/** A line-wise server on 127.0.0.1 or ::1 that answers as it is told: SMTP, IMAP or HTTP, in the clear, after STARTTLS or under TLS. */
import { createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { MadeCertificate } from './certificates.ts'

/** What is said to a line: text, nothing at all (`null`), the end of the line (`close`), or encryption (`tls`, after the text of STARTTLS). */
export type Said = string | null | { readonly close: true; readonly text?: string }

export interface TalkServerOptions {
  readonly greeting?: string | null
  readonly answer?: (line: string, isEncrypted: boolean) => Said
  readonly certificate?: MadeCertificate
  /** TLS from the first byte. */
  readonly isImplicit?: boolean
  readonly address?: '127.0.0.1' | '::1'
}

export interface TalkServer {
  readonly port: number
  /** Every line that came, with `+` in front when it came encrypted. */
  readonly lines: string[]
}

/** Starts one; it ends with the test. */
export async function startTalkServer(options: TalkServerOptions): Promise<TalkServer> {
  const lines: string[] = []
  const open = new Set<Socket>()

  const secure = (socket: Socket): TLSSocket => {
    const inner = new TLSSocket(socket, { isServer: true, ...options.certificate! })
    inner.on('error', () => socket.destroy())
    return inner
  }
  const converse = (socket: Socket, stream: Duplex, isEncrypted: boolean): void => {
    let held = ''
    const take = (line: string): void => {
      lines.push(isEncrypted ? `+${line}` : line)
      if (/^STARTTLS$/i.test(line) && options.certificate && !isEncrypted) {
        stream.removeAllListeners('data')
        stream.write('220 2.0.0 Ready to start TLS\r\n')
        converse(socket, secure(socket), true)
        return
      }
      const said = options.answer?.(line, isEncrypted) ?? null
      if (said === null) return
      if (typeof said === 'string') stream.write(`${said}\r\n`)
      else {
        if (said.text !== undefined) stream.write(`${said.text}\r\n`)
        stream.end()
        socket.end()
      }
    }
    stream.on('data', (chunk: Buffer) => {
      held += chunk.toString('utf8')
      for (let at = held.indexOf('\n'); at !== -1; at = held.indexOf('\n')) {
        const line = held.slice(0, at).replace(/\r$/, '')
        held = held.slice(at + 1)
        take(line)
      }
    })
  }

  const server: Server = createServer(socket => {
    open.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket))
    const stream = options.isImplicit ? secure(socket) : socket
    converse(socket, stream, options.isImplicit === true)
    if (options.greeting !== undefined && options.greeting !== null)
      stream.write(`${options.greeting}\r\n`)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, options.address ?? '127.0.0.1', resolve)
  })
  onTestFinished(async () => {
    for (const socket of open) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, lines }
}

export interface MailboxRules {
  readonly recipients?: readonly string[]
  /** In place of the usual answer to a command, by its verb. */
  readonly answers?: Readonly<Record<string, Said>>
  /** @default PLAIN LOGIN; empty: AUTH is not offered */
  readonly auth?: string
  readonly offersTls?: boolean
}

/** Answers of an SMTP server that takes mail for its own recipients. */
export const smtpAnswers =
  ({ recipients = [], answers = {}, auth = 'PLAIN LOGIN', offersTls = false }: MailboxRules) =>
  (line: string, isEncrypted: boolean): Said => {
    const verb = line.split(' ')[0]!.toUpperCase()
    const own = answers[verb]
    if (own !== undefined) return own
    switch (verb) {
      case 'EHLO': {
        const words = ['mail.example.test', 'PIPELINING']
        if (offersTls && !isEncrypted) words.push('STARTTLS')
        if (auth !== '') words.push(`AUTH ${auth}`)
        return words
          .map((word, i) => `250${i === words.length - 1 ? ' ' : '-'}${word}`)
          .join('\r\n')
      }
      case 'RCPT':
        return recipients.some(one => line.includes(`<${one}>`))
          ? '250 2.1.5 Ok'
          : '550 5.1.1 User unknown in virtual mailbox table'
      case 'MAIL':
      case 'RSET':
        return '250 2.0.0 Ok'
      case 'QUIT':
        return { close: true, text: '221 2.0.0 Bye' }
      default:
        return '502 5.5.2 Error: command not recognized'
    }
  }

/** Answers of an IMAP server; `login` is said to LOGIN. */
export const imapAnswers =
  ({
    capabilities = 'IMAP4rev1 AUTH=PLAIN AUTH=LOGIN',
    login = 'OK Logged in',
  }: { readonly capabilities?: string; readonly login?: Said } = {}) =>
  (line: string): Said => {
    const [tag = '*', verb = ''] = line.split(' ')
    switch (verb.toUpperCase()) {
      case 'CAPABILITY':
        return `* CAPABILITY ${capabilities}\r\n${tag} OK done`
      case 'LOGIN':
        return typeof login === 'string' ? `${tag} ${login}` : login
      case 'LOGOUT':
        return { close: true, text: `* BYE\r\n${tag} OK bye` }
      default:
        return `${tag} BAD`
    }
  }

/** Answers of a web server: one status for every request. */
export const httpAnswers =
  (status: string) =>
  (line: string): Said =>
    line === '' ? { close: true, text: `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n` } : null
