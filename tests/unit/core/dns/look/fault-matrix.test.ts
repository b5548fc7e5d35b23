import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookAtPlan } from '../../../../../src/core/dns/look/look-at-plan.ts'
import type { DomainLook } from '../../../../../src/shared/model/dns.ts'
import type { FakeRecord } from '../../../../fakes/dns/packet-data.ts'
import type { Fault, FakeServer } from '../../../../fakes/dns/server.ts'
import { type DnsWorld, startDnsWorld } from '../../../../fakes/dns/world.ts'
import { never } from '../../../../support/connection.ts'
import { domainPlan, type PlannedPart } from '../../../../support/dns-plan.ts'

const key = `v=DKIM1; k=rsa; p=${'A'.repeat(380)}`
const texts: readonly (readonly [string, string, PlannedPart['match']])[] = [
  ['example.test', 'v=spf1 mx a:mail.example.test ~all', 'spf'],
  ['dkim._domainkey.example.test', key, 'dkim'],
  ['_dmarc.example.test', 'v=DMARC1; p=none', 'dmarc'],
  ['example.test._report._dmarc.other.test', 'v=DMARC1;', 'text-tags'],
  ['_mta-sts.example.test', 'v=STSv1; id=1', 'text-tags'],
  ['_smtp._tls.example.test', 'v=TLSRPTv1; rua=mailto:a@example.test', 'text-tags'],
]
const others: readonly (readonly [string, PlannedPart['type'], string])[] = [
  ['example.test', 'MX', '10 mail.example.test'],
  ['mail.example.test', 'A', '203.0.113.7'],
  ['mail.example.test', 'AAAA', '2001:db8::7'],
  ['mta-sts.example.test', 'A', '203.0.113.7'],
  ['_imaps._tcp.example.test', 'SRV', '20 1 993 mail.example.test'],
  ['autoconfig.example.test', 'CNAME', 'mail.example.test'],
  ['s1._domainkey.example.test', 'CNAME', 's1.provider.test'],
  ['example.test', 'CAA', '0 issue letsencrypt.org'],
  ['_25._tcp.mail.example.test', 'TLSA', '3 1 1 00ff'],
  ['7.113.0.203.in-addr.arpa', 'PTR', 'mail.example.test'],
]
const plan = domainPlan([
  ...texts.map(([name, value, match]) => ({
    name,
    type: 'TXT' as const,
    values: [value],
    match: match!,
  })),
  ...others.map(([name, type, value]) => ({ name, type, values: [value] })),
])
const records: readonly FakeRecord[] = [
  ...texts.map(([name, value]) => [name, 'TXT', value] as const),
  ...others,
]
const ending = (end: string): FakeRecord[] => records.filter(([name]) => name.endsWith(end))

/** Another value of the same kind for every record. */
const old: readonly FakeRecord[] = records.map(([name, type, value]) =>
  type === 'A'
    ? [name, type, '198.51.100.1', 120]
    : type === 'AAAA'
      ? [name, type, '2001:db8::99', 120]
      : type === 'CAA'
        ? [name, type, '0 issue old.test', 120]
        : [name, type, value.replace(/[a-zA-Z0-9]+(\.test)?$/, 'fff0$1'), 120],
)

const list = { name: 'A list', zone: 'list.test', hasIpv6: true }
const listed: readonly FakeRecord[] = [['2.0.0.127.list.test', 'A', '127.0.0.2']]
let world: DnsWorld

const zones = (second?: readonly FakeRecord[]) => [
  {
    name: 'example.test',
    records: ending('example.test'),
    dnssec: 'signed' as const,
    ...(second && { second }),
  },
  { name: 'other.test', records: ending('other.test') },
  { name: 'provider.test', records: [['s1.provider.test', 'TXT', key] as const] },
  { name: '113.0.203.in-addr.arpa', records: ending('arpa') },
  { name: 'list.test', records: listed },
]

beforeAll(async () => {
  world = await startDnsWorld(zones())
})
afterAll(() => world.stop())

/** Where a fault is silence the wait is short: an answer that comes too late makes nothing bad either. */
const look = (waitMs = 5000): Promise<DomainLook> =>
  lookAtPlan(
    plan,
    {
      resolver: world.resolver({
        patience: { udpMs: [waitMs], tcpMs: waitMs, httpsMs: 500 },
      }),
      clock: { now: () => 0 },
      lists: [list],
      get: async () => ({
        kind: 'document',
        status: 200,
        contentType: 'text/plain',
        text: 'version: STSv1\nmode: enforce\nmax_age: 86400\nmx: mail.example.test\n',
        isCut: false,
      }),
    },
    never,
  )

const lines = ({ records: seen, dnssec, extras }: DomainLook): [string, string][] => [
  ...seen.map(({ id, verdict, code }): [string, string] => [id, `${verdict} ${code}`]),
  ['dnssec', `${dnssec.verdict} ${dnssec.code}`],
  ...extras.map(({ id, verdict, code }): [string, string] => [id, `${verdict} ${code}`]),
]
const bad = (seen: DomainLook): [string, string][] =>
  lines(seen).filter(([, verdict]) => /^(missing|wrong)/.test(verdict))

const scopes: Readonly<Record<string, (world: DnsWorld) => readonly FakeServer[]>> = {
  'one name server': ({ first }) => [first],
  'both name servers': ({ first, second }) => [first, second],
  'one resolver': ({ quad }) => [quad],
  'both resolvers': ({ quad, cloud }) => [quad, cloud],
  'name servers and one resolver': ({ first, second, cloud }) => [first, second, cloud],
  'all but the local resolver': ({ first, second, quad, cloud }) => [first, second, quad, cloud],
}

/** Where this fault is itself a word of who knows. */
const isKnowledge = (fault: Fault, scope: string): boolean =>
  (fault === 'nxdomain' || fault === 'nodata') &&
  !['one name server', 'one resolver', 'both resolvers'].includes(scope)

const matrix: readonly (readonly [Fault, string])[] = (
  ['servfail', 'silent', 'refused', 'truncated', 'malformed', 'nxdomain', 'nodata', 'lame'] as const
).flatMap(fault =>
  Object.keys(scopes)
    .filter(scope => !isKnowledge(fault, scope))
    .map(scope => [fault, scope] as const),
)

test('without a fault everything in the matrix is right', async () => {
  world.heal()
  expect(lines(await look()).filter(([, verdict]) => !verdict.startsWith('right'))).toEqual([])
})

test.each(matrix)('N5c B13 %s at %s: nothing is called missing or wrong', async (fault, scope) => {
  world.heal()
  for (const server of scopes[scope]!(world)) {
    // How a zone's servers are found is a question of its own: here they are known.
    const isWalk =
      server === world.quad || server === world.cloud
        ? scope === 'one resolver' || scope === 'both resolvers'
        : false
    server.fault = ({ type, name }) =>
      isWalk && (type === 'SOA' || type === 'NS' || name.endsWith('dns-host.test'))
        ? undefined
        : fault
  }
  const seen = await look(250)
  expect(bad(seen)).toEqual([])
})

test('N5c B13 name servers that contradict each other: nothing is called missing or wrong', async () => {
  world.heal()
  world.zones = zones(old)
  const seen = await look()
  expect(bad(seen)).toEqual([])
  expect(
    lines(seen).filter(([, verdict]) => verdict === 'unknown servers-disagree').length,
  ).toBeGreaterThan(8)
  world.zones = zones()
})

test('N5c B13 resolvers that remember something older: nothing is called missing or wrong', async () => {
  world.heal()
  for (const one of [world.quad, world.cloud]) world.remembers(one, old)
  const seen = await look()
  expect(bad(seen)).toEqual([])
  const waits = seen.records.filter(one => one.oldValueUntil === '1970-01-01T00:02:00.000Z')
  // An authorisation of reports has no other value to be remembered.
  const others = seen.records.filter(one => !one.id.includes('_report'))
  expect(waits.map(one => one.id)).toEqual(others.map(one => one.id))
})

test('N5c B13 with the name servers silent two resolvers of which one is stale prove nothing', async () => {
  world.heal()
  for (const one of [world.first, world.second]) one.fault = () => 'silent'
  world.remembers(world.cloud, old)
  expect(bad(await look(250))).toEqual([])
})

test('N5c B13 one resolver alone proves nothing, whatever it remembers', async () => {
  world.heal()
  for (const one of [world.first, world.second, world.quad]) one.fault = () => 'silent'
  world.remembers(world.cloud, old)
  const seen = await look(500)
  expect(bad(seen)).toEqual([])
  expect(seen.records.map(one => one.code)).toEqual(seen.records.map(() => 'one-resolver'))
})

test('N5c B13 a list that refuses has listed nobody', async () => {
  world.heal()
  world.zones = [
    ...zones().filter(zone => zone.name !== 'list.test'),
    { name: 'list.test', records: [...listed, ['7.113.0.203.list.test', 'A', '127.255.255.254']] },
  ]
  const seen = await look()
  expect(lines(seen).filter(([id]) => id.startsWith('list.'))).toEqual([
    ['list.list.test.203.0.113.7', 'unknown list-refused'],
    ['list.list.test.2001:db8::7', 'right list-clean'],
  ])
  world.zones = zones()
})
