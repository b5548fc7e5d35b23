/** The mail queue of a server: what waits, why, and what to do about it. */
import { z } from '../zod.ts'

/** Why mail waits, in kinds that each have one piece of advice (`relay.queue.classes` in the catalogue of words). */
export const QueueClass = z.enum([
  'login-refused',
  'login-missing',
  'no-mechanism',
  'account-stopped',
  'tls',
  'silent',
  'not-reached',
  'name-not-found',
  'name-server',
  'rate-limited',
  'greylisted',
  'mailbox-full',
  'unknown-user',
  'sender-refused',
  'not-authenticated',
  'blocked',
  'content',
  'too-large',
  'relaying-denied',
  'loops',
  'busy',
  'here',
  'held',
  'not-tried',
  'unknown',
])
export type QueueClass = z.infer<typeof QueueClass>

/** `wait`: it is tried again by itself; `mend`: something must be put right first; `delete`: it will never arrive; `look`: somebody must read it. */
export const QueueAdvice = z.enum(['wait', 'mend', 'delete', 'look'])
export type QueueAdvice = z.infer<typeof QueueAdvice>

/** As Postfix writes them: six characters at least, so that no word like ALL is one. */
export const QueueId = z.string().regex(/^[0-9A-Za-z]{6,64}$/)

export const QueuedMessage = z.object({
  id: z.string(),
  sender: z.string(),
  recipients: z.array(z.string()),
  sizeBytes: z.number().int(),
  arrivedAt: z.iso.datetime(),
  isHeld: z.boolean(),
})
export type QueuedMessage = z.infer<typeof QueuedMessage>

/** Messages that wait for the same reason on the way to the same place. One message is in several groups if its receivers differ in that. */
export const QueueGroup = z.object({
  /** Stable while the queue changes. */
  id: z.string(),
  class: QueueClass,
  advice: QueueAdvice,
  /** Whose fault it is: the relay's or its settings', the receivers' server's, or this server's own. */
  side: z.enum(['relay', 'receiver', 'here']),
  /** The receivers' domain; for the side `relay` its host; for `here` empty. */
  destination: z.string(),
  /** One of the replies, word by word. */
  reply: z.string().optional(),
  messages: z.number().int(),
  recipients: z.number().int(),
  oldestAt: z.iso.datetime(),
  ids: z.array(z.string()),
})
export type QueueGroup = z.infer<typeof QueueGroup>

export const QueueView = z.object({
  /** False when Postfix could not be asked: then nothing else says anything. */
  isKnown: z.boolean(),
  count: z.number().int(),
  oldestAt: z.iso.datetime().optional(),
  groups: z.array(QueueGroup),
  /** By id, those that `groups` names. */
  messages: z.array(QueuedMessage),
  /** False when there are more than were looked at; `count` counts all. */
  isComplete: z.boolean(),
  checkedAt: z.iso.datetime(),
})
export type QueueView = z.infer<typeof QueueView>

/** What a change of the queue did to the ids that were named; no other message is touched. */
export const QueueChange = z.object({
  changed: z.array(z.string()),
  /** No longer there: delivered, returned or deleted meanwhile. */
  gone: z.array(z.string()),
  /** The id belongs to a later message now; left alone. */
  reused: z.array(z.string()),
})
export type QueueChange = z.infer<typeof QueueChange>
