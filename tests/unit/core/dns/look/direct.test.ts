import { expect, test } from 'vitest'
import {
  judgeListing,
  listName,
  type ListReply,
  lookAtBlocklists,
  readListReply,
} from '../../../../../src/core/dns/look/blocklists.ts'
import { lookAtPlan } from '../../../../../src/core/dns/look/look-at-plan.ts'
import { createVantage } from '../../../../../src/core/dns/look/vantage.ts'
import type { DomainPlan } from '../../../../../src/shared/model/dns.ts'
import { en } from '../../../../../src/shared/locales/en/index.ts'
import type { FakeRecord } from '../../../../fakes/dns/packet-data.ts'
import type { Fault } from '../../../../fakes/dns/server.ts'
import { startDnsWorld } from '../../../../fakes/dns/world.ts'
import { never } from '../../../../support/connection.ts'
import { domainPlan } from '../../../../support/dns-plan.ts'

const list = { name: 'A list', zone: 'list.test', hasIpv6: true }
const ownTest: readonly FakeRecord[] = [['2.0.0.127.list.test', 'A', '127.0.0.2']]
const mine = '7.113.0.203.list.test'

test('a list is asked for an address backwards, by bytes or nibbles', () => {
  expect([listName('203.0.113.7', 'l.test'), listName('2001:db8::7', 'l.test')]).toEqual([
    '7.113.0.203.l.test',
    `7.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.l.test`,
  ])
})

const kinds: readonly (readonly [string, readonly FakeRecord[], Fault | undefined, string])[] = [
  ['nothing', ownTest, undefined, 'right list-clean'],
  ['127.0.0.3', [...ownTest, [mine, 'A', '127.0.0.3']], undefined, 'wrong listed'],
  [
    'the home lines’ part',
    [...ownTest, [mine, 'A', '127.0.0.10']],
    undefined,
    'wrong listed-dynamic',
  ],
  [
    '127.255.255.254',
    [...ownTest, [mine, 'A', '127.255.255.254']],
    undefined,
    'unknown list-refused',
  ],
  [
    '127.255.255.252',
    [...ownTest, [mine, 'A', '127.255.255.252']],
    undefined,
    'unknown list-refused',
  ],
  [
    'an address of the web',
    [...ownTest, [mine, 'A', '203.0.113.80']],
    undefined,
    'unknown list-broken',
  ],
  [
    'all addresses',
    [...ownTest, [mine, 'A', '127.0.0.2'], ['1.0.0.127.list.test', 'A', '127.0.0.2']],
    undefined,
    'unknown list-broken',
  ],
  ['no address, not even its own', [], undefined, 'unknown list-broken'],
  ['a failure', ownTest, 'servfail', 'unknown list-silent'],
  ['a refusal', ownTest, 'refused', 'unknown list-silent'],
]

test('N5h what a list answers becomes a verdict, and no refusal becomes a listing', async () => {
  const world = await startDnsWorld([])
  const found: string[] = []
  for (const [, records, fault] of kinds) {
    world.zones = [{ name: 'list.test', records: [['list.test', 'TXT', 'a list'], ...records] }]
    for (const one of world.all)
      one.fault = ({ name }) => (name.endsWith('.list.test') ? fault : undefined)
    const vantage = createVantage(world.resolver(), 'example.test', never)
    const [line] = await lookAtBlocklists(['203.0.113.7'], [list], vantage)
    found.push(`${line?.verdict} ${line?.code}`)
  }
  await world.stop()
  expect(found.map((verdict, at) => [kinds[at]?.[0], verdict])).toEqual(
    kinds.map(([about, , , verdict]) => [about, verdict]),
  )
  expect(found.filter(one => !Object.hasOwn(en.dnsLook.extras, one.split(' ')[1] ?? ''))).toEqual(
    [],
  )
})

test('N5h a refusal is none even where the list’s own test is refused', () => {
  const refused: ListReply = { kind: 'refused', code: '127.255.255.255' }
  expect(judgeListing(list, '203.0.113.7', { kind: 'listed' }, [refused, refused])).toMatchObject({
    verdict: 'unknown',
    code: 'list-refused',
  })
})

test('N5h a reply that mixes a refusal with a listing is a refusal', () => {
  const records = ['127.0.0.2', '127.255.255.254'].map(data => ({
    name: mine,
    type: 'A',
    ttl: 60,
    data,
  }))
  expect(readListReply({ kind: 'records', records, isAuthentic: false, server: '' })).toEqual({
    kind: 'refused',
    code: '127.255.255.254',
  })
})

const relay = { provider: 'x', name: 'A relay', host: 'smtp.relay.test' }
const ptr = (importance: 'needed' | 'not-needed', rest: Partial<DomainPlan>): DomainPlan =>
  domainPlan(
    [
      { id: 'a', name: 'mail.example.test', type: 'A', values: ['203.0.113.7'] },
      {
        id: 'ptr',
        name: '7.113.0.203.in-addr.arpa',
        type: 'PTR',
        values: ['mail.example.test'],
        importance,
      },
    ],
    rest,
  )

test('N5g the name of the address and blocklists count when mail leaves directly, and are grey with a relay', async () => {
  const world = await startDnsWorld([
    { name: 'example.test', records: [['mail.example.test', 'A', '203.0.113.7']] },
    {
      name: '113.0.203.in-addr.arpa',
      records: [['7.113.0.203.in-addr.arpa', 'PTR', 'dyn-7.provider.test']],
    },
    { name: 'list.test', records: [...ownTest, [mine, 'A', '127.0.0.3']] },
  ])
  const look = async (plan: DomainPlan) => {
    const deps = { resolver: world.resolver(), clock: { now: () => 0 }, lists: [list] }
    const { records, extras } = await lookAtPlan(plan, deps, never)
    return [...records, ...extras].map(({ id, verdict, code }) => `${id} ${verdict} ${code}`)
  }
  const direct = await look(ptr('needed', {}))
  for (const one of world.all) one.asked.length = 0
  const relayed = await look(ptr('not-needed', { relay }))
  const asked = world.all.flatMap(one => one.asked).filter(one => one.name.endsWith('list.test'))
  await world.stop()
  expect({ direct, relayed, asked }).toEqual({
    direct: ['a right right', 'ptr wrong other', 'list.list.test.203.0.113.7 wrong listed'],
    relayed: ['a right right', 'ptr not-needed not-needed', 'lists not-needed lists-relay'],
    asked: [],
  })
})
