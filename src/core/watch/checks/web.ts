/** Whether the pages of Mailu answer: front, and admin behind it. */
import { askHttp } from '../../net/http/ask-http.ts'
import { type Check, usualFailAfter, usualRecoverAfter } from '../check.ts'
import { contacts } from './contacts.ts'
import { converse, replyMs } from './converse.ts'
import { guarded, notNeeded, right, wrong } from './outcomes.ts'
import type { Place } from './place.ts'
import { frontAt, hostNameOf, isOutcome } from './published.ts'

/** Front hands everything below `/sso` to admin; this page does not exist, so nothing is written for it and a 404 is the proof. */
const path = '/sso/postern'

export function webCheck(place: Place): Check {
  return {
    id: 'web',
    lamp: undefined,
    vantage: 'server',
    dependsOn: ['path'],
    intervalMs: 300_000,
    timeoutMs: 60_000,
    failAfter: usualFailAfter,
    recoverAfter: usualRecoverAfter,
    severity: 'needs-you',
    contacts: () => contacts.front(place, [443]),
    run: guarded(async signal => {
      const stack = await place.stack(signal)
      const encrypted = frontAt(stack, 443)
      const isPlain = isOutcome(encrypted) && encrypted.code === 'port-not-published'
      const found = isPlain ? frontAt(stack, 80) : encrypted
      if (isOutcome(found))
        return found.code === 'port-not-published' ? notNeeded('web-not-published', {}) : found
      const { front, at } = found
      const port = isPlain ? 80 : 443
      const door = { stack, at, port, instead: { container: front, port } }
      return converse(door, signal, async stream => {
        const question = {
          host: hostNameOf(front),
          path,
          isEncrypted: !isPlain,
          timeoutMs: replyMs,
        }
        const { status, line } = await askHttp(stream, question, signal)
        return status < 500
          ? right('web-works', {}, { raw: line })
          : wrong('web-fault', { status }, { raw: line })
      })
    }),
  }
}
