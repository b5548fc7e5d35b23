/** Hands one message in by authenticated submission (RFC 6409). */
import type { Duplex } from 'node:stream'
import { usableMechanism } from './ehlo.ts'
import { logIn, maskLogin, type SmtpLogin } from './login.ts'
import { openSmtp } from './open-smtp.ts'
import type { SmtpReply } from './reply-reader.ts'
import { createSmtpLink } from './smtp-link.ts'

export interface Submission {
  /** The name that the server is expected to show in its certificate, which is not judged here: the way there is the SSH connection. */
  readonly host: string
  readonly isImplicitTls: boolean
  readonly login: SmtpLogin
  readonly from: string
  readonly to: string
  /** Nobody is to be told when it cannot be delivered, where the server knows such a wish (RFC 3461, section 4.1). */
  readonly isUnreturned?: boolean
  /** Lines end with CR LF; dots are stuffed here. */
  readonly message: string
  /** For each reply, in milliseconds. */
  readonly timeoutMs: number
}

export type Submitted =
  | { readonly isTaken: true; readonly reply: string }
  | {
      readonly isTaken: false
      readonly stage: 'greeting' | 'login' | 'message'
      readonly reply: string
    }

const words = (reply: SmtpReply): string => `${reply.code} ${reply.lines.join(' ')}`

/** @throws TalkFault when the conversation breaks; AppError `cancelled` */
export async function submitMessage(
  stream: Duplex,
  { host, isImplicitTls, login, from, to, message, timeoutMs, isUnreturned }: Submission,
  signal: AbortSignal,
): Promise<Submitted> {
  const link = createSmtpLink(stream, signal)
  const refused = (stage: 'greeting' | 'login' | 'message', reply: string): Submitted => ({
    isTaken: false,
    stage,
    reply: maskLogin(reply, login),
  })
  try {
    const tls = isImplicitTls ? 'implicit' : 'if-offered'
    const opened = await openSmtp(link, { tls, host, helo: 'postern.invalid', timeoutMs })
    if (!opened.isOpen) return refused('greeting', words(opened.reply))
    const mechanism = opened.tls && usableMechanism(opened.can.mechanisms)
    if (!mechanism) return refused('login', opened.can.mechanisms.join(' ') || '–')
    const answer = await logIn(link, mechanism, login, timeoutMs)
    if (answer.code !== 235) return refused('login', words(answer))
    const notify = isUnreturned && opened.can.dsn ? ' NOTIFY=NEVER' : ''
    for (const line of [`MAIL FROM:<${from}>`, `RCPT TO:<${to}>${notify}`, 'DATA']) {
      const reply = await link.ask(line, timeoutMs)
      if (reply.code >= 400) return refused('message', words(reply))
    }
    const reply = await link.ask(`${message.replace(/^\./gm, '..')}\r\n.`, timeoutMs)
    if (reply.code >= 400) return refused('message', words(reply))
    link.tell('QUIT')
    return { isTaken: true, reply: words(reply) }
  } finally {
    link.close()
  }
}
