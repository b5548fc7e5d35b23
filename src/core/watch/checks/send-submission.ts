/** Whether mail programs can hand mail in: encryption and login at the submission ports, and the mail system behind front. */
import type { Outcome } from '../../../shared/model/watch.ts'
import { usableMechanism } from '../../net/smtp/ehlo.ts'
import { askRecipients } from '../../net/smtp/ask-recipients.ts'
import { openSmtp } from '../../net/smtp/open-smtp.ts'
import { createSmtpLink } from '../../net/smtp/smtp-link.ts'
import { type Check, portCheck } from '../check.ts'
import type { WatchedStack } from './checks-deps.ts'
import { contacts } from './contacts.ts'
import { converse, replyMs } from './converse.ts'
import { gravest, guarded, notNeeded, right, unknown, wrong } from './outcomes.ts'
import type { Place } from './place.ts'
import { frontAt, hasTls, hostNameOf, isOutcome, isServed, running } from './published.ts'
import { wordsOf } from './receive.ts'

/** One submission port of front: TLS, then AUTH offered (RFC 8314, RFC 6409). */
async function portOf(stack: WatchedStack, port: 465 | 587, signal: AbortSignal): Promise<Outcome> {
  const found = frontAt(stack, port)
  if (isOutcome(found)) return found
  const { front, at } = found
  const isMeant = isServed(front, stack.version, port)
  if (isMeant === false) return notNeeded('port-not-served', { port })
  const door = { stack, at, port, instead: { container: front, port } }
  const outcome = await converse(door, signal, async stream => {
    const opened = await openSmtp(createSmtpLink(stream, signal), {
      tls: port === 465 ? 'implicit' : 'if-offered',
      host: hostNameOf(front),
      helo: 'postern.invalid',
      timeoutMs: replyMs,
    })
    if (!opened.isOpen) {
      const raw = wordsOf(opened.reply)
      return opened.reply.code < 500
        ? unknown('send-later', { port, reply: raw }, { raw })
        : wrong('send-refused', { port, reply: raw }, { raw })
    }
    if (!opened.tls) return wrong('send-no-encryption', { port })
    if (!usableMechanism(opened.can.mechanisms))
      return wrong('send-no-login', { port }, { raw: opened.can.mechanisms.join(' ') })
    return right('send-works', {})
  })
  // Of a port that may not even be switched on, a failure says nothing.
  return isMeant === undefined && outcome.verdict === 'wrong'
    ? notNeeded('port-not-served', { port })
    : outcome
}

/**
 * Front greets and offers a login by itself, whatever is behind it. So the mail system is asked as well, on the way that front takes: from
 * inside its container to smtp:10025, up to a sender that is taken back.
 */
async function behindFront(stack: WatchedStack, signal: AbortSignal): Promise<Outcome> {
  const [front, smtp] = [running(stack, 'front'), running(stack, 'smtp')]
  if (isOutcome(front)) return front
  if (isOutcome(smtp)) return smtp
  const at = { host: front.env['SMTP_ADDRESS'] || 'smtp', port: 10025 }
  return converse({ stack, from: front, at, port: 10025 }, signal, async stream => {
    const link = createSmtpLink(stream, signal)
    const opening = {
      tls: 'none',
      host: at.host,
      helo: 'postern.invalid',
      timeoutMs: replyMs,
    } as const
    const opened = await openSmtp(link, opening)
    const reply = opened.isOpen ? (await askRecipients(link, '', [], replyMs)).sender : opened.reply
    const raw = wordsOf(reply)
    if (reply.code < 400) return right('send-works', {}, { raw })
    const isOwnState =
      reply.code >= 500 || /^4\.3\.|^4\.7\.1 service unavailable/i.test(reply.lines[0] ?? '')
    return isOwnState
      ? wrong('send-not-now', { reply: raw }, { raw })
      : unknown('send-later', { port: 10025, reply: raw }, { raw })
  })
}

export function submissionCheck(place: Place): Check {
  return {
    ...portCheck,
    id: 'send.submission',
    lamp: 'send',
    severity: 'down',
    contacts: () => [...contacts.front(place, [465, 587]), contacts.inside(place, 'smtp', 10025)],
    run: guarded(async signal => {
      const stack = await place.stack(signal)
      const front = running(stack, 'front')
      if (isOutcome(front)) return front
      const found = hasTls(front)
        ? [
            await behindFront(stack, signal),
            await portOf(stack, 465, signal),
            await portOf(stack, 587, signal),
          ]
        : [await behindFront(stack, signal)]
      // A port that is not published is somebody's choice, as long as mail can be handed in by the other one.
      const [, , at587] = found
      const isOptional = (one: Outcome, index: number): boolean =>
        one.code === 'port-not-published' && (index === 2 || at587?.verdict === 'right')
      const counted = found.filter((one, index) => !isOptional(one, index))
      return gravest(counted, right('send-works', {}))
    }),
  }
}
