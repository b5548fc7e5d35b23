import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { lookAtPlan } from '../../../../../src/core/dns/look/look-at-plan.ts'
import type { DomainPlan } from '../../../../../src/shared/model/dns.ts'
import type { FakeRecord } from '../../../../fakes/dns/packet-data.ts'
import { type DnsWorld, startDnsWorld } from '../../../../fakes/dns/world.ts'
import { never } from '../../../../support/connection.ts'
import { domainPlan } from '../../../../support/dns-plan.ts'

let world: DnsWorld
const began = Date.parse('2026-11-23T12:00:00Z')
const key = `v=DKIM1; k=rsa; p=${'A'.repeat(380)}`

const published: readonly FakeRecord[] = [
  ['example.test', 'MX', '10 mail.example.test'],
  ['example.test', 'TXT', 'v=spf1 mx a:mail.example.test ~all'],
  ['dkim._domainkey.example.test', 'TXT', key],
  ['mail.example.test', 'A', '203.0.113.7'],
  ['autoconfig.example.test', 'CNAME', 'mail.example.test'],
]
const plan = domainPlan([
  { id: 'mx', name: 'example.test', type: 'MX', values: ['10 mail.example.test'] },
  {
    id: 'spf',
    name: 'example.test',
    type: 'TXT',
    match: 'spf',
    values: ['v=spf1 mx a:mail.example.test ~all'],
  },
  { id: 'dkim', name: 'dkim._domainkey.example.test', type: 'TXT', match: 'dkim', values: [key] },
  { id: 'a', name: 'mail.example.test', type: 'A', values: ['203.0.113.7'] },
  {
    id: 'autoconfig',
    name: 'autoconfig.example.test',
    type: 'CNAME',
    values: ['mail.example.test'],
  },
])

beforeAll(async () => {
  world = await startDnsWorld([{ name: 'example.test', records: published }])
})
afterEach(() => {
  world.heal()
  world.zones = [{ name: 'example.test', records: published }]
})
afterAll(() => world.stop())

const look = (wanted: DomainPlan = plan) =>
  lookAtPlan(wanted, { resolver: world.resolver(), clock: { now: () => began }, lists: [] }, never)

const verdicts = async (wanted?: DomainPlan): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await look(wanted)).records.map(one => [one.id, `${one.verdict} ${one.code}`]),
  )

const allRight = {
  mx: 'right right',
  spf: 'right right',
  dkim: 'right right',
  a: 'right right',
  autoconfig: 'right right',
}

test('what is published as planned is right, by the word of every server', async () => {
  const seen = await look()
  expect(seen.records.map(one => one.verdict)).toEqual(Array(5).fill('right'))
  expect(seen.records[0]).toEqual({
    id: 'mx',
    importance: 'needed',
    verdict: 'right',
    code: 'right',
    params: {},
    found: ['10 mail.example.test'],
    ttl: 300,
    sources: [
      ['ns1.dns-host.test (127.0.0.1)', 'authoritative'],
      ['ns2.dns-host.test (127.0.0.1)', 'authoritative'],
      ['Quad (127.0.0.1)', 'resolver'],
      ['Cloud (127.0.0.1)', 'resolver'],
      ['local (127.0.0.1)', 'local'],
    ].map(([server, kind]) => ({
      server,
      kind,
      answer: 'records',
      values: ['10 mail.example.test'],
      ttl: 300,
    })),
    notes: [],
  })
})

test('what is not there is missing, and what is something else is wrong', async () => {
  world.zones = [
    {
      name: 'example.test',
      records: [
        ['mail.example.test', 'A', '203.0.113.99'],
        ['dkim._domainkey.example.test', 'TXT', key.replace('AA', 'BB')],
      ],
    },
  ]
  expect(await verdicts()).toEqual({
    mx: 'missing missing',
    spf: 'missing missing',
    dkim: 'wrong dkim-other-key',
    a: 'wrong other',
    autoconfig: 'missing missing',
  })
})

test('N5d a poisoned local resolver changes no verdict, and is named in a note', async () => {
  world.remembers(world.home, [['mail.example.test', 'A', '192.168.1.10']])
  const seen = await look()
  expect(await verdicts()).toEqual(allRight)
  expect(seen.records.flatMap(one => one.notes)).toEqual([
    { code: 'local-differs', params: { server: 'local (127.0.0.1)', found: '192.168.1.10' } },
  ])
})

test('N5d where only the local resolver answers, nothing is known', async () => {
  for (const one of [world.first, world.second, world.quad, world.cloud]) one.fault = () => 'silent'
  expect(new Set(Object.values(await verdicts()))).toEqual(new Set(['unknown nobody']))
})

test('with the zone’s own servers away two resolvers that agree are believed, and that is said', async () => {
  for (const one of [world.first, world.second]) one.fault = () => 'silent'
  const { records } = await look()
  expect(records.map(one => [one.verdict, one.notes[0]?.code])).toEqual(
    Array(5).fill(['right', 'by-resolvers']),
  )
})

test('an alias that was flattened into addresses works but differs', async () => {
  world.zones = [
    {
      name: 'example.test',
      records: [
        ...published.filter(one => one[1] !== 'CNAME'),
        ['autoconfig.example.test', 'A', '203.0.113.7'],
      ],
    },
  ]
  expect(await verdicts()).toEqual({ ...allRight, autoconfig: 'differs same-behind' })
})

test('a name in a zone of its own is asked where that zone is', async () => {
  world.zones = [
    { name: 'example.test', records: published },
    {
      name: 'sub.example.test',
      records: [['www.sub.example.test', 'A', '203.0.113.5']],
      isDelegated: true,
    },
  ]
  const sub = domainPlan([
    { id: 'sub', name: 'www.sub.example.test', type: 'A', values: ['203.0.113.5'] },
  ])
  expect(await verdicts(sub)).toEqual({ sub: 'right right' })
  expect(world.third.asked.map(one => one.name)).toContain('www.sub.example.test')
})

test('N5c where somebody answers in the place of every name server, two resolvers prove nothing either', async () => {
  for (const one of [world.first, world.second]) one.fault = () => 'intercepted'
  const { records, extras } = await look()
  expect(records.map(one => `${one.verdict} ${one.code}`)).toEqual(Array(5).fill('unknown nobody'))
  expect(extras).toEqual([
    { id: 'line', verdict: 'unknown', code: 'port-53-intercepted', params: {} },
  ])
})

test('an aborted look ends as cancelled', async () => {
  for (const one of world.all) one.fault = () => 'silent'
  const ending = new AbortController()
  const deps = { resolver: world.resolver(), clock: { now: () => began }, lists: [] }
  const looking = lookAtPlan(plan, deps, ending.signal)
  ending.abort()
  await expect(looking).rejects.toMatchObject({ code: 'cancelled' })
})
