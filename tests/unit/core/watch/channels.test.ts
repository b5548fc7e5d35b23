import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { httpPost } from '../../../../src/core/net/http/post.ts'
import { checkChannelAddress } from '../../../../src/core/watch/channels/check-address.ts'
import { watchedNames } from '../../../../src/core/watch/channels/watched-names.ts'
import { AppError } from '../../../../src/shared/errors.ts'
import { Secret } from '../../../../src/shared/secret.ts'
import { createWorld, type World, type WorldOptions } from '../../../support/watch-world.ts'
import { hour, minute, second } from '../../../support/watched.ts'

interface Got {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A receiver that answers as it is told and keeps what came. */
async function receiver(answer: () => number = () => 200) {
  const got: Got[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body })
      response.writeHead(answer(), { location: 'http://127.0.0.1:1/elsewhere' }).end('said')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => new Promise<void>(resolve => void server.close(() => resolve())))
  const { port } = server.address() as AddressInfo // it listens on TCP
  return { got, url: `http://127.0.0.1:${port}/hook` }
}

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})
const never = { signal: new AbortController().signal }

async function begin(options: WorldOptions = {}): Promise<World> {
  const world = await createWorld({ ...options, deps: { post: httpPost, ...options.deps } })
  stops.push(() => world.watch.stop())
  world.watch.begin()
  await world.time.pass(minute)
  return world
}
/** Lets real sockets finish before virtual time goes on. */
const until = (holds: () => boolean): Promise<void> => expect.poll(holds).toBe(true)

describe('the webhook', () => {
  test('N12b each transition comes once, signed, and the signature is right', async () => {
    const { got, url } = await receiver()
    const world = await begin()
    const secret = new Secret('whsec_c2lnbmluZy1rZXk=')
    await world.watch.handlers['watch.setChannel']({ kind: 'webhook', url, secret }, never)
    world.broken.add('receive.v4')
    await world.time.pass(20 * minute)
    await until(() => got.length === 1)
    world.broken.clear()
    await world.time.pass(30 * minute)
    await until(() => got.length === 2)
    await world.time.pass(5 * hour)
    expect(got.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
      'incident.opened',
      'incident.recovered',
    ])
    const { headers, body } = got[0]!
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    const expected = createHmac('sha256', 'signing-key').update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${expected}`)
    expect(world.noted[0]?.by).toEqual(['desktop', 'webhook'])
  })

  test('N12b it is tried again with the same number until it is taken, and what follows waits its turn', async () => {
    let status = 503
    const { got, url } = await receiver(() => status)
    const world = await begin()
    await world.watch.handlers['watch.setChannel']({ kind: 'webhook', url }, never)
    world.broken.add('receive.v4')
    await world.time.pass(15 * minute)
    await until(() => got.length === 1)
    const waiting = async () =>
      (await world.watch.handlers['watch.channels'](undefined, never))[0]?.waiting
    await expect.poll(waiting).toBe(1)
    await world.time.pass(6 * second)
    await until(() => got.length === 2)
    status = 200
    await expect.poll(waiting).toBe(1)
    await world.time.pass(31 * second)
    await expect.poll(waiting).toBe(0)
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(got).toHaveLength(3)
  })

  test('N12b an answer that will never change is not tried again, and a redirect is not followed', async () => {
    const { got, url } = await receiver(() => 302)
    const world = await begin()
    await world.watch.handlers['watch.setChannel']({ kind: 'webhook', url }, never)
    world.broken.add('receive.v4')
    await world.time.pass(15 * minute)
    await until(() => got.length === 1)
    await world.time.pass(5 * hour)
    const [channel] = await world.watch.handlers['watch.channels'](undefined, never)
    expect(channel).toMatchObject({ waiting: 0, lastDelivery: { isDelivered: false } })
    expect(got).toHaveLength(1)
  })

  test('N12b what could not be delivered before Postern was quit is delivered after', async () => {
    const { got, url } = await receiver()
    let isDead = true
    const post: typeof httpPost = (what, signal) =>
      isDead
        ? Promise.reject(new AppError('http-failed', { host: 'h', reason: 'ECONNREFUSED' }))
        : httpPost(what, signal)
    const world = await begin({ deps: { post } })
    await world.watch.handlers['watch.setChannel']({ kind: 'webhook', url }, never)
    world.broken.add('receive.v4')
    await world.time.pass(15 * minute)
    world.watch.stop()
    isDead = false
    const began = world.time.clock.now() + hour
    await begin({ db: world.db, began, deps: { post } })
    await until(() => got.length === 2)
    expect(got.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
      'incident.opened',
      'incident.recovered',
    ])
  })
})

describe('ntfy', () => {
  test('N12b the note is published to the topic, with its weight and the access key', async () => {
    const { got, url } = await receiver()
    const world = await begin()
    const wish = {
      kind: 'ntfy',
      url: url.replace('hook', 'my-topic'),
      secret: new Secret('tk_1'),
    } as const
    await world.watch.handlers['watch.setChannel'](wish, never)
    world.broken.add('receive.v4')
    await world.time.pass(15 * minute)
    await until(() => got.length === 1)
    expect(got[0]).toMatchObject({ path: '/', headers: { authorization: 'Bearer tk_1' } })
    expect(JSON.parse(got[0]!.body)).toEqual({
      topic: 'my-topic',
      title: 'Mail cannot arrive',
      message: expect.stringContaining('there is no answer') as string,
      priority: 5,
      tags: ['x'],
    })
  })
})

describe('the address of a channel', () => {
  const watched = [{ server: 'home', names: ['home.lan', 'mail.example.test', 'example.test'] }]
  const addresses: Readonly<Record<string, readonly string[]>> = {
    'mail.example.test': ['203.0.113.7', '2001:db8::7'],
    'hooks.elsewhere.test': ['203.0.113.7'],
    'ntfy.sh': ['198.51.100.9'],
  }
  const check = (url: string, kind: 'webhook' | 'ntfy' = 'webhook') =>
    checkChannelAddress(kind, url, watched, async host => addresses[host] ?? [])

  test.each([
    ['the mail host itself', 'https://mail.example.test/hook'],
    ['another host of the mail domain', 'https://ntfy.example.test/hook'],
    ['the domain with a capital letter and a dot at its end', 'https://Example.TEST./hook'],
    ['a foreign name at the same address', 'https://hooks.elsewhere.test/hook'],
    ['the address of the server', 'https://203.0.113.7/hook'],
    ['the name by which SSH knows it', 'https://home.lan/hook'],
  ])('N6h %s is refused, with the reason', async (_, url) => {
    const own = { ...addresses, '203.0.113.7': ['203.0.113.7'] } as typeof addresses
    const refused = checkChannelAddress('webhook', url, watched, async host => own[host] ?? [])
    await expect(refused).rejects.toMatchObject({ code: 'watch-channel-depends' })
  })

  test.each(['http://ntfy.sh/topic', 'https://user:word@ntfy.sh/topic', 'ftp://ntfy.sh/topic'])(
    '%s is refused: it would be read on the way',
    async url => {
      await expect(check(url)).rejects.toMatchObject({ code: 'watch-channel-address' })
    },
  )

  test('ntfy wants a topic', async () => {
    await expect(check('https://ntfy.sh/', 'ntfy')).rejects.toMatchObject({
      code: 'watch-channel-address',
    })
    await check('https://ntfy.sh/topic', 'ntfy')
  })

  test('N6h what runs elsewhere is taken, also under a name that only ends alike', async () => {
    await check('https://ntfy.sh/topic')
    await check('https://notexample.test/hook')
  })

  test('N6h the names of a server are its address, its mail hosts and domains; one that is away is known by its address', async () => {
    const servers = [
      { id: '1', name: 'home', host: 'home.lan' },
      { id: '2', name: 'away', host: 'away.lan' },
    ]
    const values = new Map([
      ['DOMAIN', 'example.test'],
      ['HOSTNAMES', 'mail.example.test,imap.example.test'],
      ['WEBSITE', 'https://www.example.test/start'],
    ])
    const names = await watchedNames(
      servers,
      async ({ server }) => {
        if (server === '2') throw new AppError('host-not-found', { host: 'away.lan' })
        return values
      },
      never.signal,
    )
    expect(names).toEqual([
      {
        server: 'home',
        names: [
          'home.lan',
          'example.test',
          'mail.example.test',
          'imap.example.test',
          'www.example.test',
        ],
      },
      { server: 'away', names: ['away.lan'] },
    ])
  })
})

describe('the test button', () => {
  test('N6h it says of every way whether the note came through', async () => {
    const { got, url } = await receiver(() => 500)
    const world = await begin()
    await world.watch.handlers['watch.setChannel']({ kind: 'webhook', url }, never)
    const answers = await world.watch.handlers['watch.testNotification']({}, never)
    expect(answers.map(({ isDelivered, reply }) => [isDelivered, reply])).toEqual([
      [true, 'shown'],
      [false, '500 said'],
    ])
    expect(got).toHaveLength(1)
  })

  test('a channel that is not there is said so', async () => {
    const world = await begin()
    const call = world.watch.handlers['watch.testNotification']({ channel: 'x' }, never)
    await expect(call).rejects.toMatchObject({ code: 'watch-channel-not-found' })
    await expect(world.watch.handlers['watch.incident']({ id: 'x' }, never)).rejects.toMatchObject({
      code: 'incident-not-found',
    })
  })

  test('a key that was given for one address is not shown to another', async () => {
    const world = await begin()
    const set = world.watch.handlers['watch.setChannel']
    const first = {
      kind: 'webhook',
      url: 'https://a.test/1',
      secret: new Secret('key-of-a'),
    } as const
    const { id, hasSecret } = await set(first, never)
    expect(hasSecret).toBe(true)
    expect(await set({ id, kind: 'webhook', url: 'https://b.test/1' }, never)).toMatchObject({
      hasSecret: false,
    })
    expect(await world.watch.handlers['watch.removeChannel']({ id }, never)).toEqual([])
  })
})

describe('posting', () => {
  test('a host that does not answer is an expected failure with its reason', async () => {
    const post = { url: 'http://127.0.0.1:1/', headers: {}, body: '' }
    await expect(httpPost(post, never.signal)).rejects.toMatchObject({
      code: 'http-failed',
      params: { host: '127.0.0.1', reason: 'ECONNREFUSED' },
    })
  })

  test('one that keeps silent is given up at the deadline', async () => {
    const server = createServer(() => undefined)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    stops.push(() => {
      server.closeAllConnections()
      return new Promise<void>(resolve => void server.close(() => resolve()))
    })
    const { port } = server.address() as AddressInfo // it listens on TCP
    const post = { url: `http://127.0.0.1:${port}/`, headers: {}, body: '{}', timeoutMs: 50 }
    await expect(httpPost(post, never.signal)).rejects.toMatchObject({
      params: { reason: 'no answer in time' },
    })
  })
})
