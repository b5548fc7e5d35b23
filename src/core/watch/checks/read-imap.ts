/** Whether mail can be read: IMAP as mail programs meet it at front, and a login at the IMAP server behind it. */
import { randomBytes } from 'node:crypto'
import type { Outcome } from '../../../shared/model/watch.ts'
import { type ImapLook, lookAtImap } from '../../net/imap/look-at-imap.ts'
import { showable } from '../../net/talk/showable.ts'
import { type Check, portCheck } from '../check.ts'
import type { WatchedStack } from './checks-deps.ts'
import { contacts } from './contacts.ts'
import { converse, replyMs } from './converse.ts'
import { differs, gravest, guarded, right, wrong } from './outcomes.ts'
import { type Place, postmasterOf } from './place.ts'
import { frontAt, hasTls, hostNameOf, isOutcome, running } from './published.ts'

const line = (text: string): string => showable(Buffer.from(text))

const canLogIn = ({ capabilities }: ImapLook): boolean =>
  !capabilities.includes('LOGINDISABLED') &&
  (capabilities.includes('AUTH=PLAIN') || capabilities.includes('AUTH=LOGIN'))

async function atFront(stack: WatchedStack, signal: AbortSignal): Promise<Outcome> {
  const front = running(stack, 'front')
  if (isOutcome(front)) return front
  const port = hasTls(front) ? 993 : 143
  const found = frontAt(stack, port)
  if (isOutcome(found)) return found
  const door = { stack, at: found.at, port, instead: { container: front, port } }
  return converse(door, signal, async stream => {
    const tls = port === 993 ? { tlsHost: hostNameOf(front) } : {}
    const look = await lookAtImap(stream, { ...tls, timeoutMs: replyMs }, signal)
    const raw = line(look.greeting)
    if (!look.isWelcome) return wrong('read-turned-away', { port, reply: raw }, { raw })
    return canLogIn(look)
      ? right('read-works', {}, { raw })
      : wrong('read-no-login', { port }, { raw: look.capabilities.join(' ').slice(0, 200) })
  })
}

/** What Dovecot's answer to the login says (RFC 5530). */
export function judgeLogin(answer: string): Outcome {
  const raw = line(answer)
  if (/^OK\b/i.test(answer)) return right('read-works', {}, { raw })
  if (/^NO\b.*(\[(UNAVAILABLE|SERVERBUG|CONTACTADMIN)\]|internal error|temporary)/i.test(answer))
    return wrong('read-cannot-check', { reply: raw }, { raw })
  return differs('read-login-refused', { reply: raw }, { raw })
}

/**
 * The IMAP server itself, asked as front asks it. Front's container is inside SUBNET, from where Dovecot takes any password
 * (`mailu.md` 8.3), so that a made-up one will do: login, users and storage are tried, no folder is opened, and no guess is counted.
 */
async function behindFront(
  place: Place,
  stack: WatchedStack,
  signal: AbortSignal,
): Promise<Outcome> {
  const [front, imap] = [running(stack, 'front'), running(stack, 'imap')]
  if (isOutcome(front)) return front
  if (isOutcome(imap)) return imap
  const user = (await place.mailbox(stack, signal)) ?? postmasterOf(front.env)
  const at = { host: front.env['IMAP_ADDRESS'] || 'imap', port: 143 }
  return converse({ stack, from: front, at, port: 143 }, signal, async stream => {
    const login = user !== undefined && {
      login: { user, password: randomBytes(9).toString('hex') },
    }
    const look = await lookAtImap(stream, { ...login, timeoutMs: replyMs }, signal)
    if (!look.isWelcome) return wrong('read-turned-away', { port: 143, reply: line(look.greeting) })
    if (look.login === undefined) return differs('read-login-untried', {})
    return judgeLogin(look.login)
  })
}

export function imapCheck(place: Place): Check {
  return {
    ...portCheck,
    id: 'read.imap',
    lamp: 'read',
    severity: 'down',
    contacts: () => [...contacts.front(place, [993]), contacts.inside(place, 'imap', 143)],
    run: guarded(async signal => {
      const stack = await place.stack(signal)
      const front = await atFront(stack, signal)
      if (front.verdict === 'wrong' || front.verdict === 'missing') return front
      const behind = await behindFront(place, stack, signal)
      return gravest([front, behind], right('read-works', {}, { raw: behind.raw ?? '' }))
    }),
  }
}
