/** A transition as a webhook and as ntfy want it. Pure. */
import { createHmac } from 'node:crypto'
import type { ChannelKind } from '../../../shared/model/watch.ts'
import type { HttpPost } from '../../net/http/post.ts'
import type { Transition } from '../notes/teller.ts'

/** What lies in the outbox: the same for every channel, nothing private in it. */
export interface Letter {
  readonly type: string
  readonly at: string
  readonly title: string
  readonly body: string
  readonly urgency: Transition['urgency']
  readonly incident?: {
    readonly id: string
    readonly severity: string
    readonly vantage: string
    readonly lamps: readonly string[]
    readonly startedAt: string
    readonly endedAt?: string
  }
}

const types = {
  down: 'incident.opened',
  changed: 'incident.changed',
  recovered: 'incident.recovered',
  digest: 'digest',
  test: 'test',
} as const

/** The letter of a transition. */
export function letterOf({ kind, at, words, urgency, incident }: Transition): Letter {
  return {
    type: types[kind],
    at: new Date(at).toISOString(),
    ...words,
    urgency,
    ...(incident && {
      incident: {
        id: incident.id,
        severity: incident.severity,
        vantage: incident.vantage,
        lamps: incident.lamps,
        startedAt: incident.startedAt,
        ...(incident.endedAt !== undefined && { endedAt: incident.endedAt }),
      },
    }),
  }
}

const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret, 'utf8')

/** The signature of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, base64, marked `v1`. */
export const signatureOf = (secret: string, id: string, seconds: number, body: string): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64')}`

function webhook(url: string, letter: Letter, id: string, seconds: number, secret?: string) {
  const body = JSON.stringify(letter)
  return {
    url,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Postern',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      ...(secret !== undefined && { 'webhook-signature': signatureOf(secret, id, seconds, body) }),
    },
  }
}

/** ntfy's priorities: 5 breaks through, 3 is usual, 2 makes no sound. */
const priorities = { critical: 5, normal: 3, low: 2 } as const
const tags = {
  'incident.opened': 'x',
  'incident.changed': 'warning',
  'incident.recovered': 'white_check_mark',
} as const

/** Published as JSON to the root of the topic's address, so that the title may have any letter. */
function ntfy(url: string, letter: Letter, secret?: string) {
  const at = url.lastIndexOf('/')
  const tag = Object.hasOwn(tags, letter.type) ? tags[letter.type as keyof typeof tags] : undefined
  return {
    url: url.slice(0, at + 1),
    body: JSON.stringify({
      topic: url.slice(at + 1),
      title: letter.title,
      message: letter.body,
      priority: priorities[letter.urgency],
      ...(tag !== undefined && { tags: [tag] }),
    }),
    headers: {
      'content-type': 'application/json',
      ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
    },
  }
}

/** What is posted. `id` stays the same when it is tried again, so that a receiver can tell. */
export function postOf(
  channel: { readonly kind: ChannelKind; readonly url: string },
  letter: Letter,
  id: string,
  now: number,
  secret: string | undefined,
): HttpPost {
  switch (channel.kind) {
    case 'webhook':
      return webhook(channel.url, letter, id, Math.floor(now / 1000), secret)
    case 'ntfy':
      return ntfy(channel.url, letter, secret)
  }
}
