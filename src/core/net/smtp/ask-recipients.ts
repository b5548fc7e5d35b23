/** Asks a server whom it would take mail for, up to RCPT and no further: nothing is sent, nothing stays in a queue. */
import { TalkFault } from '../talk/talk-fault.ts'
import type { SmtpReply } from './reply-reader.ts'
import type { SmtpLink } from './smtp-link.ts'

export interface RecipientAnswers {
  readonly sender: SmtpReply
  /** One for each address asked, in their order; ends at the first refusal. */
  readonly recipients: readonly SmtpReply[]
}

/** Takes the transaction back and says goodbye; whether that is answered does not matter. */
async function leave(link: SmtpLink, timeoutMs: number): Promise<void> {
  try {
    await link.ask('RSET', Math.min(timeoutMs, 2000))
    await link.ask('QUIT', Math.min(timeoutMs, 2000))
  } catch (error) {
    if (!(error instanceof TalkFault)) throw error
  }
}

/**
 * MAIL, RCPT for each address, RSET, QUIT (RFC 5321, 4.1.1). The first address must be the one that is expected to be taken: a proxy
 * before the mail server may hang up after a refusal.
 * @param from the reverse-path; empty is that of a bounce, which every server has to take (RFC 5321, 4.5.5)
 * @throws TalkFault when the conversation breaks before an answer; AppError `cancelled`
 */
export async function askRecipients(
  link: SmtpLink,
  from: string,
  addresses: readonly string[],
  timeoutMs: number,
): Promise<RecipientAnswers> {
  const sender = await link.ask(`MAIL FROM:<${from}>`, timeoutMs)
  const recipients: SmtpReply[] = []
  if (sender.code < 400) {
    for (const address of addresses) {
      const reply = await link.ask(`RCPT TO:<${address}>`, timeoutMs)
      recipients.push(reply)
      if (reply.code >= 400) break
    }
  }
  await leave(link, timeoutMs)
  return { sender, recipients }
}
