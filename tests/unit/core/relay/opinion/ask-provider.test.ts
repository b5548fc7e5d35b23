import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ContactMade, watchContacts } from '../../../../../src/core/net/contacts.ts'
import { askProvider } from '../../../../../src/core/relay/opinion/ask-provider.ts'
import { opinionTarget } from '../../../../../src/core/relay/opinion/opinion-target.ts'
import { readers } from '../../../../../src/core/relay/opinion/readers.ts'
import { loadRelayProviders } from '../../../../../src/core/relay/providers.ts'
import { en } from '../../../../../src/shared/locales/en/index.ts'
import { RelayOpinion } from '../../../../../src/shared/model/opinion.ts'
import { Secret } from '../../../../../src/shared/secret.ts'
import { type ApiReply, fakeApi, json } from '../../../../fakes/provider-api.ts'
import { never } from '../../../../support/connection.ts'
import { carriedAs, domain, shapes } from './shapes.ts'

const providers = await loadRelayProviders(resolve('resources'))
const nowMs = Date.parse('2026-11-23T09:30:00Z')
type Shape = (typeof shapes)[number]

const hostOf = (id: string): string => {
  const { hosts = [] } = providers.find(one => one.id === id) ?? {}
  return (hosts.find(({ region }) => region === 'eu-west-1') ?? hosts[0])?.host ?? ''
}

/** Asks as the product does, of the relay that this provider runs. */
async function opinionOf(shape: Shape, reply: ApiReply, rest?: Parameters<typeof fakeApi>[1]) {
  const env = {
    RELAYHOST: `[${hostOf(shape.provider)}]:587`,
    RELAYUSER: shape.user ?? 'someone',
    DOMAIN: domain,
  }
  const target = opinionTarget(env, providers, undefined)
  if (!target?.api) throw new Error(`${shape.provider} has no API`)
  const { api, region, user } = target
  const fake = fakeApi(reply, rest)
  const use = { root: api.root, place: api.facts.key, key: new Secret(shape.key), region, nowMs }
  const order = { reader: api.reader, use, domain: target.domain, user }
  const opinion = RelayOpinion.parse(await askProvider(fake.ask, order, never))
  return { opinion, ...fake }
}

/** The domain's pages and the month, each by its path. */
const answering =
  (shape: Shape, first: ApiReply, detail?: readonly [string, unknown]): ApiReply =>
  (request, response) => {
    const path = request.path
    if (detail?.[0] === path) {
      json(detail[1])(request, response)
      return
    }
    if (shape.usage && path.startsWith(shape.usage[0])) {
      json(shape.usage[1])(request, response)
      return
    }
    const reply = path === shape.asks[1] ? first : json({ message: `not here: ${path}` }, 404)
    reply(request, response)
  }

const each = shapes.map(shape => ({ name: shape.provider, shape }))

describe.each(each)('N3c $name', ({ shape }) => {
  test('says that the domain is valid, and how much went out', async () => {
    const reply = answering(shape, json(shape.valid), shape.validDetail)
    const { opinion } = await opinionOf(shape, reply)
    expect(opinion.about).toEqual({
      verdict: 'right',
      code: 'domain-valid',
      params: { domain, count: 0 },
    })
    expect(opinion.usage.figures).toEqual(shape.usage?.[2])
    expect(opinion.usage.code).toMatch(shape.usage ? /^(of|used|left)-/ : /^usage-not-told$/)
  })

  test('says which records it misses', async () => {
    const reply = answering(shape, json(shape.invalid), shape.detail)
    const { opinion } = await opinionOf(shape, reply)
    expect([opinion.about.verdict, opinion.about.code]).toEqual(['wrong', 'domain-invalid'])
    expect(opinion.missed).toEqual(shape.missed)
  })

  test('says that the account has no such domain', async () => {
    const [status, body] = shape.absent
    const { opinion } = await opinionOf(shape, answering(shape, json(body, status)))
    expect([opinion.about.verdict, opinion.about.code]).toEqual(['missing', 'domain-absent'])
  })

  const unknown: readonly (readonly [string, ApiReply, string])[] = [
    ['401', json({ message: 'no' }, 401), 'key-refused'],
    ['403', json({ message: 'no' }, 403), 'key-refused'],
    ['429', json({ message: 'slow down' }, 429), 'too-many'],
    ['500', json('oops', 500), 'unreachable'],
    ['garbage', json('<html>'), 'not-understood'],
    ['JSON of another shape', json({ hello: 1 }), 'not-understood'],
    ['null', json('null'), 'not-understood'],
    ['a dead line', (_q, response) => void response.destroy(), 'unreachable'],
  ]
  test.each(unknown.map(([what, reply, code]) => ({ what, reply, code })))(
    'is not known after $what, and never bad',
    async ({ reply, code }) => {
      const { opinion } = await opinionOf(shape, reply)
      expect([opinion.about.verdict, opinion.about.code]).toEqual(['unknown', code])
      expect(opinion.missed).toEqual([])
      expect(opinion.usage.verdict).toBe('unknown')
    },
  )

  test('an answer that is too long is not read to its end', async () => {
    const long = JSON.stringify(shape.valid) + ' '.repeat(1_100_000)
    const { opinion } = await opinionOf(shape, answering(shape, json(long), shape.validDetail))
    expect(opinion.about).toEqual({
      verdict: 'unknown',
      code: 'not-understood',
      params: { reason: 'too long' },
    })
  })

  test('a silent API is given up in time', async () => {
    const { opinion } = await opinionOf(shape, () => undefined, { timeoutMs: 150 })
    expect(opinion.about.params).toEqual({ reason: 'no answer in time' })
  })

  test('a redirect is not followed: the key goes to no other host', async () => {
    const { opinion, seen } = await opinionOf(
      shape,
      (_request, response) =>
        void response.writeHead(302, { location: 'https://elsewhere.test/take' }).end(),
    )
    expect(opinion.about.code).toBe('not-understood')
    expect(seen.filter(({ path }) => path.includes('take'))).toEqual([])
    expect(opinion.about.params).toEqual({ reason: 'HTTP 302' })
  })

  test('the key is where the provider documents it, and never in the address', async () => {
    const reply = answering(shape, json(shape.valid), shape.validDetail)
    const { seen, urls } = await opinionOf(shape, reply)
    const first = seen.find(({ path }) => path === shape.asks[1])
    expect(first && [first.method, first.path]).toEqual(shape.asks)
    const carried = shape.carries(first?.headers ?? {}, first?.body ?? '')
    const expected = carriedAs[shape.provider]
    if (expected instanceof RegExp) expect(carried).toMatch(expected)
    else expect(carried).toBe(expected)
    expect(urls.filter(url => /canary/i.test(url))).toEqual([])
  })

  test('what the provider writes into a failure is not passed on', async () => {
    const echo = json({ message: `bad key ${shape.key}` }, 400)
    const { opinion } = await opinionOf(shape, echo)
    expect(JSON.stringify(opinion)).not.toMatch(/canary/i)
  })
})

describe('asking a provider', () => {
  const [sendgrid] = shapes
  if (!sendgrid) throw new Error('no shapes')

  const pauses: readonly (readonly [string | undefined, string])[] = [
    ['120', '2026-11-23T09:32:00.000Z'],
    ['Mon, 23 Nov 2026 09:40:00 GMT', '2026-11-23T09:40:00.000Z'],
    ['0', '2026-11-23T09:31:00.000Z'],
    ['999999999', '2026-11-23T10:30:00.000Z'],
    ['soon', '2026-11-23T09:45:00.000Z'],
    [undefined, '2026-11-23T09:45:00.000Z'],
  ]
  test.each(pauses.map(([told, until]) => ({ told, until })))(
    'N3c too many requests: Retry-After “$told” means not before $until',
    async ({ told, until }) => {
      const { opinion } = await opinionOf(sendgrid, (_request, response) =>
        response.writeHead(429, told === undefined ? {} : { 'retry-after': told }).end(),
      )
      expect(opinion.askAgainAt).toBe(until)
    },
  )

  test('a key that may read the domain and not the credits costs the month alone', async () => {
    const { opinion } = await opinionOf(sendgrid, (request, response) =>
      request.path.startsWith('/v3/user/credits')
        ? json({ errors: [] }, 403)(request, response)
        : json(sendgrid.valid)(request, response),
    )
    expect([opinion.about.code, opinion.usage.code]).toEqual(['domain-valid', 'key-refused'])
  })

  test('N9g the list of contacts names the host that was asked, and that this computer asked', async () => {
    const made: ContactMade[] = []
    const stop = watchContacts(contact => made.push(contact))
    await opinionOf(sendgrid, answering(sendgrid, json(sendgrid.valid)))
    stop()
    const hosts = made.map(({ host, protocol, from }) => `${host} ${protocol} ${from}`)
    expect(new Set(hosts)).toEqual(new Set(['api.sendgrid.com http here']))
  })

  test('a list that is cut by its page does not mean that the domain is absent', async () => {
    const postmark = shapes.find(({ provider }) => provider === 'postmark') ?? sendgrid
    const { opinion } = await opinionOf(postmark, json({ TotalCount: 700, Domains: [] }))
    expect(opinion.about.code).toBe('not-understood')
  })

  test('a server that shows the certificate of another host is not given the key', async () => {
    const { opinion, seen } = await opinionOf(sendgrid, json(sendgrid.valid), {
      showsCertificateOf: 'elsewhere.test',
    })
    expect(opinion.about).toEqual({
      verdict: 'unknown',
      code: 'unreachable',
      params: { reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    })
    expect(seen).toEqual([])
  })

  test('N3c every provider of the catalogue with an API has a reader, and every other one says why not', () => {
    const known = providers.filter(({ api }) => api).map(({ id }) => id)
    expect([...known].sort()).toEqual(Object.keys(readers).sort())
    expect(shapes.map(({ provider }) => provider).sort()).toEqual([...known].sort())
    const silent = providers.filter(
      ({ id, api }) => (api ? en.relay.opinion.keys : en.relay.opinion.none)[id] === undefined,
    )
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  test('each region of a provider is asked at an address that is that provider’s own', () => {
    const roots = providers.flatMap(({ api, hosts }) =>
      api
        ? hosts.map(
            ({ host }) =>
              opinionTarget({ RELAYHOST: `[${host}]:587` }, providers, undefined)?.api?.root,
          )
        : [],
    )
    expect(roots.filter(root => !root?.startsWith('https://') || root.includes('{'))).toEqual([])
    expect(roots).toContain('https://api.eu.sendgrid.com')
    expect(roots).toContain('https://api.eu.mailgun.net')
    expect(roots).toContain('https://email.eu-central-1.amazonaws.com')
  })
})
