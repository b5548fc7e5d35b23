/** The provider's own opinion: the state of the domain and how much went out, each from a question of its own. */
import type { MissedRecord, RelayOpinion, RelayUsage } from '../../../shared/model/opinion.ts'
import { showable } from '../../net/talk/showable.ts'
import { type ApiAnswer, askApi, type AskHttps } from './ask-api.ts'
import type { KeyUse } from './give-key.ts'
import { type ApiRequest, absent, type DomainFinding, type OpinionReader } from './reader.ts'

export interface OpinionOrder {
  readonly reader: OpinionReader
  readonly use: KeyUse
  readonly domain: string
  /** The relay's user. */
  readonly user: string
}

type About = RelayOpinion['about']
type Usage = RelayOpinion['usage']

const verdicts: Readonly<Record<DomainFinding['state'], About['verdict']>> = {
  valid: 'right',
  partial: 'differs',
  invalid: 'wrong',
  disabled: 'wrong',
  absent: 'missing',
  pending: 'unknown',
}

/** From here on it is better to know than to be surprised. */
const nearly = 0.9
/** Where the provider does not say when to ask again, and the longest pause that is kept. */
const pauseMs = { usual: 15 * 60_000, longest: 60 * 60_000, shortest: 60_000 }

const unknown = (code: string, params: About['params'] = {}): About => ({
  verdict: 'unknown',
  code,
  params,
})

/** What kept an answer from being one. */
function failureOf(answer: Exclude<ApiAnswer, { kind: 'answer' | 'absent' }>): About {
  if (answer.kind === 'refused') return unknown('key-refused')
  if (answer.kind === 'throttled') return unknown('too-many')
  return unknown(answer.kind, { reason: answer.reason })
}

const notUnderstood = unknown('not-understood', { reason: 'another shape' })

interface Asked {
  readonly finding?: DomainFinding
  readonly failure?: About
  readonly answers: readonly ApiAnswer[]
}

async function askDomain(
  to: (request: ApiRequest) => Promise<ApiAnswer>,
  { reader, domain }: OpinionOrder,
): Promise<Asked> {
  const first = await to(reader.domain(domain))
  if (first.kind === 'absent') return { finding: absent, answers: [first] }
  if (first.kind !== 'answer') return { failure: failureOf(first), answers: [first] }
  const more = reader.detail?.(first.body, domain)
  const second = more && (await to(more))
  const answers = [first, ...(second ? [second] : [])]
  const detail = second?.kind === 'answer' ? second.body : undefined
  const finding = reader.readDomain(first.body, domain, detail)
  if (finding) return { finding, answers }
  const isLost = second && second.kind !== 'answer' && second.kind !== 'absent'
  return { failure: isLost ? failureOf(second) : notUnderstood, answers }
}

/** `of-month`, `used-cycle`, `left-day`: what is told of which time. */
function usageOf(figures: RelayUsage): Usage {
  const { used, limit, left, per } = figures
  const isNear =
    left === undefined ? limit !== undefined && (used ?? 0) >= limit * nearly : left <= 0
  const kind = limit !== undefined ? 'of' : used !== undefined ? 'used' : 'left'
  const params = Object.fromEntries(
    Object.entries({ used, limit, left }).filter(([, value]) => value !== undefined),
  ) as About['params'] // what is undefined was left out
  return { verdict: isNear ? 'differs' : 'right', code: `${kind}-${per}`, params, figures }
}

function readUsage(reader: OpinionReader, answer: ApiAnswer | undefined): Usage {
  if (!answer || answer.kind === 'absent' || !reader.readUsage) return unknown('usage-not-told')
  if (answer.kind !== 'answer') return failureOf(answer)
  const figures = reader.readUsage(answer.body)
  return figures ? usageOf(figures) : notUnderstood
}

/** What a stranger wrote, fit to be shown and copied. */
const shown = ({ type, name, value }: MissedRecord): MissedRecord => {
  const fit = (text: string, limit: number): string => showable(Buffer.from(text, 'utf8'), limit)
  return {
    type: fit(type, 10),
    name: fit(name, 253),
    ...(value !== undefined && { value: fit(value, 1000) }),
  }
}

/** Seconds or a date (RFC 9110, section 10.2.3), within bounds. */
export function askAgainMs(retryAfter: string | undefined, nowMs: number): number {
  const text = retryAfter?.trim() ?? ''
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs
  const asked = Number.isFinite(wait) ? wait : pauseMs.usual
  return nowMs + Math.min(pauseMs.longest, Math.max(pauseMs.shortest, asked))
}

/** @throws AppError `cancelled`; whatever the provider does is an answer */
export async function askProvider(
  ask: AskHttps,
  order: OpinionOrder,
  signal: AbortSignal,
): Promise<RelayOpinion> {
  const { reader, use, domain, user } = order
  const to = (request: ApiRequest): Promise<ApiAnswer> => askApi(ask, reader, request, use, signal)
  const month = reader.usage?.(use.nowMs, user)
  const [asked, told] = await Promise.all([askDomain(to, order), month && to(month)])
  const { finding, failure = notUnderstood } = asked
  const missed = (finding?.missed ?? []).slice(0, 20).map(shown)
  const pauses = [...asked.answers, ...(told ? [told] : [])].flatMap(answer =>
    answer.kind === 'throttled' ? [askAgainMs(answer.retryAfter, use.nowMs)] : [],
  )
  const about = finding
    ? {
        verdict: verdicts[finding.state],
        code: `domain-${finding.state}`,
        params: { domain, count: missed.length },
      }
    : failure
  return {
    domain,
    about,
    missed,
    usage: readUsage(reader, told),
    askedAt: new Date(use.nowMs).toISOString(),
    ...(pauses.length > 0 && { askAgainAt: new Date(Math.max(...pauses)).toISOString() }),
  }
}
