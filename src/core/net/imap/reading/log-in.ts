/** Logs in to an IMAP server; a refusal is told once and never tried again by itself (mailu.md 8.5: a loop locks out). */
import { AppError } from '../../../../shared/errors.ts'
import type { ImapLine } from './imap-line.ts'
import { CommandRefused } from './line-fault.ts'
import type { MailboxWay } from './mailbox-way.ts'
import { readCode } from './response.ts'

/** What may stand between quotes in any server (RFC 3501, `quoted`). */
const isPlainText = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

export const quote = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`

/** Codes by which a server says that it would let the same login in later (RFC 5530; `LIMIT`: Mailu). */
const forNow = new Set(['LIMIT', 'UNAVAILABLE', 'INUSE', 'SERVERBUG'])

/**
 * @returns the words of the OK, which may carry the capabilities
 * @throws AppError `mailbox-login-refused`, `mailbox-login-put-off`; LineFault
 */
export async function logIn(
  line: ImapLine,
  { host, user, password }: MailboxWay,
  capabilities: ReadonlySet<string>,
): Promise<string> {
  const secret = password.reveal()
  const plain = Buffer.from(`\0${user}\0${secret}`).toString('base64')
  const refused = (reply: string, cause?: unknown): AppError => {
    const params = { host, user, reply: reply.replaceAll(secret, '•••') }
    const isForNow = readCode(reply).some(code => forNow.has(code.toUpperCase()))
    return new AppError(isForNow ? 'mailbox-login-put-off' : 'mailbox-login-refused', params, {
      cause,
    })
  }
  try {
    if (capabilities.has('AUTH=PLAIN'))
      return capabilities.has('SASL-IR')
        ? await line.command(`AUTHENTICATE PLAIN ${plain}`)
        : await line.dialogue('AUTHENTICATE PLAIN', [plain])
    if (capabilities.has('LOGINDISABLED')) throw refused('LOGINDISABLED')
    if (isPlainText(user + secret))
      return await line.command(`LOGIN ${quote(user)} ${quote(secret)}`)
    const length = (text: string): string => `{${Buffer.byteLength(text)}}`
    return await line.dialogue(`LOGIN ${length(user)}`, [`${user} ${length(secret)}`, secret])
  } catch (error) {
    if (error instanceof CommandRefused) throw refused(error.reply, error)
    throw error
  }
}
