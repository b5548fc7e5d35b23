import { describe, expect, test } from 'vitest'
import { relaySentence } from '../../../../src/core/relay/relay-sentence.ts'
import { en } from '../../../../src/shared/locales/en/index.ts'
import { fill } from '../../../../src/shared/locales/fill.ts'

const before = '2026-11-23T08:00:00.000Z'
const now = '2026-11-23T08:20:00.000Z'
const relay = 'smtp.relay.test'
type Status = Parameters<typeof relaySentence>[0]

const fine: Status = {
  configured: { host: relay, port: 587, hasPassword: true, tlsLevel: 'secure', isApplied: true },
  login: { verdict: 'right', code: 'login-accepted', params: {}, checkedAt: now },
  lastDelivery: { at: before, relay, reply: '250 ok' },
  waiting: { count: 0, isKnown: true, reasons: [] },
  checkedAt: now,
}

const opinion: NonNullable<NonNullable<Status['opinion']>['opinion']> = {
  domain: 'example.org',
  about: { verdict: 'right', code: 'domain-valid', params: { domain: 'example.org', count: 0 } },
  missed: [],
  usage: {
    verdict: 'right',
    code: 'of-month',
    params: { used: 212, limit: 3000 },
    figures: { used: 212, limit: 3000, per: 'month' },
  },
  askedAt: now,
}
const said = (changes: Partial<typeof opinion> = {}): Status['opinion'] => ({
  offer: 'offered',
  provider: 'sendgrid',
  name: 'SendGrid',
  unconfirmed: [],
  hasKey: true,
  opinion: { ...opinion, ...changes },
})
const unknown = (code: string) => ({ verdict: 'unknown' as const, code, params: {} })
/** With a key for the provider's API. */
const asked: Status = { ...fine, opinion: said() }
const deferral = `host ${relay}[192.0.2.4] said: 451 4.3.0 Try again later (in reply to RCPT TO command)`

const brief = (status: Status): string[] =>
  relaySentence(status).map(({ id, verdict, code }) => `${id}: ${verdict} ${code}`)

describe('the relay in one sentence', () => {
  test('B14 without a key for the provider: what the server itself tells', () => {
    expect(brief(fine)).toEqual([
      'login: right login-in',
      'waiting: right waiting-none',
      'refusal: right refusal-none',
      'delivery: right delivery-last',
    ])
  })

  test('B14 with a key: also what the provider says, and the month', () => {
    expect(brief(asked)).toEqual([
      ...brief(fine),
      'opinion: right opinion-domain-valid',
      'usage: right of-month',
    ])
    const words: Readonly<Record<string, string>> = en.relay.sentence.clauses
    const text = relaySentence(asked).map(({ code, params }) => fill(words[code] ?? code, params))
    expect(text.slice(4)).toEqual([
      'SendGrid says example.org is verified',
      '212 of 3000 this month',
    ])
  })

  test('B14 a key for a provider that has not been asked adds no part', () => {
    const { opinion: _none, ...view } = said() ?? {}
    expect(brief({ ...fine, opinion: view as Status['opinion'] })).toEqual(brief(fine))
    expect(brief({ ...fine, opinion: { ...said(), hasKey: false } as Status['opinion'] })).toEqual(
      brief(fine),
    )
  })

  const broken: readonly (readonly [string, Partial<Status>])[] = [
    [
      'login: wrong login-out',
      { login: { verdict: 'wrong', code: 'login-refused', params: {}, checkedAt: now } },
    ],
    ['login: unknown login-unknown', { login: { verdict: 'unknown', code: 'x', params: {} } }],
    ['waiting: unknown waiting-unknown', { waiting: { count: 0, isKnown: false } }],
    [
      'waiting: wrong waiting-put-off',
      { waiting: { count: 3, oldestAt: before, reasons: [{ reply: deferral, count: 3 }] } },
    ],
    [
      'waiting: differs waiting',
      {
        waiting: {
          count: 1,
          oldestAt: before,
          reasons: [{ reply: `host ${relay}[192.0.2.4] said: 452 4.2.2 mailbox full`, count: 1 }],
        },
      },
    ],
    [
      'refusal: wrong refusal-deferred',
      { lastRefusal: { at: now, kind: 'deferred', dsn: '4.3.0', reply: deferral } },
    ],
    [
      'refusal: wrong refusal-bounced',
      { lastRefusal: { at: now, kind: 'bounced', dsn: '5.7.1', reply: '550 5.7.1 no' } },
    ],
    ['delivery: unknown delivery-none-seen', { lastDelivery: undefined }],
    [
      'opinion: wrong opinion-domain-invalid',
      {
        opinion: said({
          about: { verdict: 'wrong', code: 'domain-invalid', params: {} },
          missed: [{ type: 'TXT', name: 'x' }],
        }),
      },
    ],
    [
      'opinion: missing opinion-domain-absent',
      { opinion: said({ about: { verdict: 'missing', code: 'domain-absent', params: {} } }) },
    ],
    ['opinion: unknown opinion-key-refused', { opinion: said({ about: unknown('key-refused') }) }],
    ['opinion: unknown opinion-unknown', { opinion: said({ about: unknown('too-many') }) }],
    ['opinion: unknown opinion-unknown', { opinion: said({ about: unknown('unreachable') }) }],
    [
      'usage: differs of-month',
      {
        opinion: said({
          usage: {
            verdict: 'differs',
            code: 'of-month',
            params: { used: 2990, limit: 3000 },
            figures: { used: 2990, limit: 3000, per: 'month' },
          },
        }),
      },
    ],
    ['usage: unknown usage-unknown', { opinion: said({ usage: unknown('unreachable') }) }],
  ]
  test.each(broken.map(([changed, patch]) => ({ changed, patch })))(
    'B14 broken alone, only this part changes: $changed',
    ({ changed, patch }) => {
      const now = brief({ ...asked, ...patch })
      const differs = now.filter((part, index) => part !== brief(asked)[index])
      expect(now.length).toBe(brief(asked).length)
      expect(differs).toEqual([changed])
    },
  )

  test('a refusal is over once something has left after it', () => {
    const lastRefusal = {
      at: '2026-11-23T07:00:00.000Z',
      kind: 'deferred',
      dsn: '4.3.0',
      reply: deferral,
    } as const
    expect(brief({ ...fine, lastRefusal })[2]).toBe('refusal: right refusal-over-deferred')
  })

  test('a relay that lets the server in and then puts everything off is not called fine', () => {
    const status: Status = {
      ...fine,
      waiting: { count: 5, oldestAt: before, reasons: [{ reply: deferral, count: 5 }] },
      lastRefusal: { at: now, kind: 'deferred', dsn: '4.3.0', reply: deferral },
    }
    expect(relaySentence(status).map(({ verdict }) => verdict)).toEqual([
      'right',
      'wrong',
      'wrong',
      'right',
    ])
  })

  test('every part has its words', () => {
    const all = [asked, ...broken.map(([, patch]) => ({ ...asked, ...patch }))].flatMap(one =>
      relaySentence(one),
    )
    const words: Readonly<Record<string, string>> = en.relay.sentence.clauses
    expect(all.filter(({ code }) => words[code] === undefined)).toEqual([])
  })
})
