/** Whether mail comes in: port 25 up to RCPT of a mailbox that exists and of one that does not. No mail is left anywhere. */
import { randomBytes } from 'node:crypto'
import type { CheckId, Outcome } from '../../../shared/model/watch.ts'
import { askRecipients } from '../../net/smtp/ask-recipients.ts'
import { openSmtp } from '../../net/smtp/open-smtp.ts'
import type { SmtpReply } from '../../net/smtp/reply-reader.ts'
import { createSmtpLink } from '../../net/smtp/smtp-link.ts'
import { showable } from '../../net/talk/showable.ts'
import { type Check, portCheck } from '../check.ts'
import type { WatchedContainer, WatchedStack } from './checks-deps.ts'
import { contacts } from './contacts.ts'
import { converse, replyMs } from './converse.ts'
import { differs, guarded, right, unknown, wrong } from './outcomes.ts'
import { type Place, postmasterOf } from './place.ts'
import {
  type Address,
  frontAt,
  hostNameOf,
  isBehindProxy,
  isOutcome,
  publishedAt6,
  running,
} from './published.ts'

/** The peer's own words on one line. */
export const wordsOf = ({ code, lines }: SmtpReply): string =>
  showable(Buffer.from(`${code} ${lines.join(' ')}`))

/**
 * What a "later, please" means (RFC 3463). 4.3.x is the mail system's own state: full disk, lookups that fail, or front that finds no
 * Postfix behind itself. `4.7.1 Service unavailable` is what Postfix says for a filter (milter) that does not answer. Both are faults of
 * this server. Any other 4.7.x is policy, greylisting above all: mail comes in, later. The rest says nothing.
 */
export function judgeLater(reply: SmtpReply): Outcome {
  const raw = wordsOf(reply)
  const params = { reply: raw }
  const [text = ''] = reply.lines
  if (/^4\.3\.\d+/.test(text)) return wrong('receive-not-now', params, { raw })
  if (/^4\.7\.1 service unavailable/i.test(text))
    return wrong('receive-filter-silent', params, { raw })
  if (/^4\.7\.\d+/.test(text)) return differs('receive-greylisted', params, { raw })
  return unknown('receive-later', params, { raw })
}

const isLater = (reply: SmtpReply): boolean => reply.code >= 400 && reply.code < 500
const isYes = (reply: SmtpReply): boolean => reply.code < 400

/** Why the session did not get as far as recipients. */
function refused(reply: SmtpReply): Outcome {
  const raw = wordsOf(reply)
  return isLater(reply) ? judgeLater(reply) : wrong('receive-refused', { reply: raw }, { raw })
}

/** The answers to a mailbox that exists and to one that does not. */
export function judgeRecipients(real: SmtpReply, nobody: SmtpReply | undefined): Outcome {
  const raw = [real, nobody].map(one => (one ? wordsOf(one) : '')).join(' / ')
  if (isLater(real)) return judgeLater(real)
  if (!isYes(real)) return wrong('receive-real-refused', { reply: wordsOf(real) }, { raw })
  if (!nobody) return unknown('receive-later', { reply: raw }, { raw })
  if (isYes(nobody)) return differs('receive-takes-all', {}, { raw })
  return right('receive-works', {}, { raw })
}

interface Asking {
  readonly stack: WatchedStack
  readonly front: WatchedContainer
  readonly at: Address
}

const nobodyBeside = (address: string): string =>
  `postern-nobody-${randomBytes(4).toString('hex')}@${address.slice(address.lastIndexOf('@') + 1)}`

/** One session: the address that should be taken, then one that nobody has. */
function askFor({ stack, front, at }: Asking, address: string, signal: AbortSignal) {
  const door = { stack, at, port: 25, instead: { container: front, port: 25 } }
  return converse(door, signal, async stream => {
    const link = createSmtpLink(stream, signal)
    const host = hostNameOf(front)
    const opening = {
      tls: 'if-offered',
      host,
      helo: 'postern.invalid',
      timeoutMs: replyMs,
    } as const
    const opened = await openSmtp(link, opening)
    if (!opened.isOpen) return refused(opened.reply)
    const asked = [address, nobodyBeside(address)]
    const { sender, recipients } = await askRecipients(link, '', asked, replyMs)
    const [real, nobody] = recipients
    return real ? judgeRecipients(real, nobody) : refused(sender)
  })
}

async function receive(asking: Asking, place: Place, signal: AbortSignal): Promise<Outcome> {
  const postmaster = postmasterOf(asking.front.env)
  const found = postmaster && (await askFor(asking, postmaster, signal))
  if (found && found.code !== 'receive-real-refused') return found
  // POSTMASTER may never have been made: only a mailbox that Dovecot knows can tell.
  const mailbox = await place.mailbox(asking.stack, signal)
  if (mailbox === undefined || mailbox === postmaster)
    return found && mailbox !== undefined ? found : unknown('receive-no-address', {})
  const other = await askFor(asking, mailbox, signal)
  return found && (other.verdict === 'right' || other.verdict === 'differs')
    ? differs('receive-no-postmaster', { address: postmaster }, { raw: found.raw ?? '' })
    : other
}

async function whereFor(
  family: 4 | 6,
  place: Place,
  stack: WatchedStack,
  signal: AbortSignal,
): Promise<Asking | Outcome> {
  if (family === 4) {
    const found = frontAt(stack, 25)
    return isOutcome(found) ? found : { stack, ...found }
  }
  const front = running(stack, 'front')
  if (isOutcome(front)) return front
  if (isBehindProxy(front, 25)) return unknown('behind-proxy', { port: 25 })
  const needsOwn = front.ports.some(port => port.inside === '25/tcp' && port.hostIp === '::')
  const own = needsOwn ? (await place.facts(signal)).ip6 : []
  const at = publishedAt6(front, 25, own)
  return isOutcome(at) ? at : { stack, front, at }
}

/** IPv4 decides about the lamp; senders that fail over IPv6 fall back to IPv4, so that one only asks for attention. */
export function receiveCheck(place: Place, family: 4 | 6): Check {
  const id: CheckId = `receive.v${family}`
  return {
    ...portCheck,
    id,
    lamp: 'receive',
    severity: family === 4 ? 'down' : 'needs-you',
    contacts: () => contacts.front(place, [25], family),
    run: guarded(async signal => {
      const stack = await place.stack(signal)
      const asking = await whereFor(family, place, stack, signal)
      return isOutcome(asking) ? asking : receive(asking, place, signal)
    }),
  }
}
