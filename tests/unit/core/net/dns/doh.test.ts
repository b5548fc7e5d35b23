import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { decode, encode } from 'dns-packet'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DnsServer } from '../../../../../src/core/net/dns/answer.ts'
import { createResolver } from '../../../../../src/core/net/dns/resolver.ts'
import { createAuthority } from '../../../../fakes/certificates.ts'
import { packetAnswer } from '../../../../fakes/dns/packet-data.ts'
import { type FakeServer, startFakeServer } from '../../../../fakes/dns/server.ts'
import { never } from '../../../../support/connection.ts'

let https: Server
let plain: FakeServer
let url: string
let caPem: string
const heard: { path: string | undefined; id: number; type: string | undefined }[] = []
let mood: 'well' | 'error' | 'page' = 'well'

beforeAll(async () => {
  const authority = createAuthority()
  caPem = authority.caPem
  https = createServer(authority.leaf({ name: 'dns.test' }), (request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const query = decode(Buffer.concat(parts))
      heard.push({ path: request.url, id: query.id ?? -1, type: request.headers['content-type'] })
      if (mood === 'error') return response.writeHead(502).end()
      if (mood === 'page')
        return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
      const name = query.questions?.[0]?.name ?? ''
      const answers = [packetAnswer(name, [name, 'A', '203.0.113.7'])]
      const reply = encode({ ...query, type: 'response', flags: 1 << 7, answers, additionals: [] })
      return response.writeHead(200, { 'content-type': 'application/dns-message' }).end(reply)
    })
  })
  await new Promise<void>(resolve => https.listen(0, '127.0.0.1', resolve))
  url = `https://dns.test:${(https.address() as AddressInfo).port}/dns-query` // a listening server has one
  plain = await startFakeServer(() => ({ rcode: 2 }))
})
beforeEach(() => {
  mood = 'well'
  heard.length = 0
  plain.asked.length = 0
  plain.fault = () => 'silent'
})
afterAll(async () => {
  https.closeAllConnections()
  https.close()
  await plain.stop()
})

const server = (): DnsServer => ({
  name: 'Public',
  addresses: ['127.0.0.1'],
  port: plain.port,
  kind: 'resolver',
  doh: { url, addresses: ['127.0.0.1'] },
})
const makeResolver = () =>
  createResolver({
    resolvers: [server()],
    local: null,
    patience: { udpMs: [80], tcpMs: 80, httpsMs: 3000 },
    caPem,
  })

test('where port 53 is silent the same resolver is asked over HTTPS, and from then on at once', async () => {
  const resolver = makeResolver()
  const first = await resolver.ask('mail.example.test', 'A', { signal: never })
  const asked = plain.asked.length
  const second = await resolver.ask('other.example.test', 'A', { signal: never })
  expect([first, second].map(one => one.kind)).toEqual(['records', 'records'])
  expect([asked > 0, plain.asked.length - asked]).toEqual([true, 0])
  const question = { path: '/dns-query', id: 0, type: 'application/dns-message' }
  expect(heard).toEqual([question, question])
})

test('a resolver that answers on port 53 is not asked over HTTPS, even when it says that it failed', async () => {
  plain.fault = () => undefined
  const answer = await makeResolver().ask('mail.example.test', 'A', { signal: never })
  expect([answer, heard]).toEqual([
    { kind: 'unknown', code: 'servfail', server: 'Public (127.0.0.1)' },
    [],
  ])
})

test('where somebody else answers at port 53 only HTTPS is used', async () => {
  const resolver = makeResolver()
  const answer = await resolver.ask('mail.example.test', 'A', {
    signal: never,
    server: { ...server(), isOnlyHttps: true },
  })
  expect([answer.kind, plain.asked.length]).toEqual(['records', 0])
})

test.each(['error', 'page'] as const)(
  'an HTTPS answer that is no DNS (%s) tells nothing',
  async kind => {
    mood = kind
    const answer = await makeResolver().ask('mail.example.test', 'A', { signal: never })
    expect(answer).toMatchObject({ kind: 'unknown', code: 'timed-out' })
  },
)

test('a certificate that nobody vouches for tells nothing', async () => {
  const resolver = createResolver({
    resolvers: [server()],
    local: null,
    patience: { udpMs: [80], tcpMs: 80, httpsMs: 3000 },
  })
  expect((await resolver.ask('mail.example.test', 'A', { signal: never })).kind).toBe('unknown')
})
