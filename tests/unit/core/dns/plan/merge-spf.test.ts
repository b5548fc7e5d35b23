import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeSpf } from '../../../../../src/core/dns/plan/merge-spf.ts'
import { isSpf, parseSpf } from '../../../../../src/shared/mail/spf/parse-spf.ts'
import { textStrings } from '../../../../../src/shared/mail/record-parts.ts'
import { evaluateSpf } from '../../../../../src/shared/mail/spf/evaluate-spf.ts'
import { codesOf, found, planOf } from '../../../../support/plan-input.ts'
import { zoneOf } from '../../../../support/zone-text.ts'

const wanted = ['mx', 'a:mail.example.test', 'include:relay.test']

describe('merging SPF', () => {
  test.each<[string, string[], string]>([
    ['nothing published', [], 'v=spf1 mx a:mail.example.test include:relay.test ~all'],
    [
      'another TXT is no SPF',
      ['v=spf2 x'],
      'v=spf1 mx a:mail.example.test include:relay.test ~all',
    ],
    [
      'all keeps its place and its strictness',
      ['v=spf1 ip4:192.0.2.1 -all'],
      'v=spf1 ip4:192.0.2.1 mx a:mail.example.test include:relay.test -all',
    ],
    [
      'what is there is not put in again',
      ['v=spf1 +MX include:Relay.test. a:mail.example.test ~all'],
      'v=spf1 +MX include:Relay.test. a:mail.example.test ~all',
    ],
    [
      'another length is another mechanism',
      ['v=spf1 mx/24 ~all'],
      'v=spf1 mx/24 mx a:mail.example.test include:relay.test ~all',
    ],
    [
      'it stands before what says otherwise',
      ['v=spf1 a ?include:relay.test -all'],
      'v=spf1 a mx a:mail.example.test include:relay.test ?include:relay.test -all',
    ],
    [
      'a redirect comes last',
      ['v=spf1 redirect=_spf.test'],
      'v=spf1 mx a:mail.example.test include:relay.test redirect=_spf.test',
    ],
    [
      'two records become one',
      ['v=spf1 a -all', 'v=spf1 include:b.test ~all'],
      'v=spf1 a include:b.test mx a:mail.example.test include:relay.test -all',
    ],
    [
      'two redirects: the second is included',
      ['v=spf1 redirect=a.test', 'v=spf1 redirect=b.test'],
      'v=spf1 mx a:mail.example.test include:relay.test include:b.test redirect=a.test',
    ],
    [
      'what nobody can read is left out',
      ['v=spf1 ipv4:192.0.2.1 a -all'],
      'v=spf1 a mx a:mail.example.test include:relay.test -all',
    ],
    [
      'a redirect beside an all of another record is included',
      ['v=spf1 a -all', 'v=spf1 redirect=b.test'],
      'v=spf1 a mx a:mail.example.test include:relay.test include:b.test -all',
    ],
    [
      'an explanation is kept',
      ['v=spf1 a -all exp=why.test'],
      'v=spf1 a mx a:mail.example.test include:relay.test -all exp=why.test',
    ],
    [
      'without an end it gets one',
      ['v=spf1 a'],
      'v=spf1 a mx a:mail.example.test include:relay.test ~all',
    ],
  ])('B1 %s', (_, published, record) => {
    expect(mergeSpf(published, wanted).record).toBe(record)
  })
})

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
const name = fc.tuple(label, label).map(parts => `${parts.join('.')}.test`)
const qualifier = fc.constantFrom('', '+', '-', '~', '?')
const mechanism = fc
  .tuple(
    qualifier,
    fc.oneof(
      name.map(at => `include:${at}`),
      name.map(at => `a:${at}`),
      name.map(at => `mx:${at}/24`),
      fc.ipV4().map(ip => `ip4:${ip}`),
      fc.ipV6().map(ip => `ip6:${ip}`),
      name.map(at => `exists:%{i}.${at}`),
      fc.constantFrom('a', 'mx', 'ptr'),
    ),
  )
  .map(parts => parts.join(''))
const record = fc
  .tuple(
    fc.array(mechanism, { maxLength: 8 }),
    fc.constantFrom('', '-all', '~all', '?all', 'redirect=r.test'),
  )
  .map(([terms, end]) => ['v=spf1', ...terms, end].filter(Boolean).join(' '))

const keysOf = (text: string): string[] =>
  parseSpf(text)
    .mechanisms.filter(({ kind }) => kind !== 'all')
    .map(({ text: term }) => term.replace(/^\+/, ''))

test('N5e whatever is published: one record, all of the user’s mechanisms, all that is wanted, strings of 255 bytes', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 3 }), published => {
      const merged = mergeSpf(published, wanted)
      expect(isSpf(merged.record)).toBe(true)
      const { broken, modifiers, mechanisms } = parseSpf(merged.record)
      expect(broken).toEqual([])
      expect(modifiers.filter(one => one.name === 'redirect').length).toBeLessThanOrEqual(1)
      expect(mechanisms.findIndex(({ kind }) => kind === 'all')).toBeOneOf([
        -1,
        mechanisms.length - 1,
      ])
      const kept = keysOf(merged.record)
      for (const text of published.flatMap(keysOf)) expect(kept).toContain(text)
      for (const text of wanted) expect(kept).toContain(text)
      for (const part of textStrings(merged.record)) expect(part.length).toBeLessThanOrEqual(255)
      expect(textStrings(merged.record).join('')).toBe(merged.record)
      // Merging what was merged changes nothing.
      expect(mergeSpf([merged.record], wanted).record).toBe(merged.record)
    }),
    { numRuns: 300 },
  )
})

test('N5e whatever is published, the plan has at most ten look-ups or says that it has more', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 2 }), async published => {
      const plan = await planOf({
        relay: 'in-v3.mailjet.com',
        published: { txt: found(...published) },
      })
      const lookups = plan.spf?.lookups ?? 0
      expect(codesOf(plan).includes('spf-lookups')).toBe(lookups > 10)
    }),
    { numRuns: 60 },
  )
})

test('N5e the server and the relay pass by the merged record even where it ended with -all', async () => {
  const { record: text } = mergeSpf(['v=spf1 ip4:203.0.113.9 -include:relay.test -all'], wanted)
  const ask = zoneOf(
    `from.test TXT ${text}\nmail.example.test A 198.51.100.20\nrelay.test TXT v=spf1 ip4:192.0.2.0/24 -all`,
  )
  const results = await Promise.all(
    ['198.51.100.20', '192.0.2.7', '203.0.113.9', '203.0.113.10'].map(async ip => {
      const { result } = await evaluateSpf({ ip, sender: 'a@from.test', helo: 'h.test', ask })
      return result
    }),
  )
  expect(results).toEqual(['pass', 'pass', 'pass', 'fail'])
})
