/** The relay in one sentence, each part from evidence of its own, so that one fault changes one part. */
import type { RelayClause, RelayStatus } from '../../shared/model/relay.ts'
import type { z } from '../../shared/zod.ts'
import { opinionClauses } from './opinion/opinion-clauses.ts'
import { adviceOf, classifyReason, sideOf } from './queue/classify-reason.ts'

type Status = Omit<z.input<typeof RelayStatus>, 'clauses'>

function loginClause({ login }: Status): RelayClause {
  const { verdict, code, checkedAt } = login
  const params = { reason: code, ...(checkedAt !== undefined && { at: checkedAt }) }
  if (verdict === 'not-needed') return { id: 'login', verdict, code: 'login-none', params: {} }
  const isIn = verdict === 'right' || verdict === 'differs'
  const name = isIn ? 'login-in' : verdict === 'wrong' ? 'login-out' : 'login-unknown'
  return { id: 'login', verdict, code: name, params }
}

function waitingClause({ waiting, configured }: Status): RelayClause {
  const { count, oldestAt, isKnown, reasons = [] } = waiting
  const clause = (
    verdict: RelayClause['verdict'],
    code: string,
    more: RelayClause['params'] = {},
  ): RelayClause => ({
    id: 'waiting',
    verdict,
    code,
    params: {
      ...(count > 0 && { count }),
      ...(oldestAt !== undefined && { at: oldestAt }),
      ...more,
    },
  })
  if (isKnown === false) return clause('unknown', 'waiting-unknown')
  if (count === 0) return clause('right', 'waiting-none')
  const seen = reasons.map(({ reply }) => {
    const kind = classifyReason(reply)
    const side = sideOf(kind, reply, configured?.host)
    return { kind, side, advice: adviceOf(kind, side) }
  })
  const [first] = seen
  if (!first) return clause('differs', 'waiting')
  const params = { class: first.kind }
  if (seen.some(({ side, advice }) => side === 'relay' && advice === 'mend'))
    return clause('wrong', 'waiting-stuck', params)
  return seen.every(({ side }) => side === 'relay')
    ? clause('wrong', 'waiting-put-off', params)
    : clause('differs', 'waiting', params)
}

/** A refusal counts as long as nothing has left since. */
function refusalClause({ lastRefusal, lastDelivery }: Status): RelayClause {
  if (!lastRefusal) return { id: 'refusal', verdict: 'right', code: 'refusal-none', params: {} }
  const { at, kind, reply } = lastRefusal
  const params = { at, class: classifyReason(reply), reply }
  const isOver = lastDelivery !== undefined && lastDelivery.at > at
  if (isOver) return { id: 'refusal', verdict: 'right', code: `refusal-over-${kind}`, params }
  return { id: 'refusal', verdict: 'wrong', code: `refusal-${kind}`, params }
}

function deliveryClause({ lastDelivery }: Status): RelayClause {
  if (!lastDelivery)
    return { id: 'delivery', verdict: 'unknown', code: 'delivery-none-seen', params: {} }
  const params = { at: lastDelivery.at, relay: lastDelivery.relay }
  return { id: 'delivery', verdict: 'right', code: 'delivery-last', params }
}

/** The parts, in the order in which they are said (B14). Nothing is read here: what is known says it all. */
export const relaySentence = (status: Status): RelayClause[] => [
  loginClause(status),
  waitingClause(status),
  refusalClause(status),
  deliveryClause(status),
  ...opinionClauses(status.opinion),
]
