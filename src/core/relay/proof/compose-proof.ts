/** The message that proves the way: plain text, seven-bit, recognisable by its subject. */
import { createHash, randomBytes } from 'node:crypto'

export interface ProofMessage {
  readonly token: string
  readonly subject: string
  /** Lines end with CR LF. */
  readonly text: string
}

/** What the subjects of all proofs of one server begin with, so that a later run finds what an earlier one left behind. */
export const proofPrefix = (serverId: string): string =>
  `postern-${createHash('sha256').update(serverId).digest('hex').slice(0, 10)}-`

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const months = [
  ...(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'] as const),
  ...(['Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const),
]
const two = (number: number): string => String(number).padStart(2, '0')

/** RFC 5322, section 3.3, in UTC. */
function dateOf(now: number): string {
  const at = new Date(now)
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':')
  return `${days[at.getUTCDay()]}, ${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()} ${time} +0000`
}

/** Whether a header is that of a proof with this beginning or this very token: its subject has the word, and it says so itself. */
export const isProof = (header: string, token: string): boolean => {
  const unfolded = header.replace(/\r?\n[ \t]+/g, ' ')
  return new RegExp(`^subject:.*\\[${token}`, 'im').test(unfolded)
}

export function composeProof(
  serverId: string,
  from: string,
  to: string,
  now: number,
): ProofMessage {
  const token = `${proofPrefix(serverId)}${randomBytes(8).toString('hex')}`
  const subject = `Postern proof [${token}]`
  const text = [
    `Date: ${dateOf(now)}`,
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    `Message-ID: <${token}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    'Auto-Submitted: auto-generated',
    `X-Postern-Proof: ${token}`,
    '',
    'This message proves that mail leaves your server and arrives here.',
    'Postern reads its header and takes it away again.',
  ].join('\r\n')
  return { token, subject, text }
}
