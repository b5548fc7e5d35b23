import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../../../../../src/core/net/dns/answer.ts'
import type { DnsType } from '../../../../../src/core/net/dns/dns-type.ts'
import type { Resolver } from '../../../../../src/core/net/dns/resolver.ts'
import { soaOf } from '../../../../fakes/dns/packet-data.ts'
import { startFakeServer, type Fault } from '../../../../fakes/dns/server.ts'
import { type DnsWorld, startDnsWorld } from '../../../../fakes/dns/world.ts'
import { never } from '../../../../support/connection.ts'

let world: DnsWorld
let resolver: Resolver

const long = `v=DKIM1; k=rsa; p=${'A'.repeat(390)}`

beforeAll(async () => {
  world = await startDnsWorld([
    {
      name: 'example.test',
      minimum: 600,
      records: [
        ['example.test', 'MX', '10 Mail.example.test'],
        ['example.test', 'CAA', '0 issue letsencrypt.org'],
        ['mail.example.test', 'A', '203.0.113.7'],
        ['mail.example.test', 'AAAA', '2001:db8::7'],
        ['_imaps._tcp.example.test', 'SRV', '10 1 993 mail.example.test'],
        ['_25._tcp.mail.example.test', 'TLSA', '3 1 1 00ff'],
        ['dkim._domainkey.example.test', 'TXT', long],
        ['big.example.test', 'TXT', 'x'.repeat(2000)],
        ['www.example.test', 'CNAME', 'mail.example.test'],
        ['far.example.test', 'CNAME', 'other.test'],
        ['loop.example.test', 'CNAME', 'loop.example.test'],
      ],
    },
    { name: 'other.test', records: [['other.test', 'A', '203.0.113.9']] },
    { name: 'safe.test', dnssec: 'signed', records: [['safe.test', 'A', '203.0.113.8']] },
    {
      name: '7.113.0.203.in-addr.arpa',
      records: [['7.113.0.203.in-addr.arpa', 'PTR', 'mail.example.test']],
    },
  ])
  resolver = world.resolver()
})
afterEach(() => world.heal())
afterAll(() => world.stop())

const values = (answer: Answer): readonly string[] | string =>
  answer.kind === 'records' ? answer.records.map(one => `${one.type} ${one.data}`) : answer.kind

const ask = (name: string, type: DnsType, server = resolver.resolvers[0]!) =>
  resolver.ask(name, type, { signal: never, server })

test('each type comes back in the form that a plan has it in', async () => {
  const asked: readonly (readonly [string, DnsType])[] = [
    ['Example.TEST.', 'MX'],
    ['example.test', 'CAA'],
    ['mail.example.test', 'A'],
    ['mail.example.test', 'AAAA'],
    ['_imaps._tcp.example.test', 'SRV'],
    ['_25._tcp.mail.example.test', 'TLSA'],
    ['dkim._domainkey.example.test', 'TXT'],
    ['7.113.0.203.in-addr.arpa', 'PTR'],
    ['example.test', 'NS'],
  ]
  const found = await Promise.all(asked.map(async one => values(await ask(...one))))
  expect(found).toEqual([
    ['MX 10 mail.example.test'],
    ['CAA 0 issue letsencrypt.org'],
    ['A 203.0.113.7'],
    ['AAAA 2001:db8::7'],
    ['SRV 10 1 993 mail.example.test'],
    ['TLSA 3 1 1 00ff'],
    [`TXT ${long}`],
    ['PTR mail.example.test'],
    ['NS ns1.dns-host.test', 'NS ns2.dns-host.test'],
  ])
})

test('an alias is followed as far as the answer goes, and a circle ends', async () => {
  const found = [
    await ask('www.example.test', 'A'),
    await ask('far.example.test', 'A'),
    await ask('loop.example.test', 'A'),
  ]
  expect(found.map(values)).toEqual([
    ['CNAME mail.example.test', 'A 203.0.113.7'],
    ['CNAME other.test', 'A 203.0.113.9'],
    ['CNAME loop.example.test'],
  ])
})

test('nothing there says which zone says so and for how long', async () => {
  expect([await ask('nobody.example.test', 'A'), await ask('mail.example.test', 'MX')]).toEqual([
    {
      kind: 'nxdomain',
      isAuthentic: false,
      soa: { zone: 'example.test', ttl: 600 },
      server: 'Quad (127.0.0.1)',
    },
    {
      kind: 'nodata',
      isAuthentic: false,
      soa: { zone: 'example.test', ttl: 600 },
      server: 'Quad (127.0.0.1)',
    },
  ])
})

test('an answer too long for a datagram is fetched over TCP', async () => {
  expect(values(await ask('big.example.test', 'TXT'))).toEqual([`TXT ${'x'.repeat(2000)}`])
  expect(world.quad.asked.map(one => one.isTcp)).toEqual([false, true])
})

const faults: readonly (readonly [Fault, string])[] = [
  ['servfail', 'servfail'],
  ['refused', 'refused'],
  ['silent', 'timed-out'],
  ['truncated', 'truncated'],
  ['malformed', 'malformed'],
]
test.each(faults)('a server that does %s leaves the answer unknown: %s', async (fault, code) => {
  world.quad.fault = () => fault
  expect(await ask('mail.example.test', 'A')).toEqual({
    kind: 'unknown',
    code,
    server: 'Quad (127.0.0.1)',
  })
})

const survived: readonly Fault[] = ['stray-first', 'lower-case', 'no-edns', 'truncated-once']
test('an answer that does not repeat the case of the name is asked for again over TCP', async () => {
  world.quad.fault = () => 'lower-case'
  await ask('mail.example.test', 'A')
  expect(world.quad.asked.map(one => one.isTcp)).toEqual([false, true])
})

test.each(survived)('a server that does %s is understood all the same', async fault => {
  world.quad.fault = () => fault
  expect(values(await ask('mail.example.test', 'A'))).toEqual(['A 203.0.113.7'])
})

test('a port where nobody listens is unreachable at once', async () => {
  const gone = await startFakeServer(() => ({ rcode: 0 }))
  await gone.stop()
  const server = {
    name: 'gone',
    addresses: ['127.0.0.1'],
    port: gone.port,
    kind: 'resolver',
  } as const
  expect(await ask('example.test', 'MX', server)).toMatchObject({
    kind: 'unknown',
    code: 'unreachable',
  })
})

test('a server with IPv6 is asked by it where the first address has nobody', async () => {
  const six = await startFakeServer(
    () => ({ rcode: 3, isRecursive: true, authorities: [soaOf('test')] }),
    '::1',
  )
  const server = {
    name: 'six',
    addresses: ['127.0.0.1', '::1'],
    port: six.port,
    kind: 'resolver',
  } as const
  const answer = await ask('example.test', 'MX', server)
  await six.stop()
  expect(answer.kind).toBe('nxdomain')
})

test('the servers of a zone are found from any name in it, and only they are believed to know', async () => {
  const found = await resolver.authoritativeOf('nobody.example.test', never)
  expect(found).toEqual({
    kind: 'zone',
    zone: 'example.test',
    servers: [
      {
        name: 'ns1.dns-host.test',
        addresses: ['127.0.0.1'],
        port: world.first.port,
        kind: 'authoritative',
      },
      {
        name: 'ns2.dns-host.test',
        addresses: ['127.0.0.1'],
        port: world.second.port,
        kind: 'authoritative',
      },
    ],
  })
  const [first] = found.kind === 'zone' ? found.servers : []
  world.first.fault = ({ type }) =>
    type === 'MX' ? 'lame' : type === 'CAA' ? 'intercepted' : undefined
  const answers = [
    await ask('example.test', 'A', first),
    await ask('example.test', 'MX', first),
    await ask('example.test', 'CAA', first),
  ]
  expect(answers.map(one => (one.kind === 'unknown' ? one.code : one.kind))).toEqual([
    'nodata',
    'lame',
    'intercepted',
  ])
})

test('only resolvers are asked to go on asking', async () => {
  const found = await resolver.authoritativeOf('example.test', never)
  const [first] = found.kind === 'zone' ? found.servers : []
  await ask('example.test', 'MX', first)
  await ask('example.test', 'MX')
  expect([world.first, world.quad].map(one => one.asked.at(-1)?.isRecursionDesired)).toEqual([
    false,
    true,
  ])
})

test('with one resolver silent the other one finds the servers of a zone', async () => {
  world.quad.fault = () => 'silent'
  expect(await resolver.authoritativeOf('example.test', never)).toMatchObject({ kind: 'zone' })
})

test('with both resolvers silent nobody knows the servers', async () => {
  for (const one of [world.quad, world.cloud]) one.fault = () => 'silent'
  expect(await resolver.authoritativeOf('example.test', never)).toEqual({
    kind: 'unknown',
    code: 'timed-out',
  })
})

test('a validated answer says so', async () => {
  expect(await ask('safe.test', 'A')).toMatchObject({ isAuthentic: true })
})

test('a name that no zone can hold is not sent', async () => {
  expect(await ask(`${'x'.repeat(64)}.test`, 'A')).toMatchObject({
    kind: 'unknown',
    code: 'malformed',
  })
  expect(world.quad.asked).toEqual([])
})

test('an abort ends the wait as cancelled', async () => {
  world.quad.fault = () => 'silent'
  const ending = new AbortController()
  const asking = resolver.ask('example.test', 'MX', {
    signal: ending.signal,
    server: resolver.resolvers[0]!,
  })
  ending.abort()
  await expect(asking).rejects.toMatchObject({ code: 'cancelled' })
})

test('N9g each server that is asked is told to the list of contacts', async () => {
  const told: unknown[] = []
  const listen = (message: unknown): void => void told.push(message)
  subscribe('postern:contact', listen)
  await ask('example.test', 'MX')
  unsubscribe('postern:contact', listen)
  expect(told).toEqual([
    { host: 'Quad', port: world.quad.port, protocol: 'dns', from: 'here', address: '127.0.0.1' },
  ])
})
