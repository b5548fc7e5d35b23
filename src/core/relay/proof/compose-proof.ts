/** The message that proves the way: plain text, seven-bit, recognisable by its subject. */
import { createHash, randomBytes } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'

export interface ProofMessage {
  readonly token: string
  readonly subject: string
  /** Lines end with CR LF. */
  readonly text: string
}

/** What the subjects of all proofs of one server begin with, so that a later run finds what an earlier one left behind. */
export const proofPrefix = (serverId: string): string =>
  `postern-${createHash('sha256').update(serverId).digest('hex').slice(0, 10)}-`

/** Whether a header is that of a proof with this beginning or this very token: its subject has the word, and it says so itself. */
export const isProof = (header: string, token: string): boolean => {
  const unfolded = header.replace(/\r?\n[ \t]+/g, ' ')
  return new RegExp(`^subject:.*\\[${token}`, 'im').test(unfolded)
}

export async function composeProof(
  serverId: string,
  from: string,
  to: string,
  now: number,
): Promise<ProofMessage> {
  const token = `${proofPrefix(serverId)}${randomBytes(8).toString('hex')}`
  const subject = `Postern proof [${token}]`
  const built = await new MailComposer({
    from,
    to,
    subject,
    date: new Date(now),
    messageId: `<${token}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Postern-Proof': token },
    text: [
      'This message proves that mail leaves your server and arrives here.',
      'Postern reads its header and takes it away again.',
    ].join('\n'),
    newline: 'windows',
  })
    .compile()
    .build()
  return { token, subject, text: built.toString('ascii').trimEnd() }
}
