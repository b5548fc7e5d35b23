/** The first words of an SMTP session with a server that is looked at: greeting, EHLO, encryption. */
import type { TLSSocket } from 'node:tls'
import { type Capabilities, readCapabilities } from './ehlo.ts'
import type { SmtpReply } from './reply-reader.ts'
import type { SmtpLink } from './smtp-link.ts'

export interface SmtpOpening {
  /** `implicit`: TLS before the greeting (RFC 8314); `if-offered`: as most senders do; `none`: never. */
  readonly tls: 'implicit' | 'if-offered' | 'none'
  /** The name that the peer is expected to show in its certificate, which is not judged here. */
  readonly host: string
  readonly caPem?: string | undefined
  readonly helo: string
  /** For each reply, in milliseconds. */
  readonly timeoutMs: number
}

export type OpenedSmtp =
  | {
      readonly isOpen: true
      readonly greeting: SmtpReply
      readonly can: Capabilities
      readonly tls?: TLSSocket
    }
  | {
      readonly isOpen: false
      readonly stage: 'greeting' | 'ehlo' | 'starttls'
      readonly reply: SmtpReply
    }

/** @throws TalkFault when the conversation breaks; AppError `cancelled` */
export async function openSmtp(link: SmtpLink, opening: SmtpOpening): Promise<OpenedSmtp> {
  const { host, caPem, helo, timeoutMs } = opening
  let tls: TLSSocket | undefined
  if (opening.tls === 'implicit') tls = await link.startTls(host, caPem, timeoutMs)
  const greeting = await link.hear(timeoutMs)
  if (greeting.code !== 220) return { isOpen: false, stage: 'greeting', reply: greeting }
  const hello = async (): Promise<SmtpReply> => link.ask(`EHLO ${helo}`, timeoutMs)
  let reply = await hello()
  if (reply.code !== 250) return { isOpen: false, stage: 'ehlo', reply }
  if (opening.tls === 'if-offered' && readCapabilities(reply).startTls) {
    const answer = await link.ask('STARTTLS', timeoutMs)
    if (answer.code !== 220) return { isOpen: false, stage: 'starttls', reply: answer }
    tls = await link.startTls(host, caPem, timeoutMs)
    reply = await hello()
    if (reply.code !== 250) return { isOpen: false, stage: 'ehlo', reply }
  }
  return { isOpen: true, greeting, can: readCapabilities(reply), ...(tls && { tls }) }
}
