/** From Postfix's reason for waiting (`delay_reason` of `postqueue -j`, `mailu.md` 7.2) to a kind that has advice. */
import type { QueueAdvice, QueueClass } from '../../../shared/model/queue.ts'
import { own, type Rules } from './postfix-words.ts'
import { replies } from './reply-words.ts'

const advices: Readonly<Partial<Record<QueueClass, QueueAdvice>>> = {
  'name-server': 'wait',
  'rate-limited': 'wait',
  greylisted: 'wait',
  'mailbox-full': 'wait',
  busy: 'wait',
  'not-reached': 'wait',
  'not-tried': 'wait',
  'unknown-user': 'delete',
  'too-large': 'delete',
  content: 'look',
  held: 'look',
  unknown: 'look',
}

/** Classes about the login and the account, which only a relay asks for. */
const ofRelay: ReadonlySet<QueueClass> = new Set([
  'login-refused',
  'login-missing',
  'no-mechanism',
  'account-stopped',
  'sender-refused',
])

/** What to do about a kind. Where mail leaves by a relay that cannot be reached, something must be mended; a single receiver's server may just be down. */
export const adviceOf = (kind: QueueClass, side: 'relay' | 'receiver' | 'here'): QueueAdvice =>
  kind === 'not-reached' && side === 'relay' ? 'mend' : (advices[kind] ?? 'mend')

/** A later message to a next hop that failed is told the same reason again, behind these words (qmgr_deliver.c). */
const suspended = /^delivery temporarily suspended: /i

/** The other side's own words, without those that Postfix puts around them (smtp_chat.c) and without addresses; undefined where it did not speak. */
function replyIn(reason: string): string | undefined {
  const reply =
    /^host \S+\[[^\]]*\] (?:said|refused to talk to me): (.*)$/is.exec(reason)?.[1] ??
    /^SASL authentication failed; server \S+\[[^\]]*\] said: (.*)$/is.exec(reason)?.[1]
  return reply
    ?.replace(/ \(in reply to [^()]*\)$/i, '')
    .replace(/<[^<>\s]*@[^<>\s]*>/g, '')
    .toLowerCase()
}

/** The kind of a reason; `not-tried` where Postfix has none yet. */
export function classifyReason(reason: string | undefined): QueueClass {
  if (reason === undefined || reason.trim() === '') return 'not-tried'
  const text = reason.replace(suspended, '')
  const reply = replyIn(text)
  const kindOf = (rules: Rules, words: string): QueueClass | undefined =>
    rules.find(([, patterns]) => patterns.some(pattern => pattern.test(words)))?.[0]
  if (reply === undefined) return kindOf(own, text.toLowerCase()) ?? 'unknown'
  const kind = kindOf(replies, reply) ?? 'unknown'
  // Whatever a server says to a login that it does not take, it is the login that is to be mended.
  return text.startsWith('SASL') && kind !== 'account-stopped' ? 'login-refused' : kind
}

/** The host that a reason names: the one that spoke, or that could not be reached. Undefined where none is named. */
export const hostIn = (reason: string): string | undefined =>
  /(?:^|; )(?:connect to|conversation with|host|server|lost connection with|to server|with server) ([a-z0-9_.-]+)(?=\[)/i
    .exec(reason.replace(suspended, ''))?.[1]
    ?.toLowerCase() ?? /\bname=([a-z0-9_.-]+)/i.exec(reason)?.[1]?.toLowerCase()

/** Whether the fault lies with the relay: it spoke, or was not reached, or it is about the login. */
export function sideOf(
  kind: QueueClass,
  reason: string | undefined,
  relayHost: string | undefined,
): 'relay' | 'receiver' | 'here' {
  if (kind === 'here' || kind === 'held' || kind === 'not-tried') return 'here'
  if (relayHost === undefined)
    return ofRelay.has(kind) && kind !== 'sender-refused' ? 'relay' : 'receiver'
  if (ofRelay.has(kind)) return 'relay'
  // What a relay passes on about one receiver is about the receiver.
  if (['mailbox-full', 'unknown-user', 'greylisted', 'too-large', 'content'].includes(kind))
    return 'receiver'
  const host = reason === undefined ? undefined : hostIn(reason)
  if (host === undefined && kind === 'unknown') return 'receiver'
  return host === undefined || host === relayHost.toLowerCase() ? 'relay' : 'receiver'
}
