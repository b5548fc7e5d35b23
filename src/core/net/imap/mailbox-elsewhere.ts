/** A mailbox at another provider: finds messages by a word of their subject, reads their headers, takes them away again. Nothing else is touched. */
import { ImapFlow } from 'imapflow'
import type { Secret } from '../../../shared/secret.ts'
import { AppError } from '../../../shared/errors.ts'
import { announceContact } from '../contacts.ts'

export interface MailboxAddress {
  readonly host: string
  /** TLS from the first byte (RFC 8314); 143 asks for STARTTLS and goes no further without. */
  readonly port: number
  readonly user: string
  readonly password: Secret
}

export interface FoundMessage {
  readonly folder: string
  readonly isJunk: boolean
  readonly uid: number
  /** The header as it lies there. */
  readonly header: string
}

export interface OpenMailbox {
  /** In the inbox and the junk folder. @throws AppError `relay-proof-mailbox` */
  find(word: string): Promise<readonly FoundMessage[]>
  /** True when it is gone; a server that can only remove all marked messages at once (RFC 3501) is not asked to. */
  remove(message: FoundMessage): Promise<boolean>
  close(): Promise<void>
}

const replyMs = 30_000

const wordsOf = (error: unknown): string => {
  const said = error instanceof Error ? error : new Error(String(error))
  const response =
    'responseText' in said && typeof said.responseText === 'string' ? said.responseText : ''
  return (response || said.message).slice(0, 200)
}

/**
 * Logs in.
 * @param trust authorities to judge the certificate by, and the name that it must have. @default Node's own, and the host
 * @throws AppError `relay-proof-mailbox` when it is not reached, not trusted or refuses the login; `cancelled`
 */
export async function openMailbox(
  { host, port, user, password }: MailboxAddress,
  signal: AbortSignal,
  trust?: { readonly caPem: string; readonly name: string },
): Promise<OpenMailbox> {
  announceContact({ host, port, protocol: 'imap', from: 'here' })
  const client = new ImapFlow({
    host,
    port,
    secure: port !== 143,
    ...(port === 143 && { doSTARTTLS: true }),
    auth: { user, pass: password.reveal() },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: replyMs,
    greetingTimeout: replyMs,
    socketTimeout: replyMs * 2,
    ...(trust && { tls: { ca: trust.caPem }, servername: trust.name }),
  })
  client.on('error', () => undefined) // each call fails by itself
  const stop = (): void => client.close()
  signal.addEventListener('abort', stop, { once: true })
  const asked = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      if (signal.aborted) throw new AppError('cancelled', {})
      return await ask()
    } catch (cause) {
      if (signal.aborted) throw new AppError('cancelled', {}, { cause })
      const reason = wordsOf(cause).replaceAll(password.reveal(), '•••')
      throw new AppError('relay-proof-mailbox', { host, user, reason }, { cause })
    }
  }
  await asked(() => client.connect())
  const folders = await asked(async () => {
    const list = await client.list()
    const junk = list.find(({ specialUse }) => specialUse === '\\Junk')
    return [{ path: 'INBOX', isJunk: false }, ...(junk ? [{ path: junk.path, isJunk: true }] : [])]
  })
  return {
    find: word =>
      asked(async () => {
        const found: FoundMessage[] = []
        for (const { path, isJunk } of folders) {
          await client.mailboxOpen(path)
          const uids = (await client.search({ subject: word }, { uid: true })) || []
          for (const uid of Array.isArray(uids) ? uids : []) {
            const message = await client.fetchOne(String(uid), { headers: true }, { uid: true })
            const header = message ? message.headers?.toString('utf8') : undefined
            if (header !== undefined) found.push({ folder: path, isJunk, uid, header })
          }
        }
        return found
      }),
    remove: ({ folder, uid }) =>
      asked(async () => {
        await client.mailboxOpen(folder)
        if (!client.capabilities.has('UIDPLUS')) {
          await client.messageFlagsAdd(String(uid), ['\\Deleted'], { uid: true })
          return false
        }
        return client.messageDelete(String(uid), { uid: true })
      }),
    async close() {
      signal.removeEventListener('abort', stop)
      await client.logout().catch(() => client.close())
    },
  }
}
