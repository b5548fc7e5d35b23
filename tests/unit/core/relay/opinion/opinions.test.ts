import { resolve } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createRedactor } from '../../../../../src/core/log/redact.ts'
import { createOpinionHandlers } from '../../../../../src/core/relay/opinion/opinion-handlers.ts'
import { createOpinions } from '../../../../../src/core/relay/opinion/opinions.ts'
import { loadRelayProviders } from '../../../../../src/core/relay/providers.ts'
import type { RelayDeps } from '../../../../../src/core/relay/relay-deps.ts'
import { toWire } from '../../../../../src/shared/errors.ts'
import { OpinionView } from '../../../../../src/shared/model/opinion.ts'
import { Secret } from '../../../../../src/shared/secret.ts'
import { createLocalHost } from '../../../../fakes/local-host.ts'
import { memorySecrets } from '../../../../fakes/memory-secrets.ts'
import { type ApiReply, fakeApi, json } from '../../../../fakes/provider-api.ts'
import { never } from '../../../../support/connection.ts'
import { domain, shapes } from './shapes.ts'

const catalogue = await loadRelayProviders(resolve('resources'))
const [shape] = shapes
if (!shape) throw new Error('no shapes')
const where = { server: 'home' }
const key = shape.key
const minute = 60_000

const fine: ApiReply = (request, response) =>
  json(request.path.startsWith('/v3/user/') ? shape.usage?.[1] : shape.valid)(request, response)

/** The feature over a server whose relay is at this host, and a provider that answers like this. */
function setUp(options: { readonly host?: string; readonly env?: Record<string, string> } = {}) {
  let now = Date.parse('2026-11-23T09:30:00Z')
  let reply: ApiReply = fine
  const { host = 'smtp.sendgrid.net', env } = options
  const running = {
    RELAYHOST: host === '' ? '' : `[${host}]:587`,
    RELAYUSER: 'apikey',
    DOMAIN: domain,
    ...env,
  }
  const secrets = memorySecrets()
  const { remember, redact } = createRedactor()
  const { ask, seen, urls } = fakeApi((request, response) => reply(request, response))
  // The catalogue as it is; only the way to the host is another one.
  const { api } = catalogue.find(({ id }) => id === 'sendgrid') ?? {}
  const deps = {
    providers: async () => catalogue,
    open: async () => ({
      host: createLocalHost({}),
      rights: 'never' as const,
      project: 'mailu',
      smtp: { id: 'x', status: 'running', env: running },
    }),
    secrets,
    clock: { now: () => now },
    remember,
    ...(api &&
      host === 'smtp.sendgrid.net' && { apiWorld: () => ({ ask, api, speaks: 'sendgrid' }) }),
  } as unknown as RelayDeps // the rest is not for this part
  const handlers = createOpinionHandlers(deps, createOpinions(deps))
  const call = async (name: keyof typeof handlers, input: object = {}) =>
    OpinionView.parse(await handlers[name]({ ...where, ...input } as never, { signal: never }))
  return {
    call,
    secrets,
    seen,
    urls,
    redact,
    answer: (next: ApiReply) => void (reply = next),
    wait: (ms: number) => void (now += ms),
    questions: () => seen.filter(({ path }) => path.startsWith('/v3/whitelabel')).length,
    keep: () => call('relay.keepKey', { key: new Secret(key) }),
  }
}

describe('the provider’s opinion', () => {
  test('N3c without a key nobody is asked', async () => {
    const { call, seen } = setUp()
    const view = await call('relay.opinion', { isFresh: true })
    expect([view.offer, view.hasKey, view.opinion]).toEqual(['offered', false, undefined])
    expect(seen).toEqual([])
  })

  test('N3c a key is kept, asked with, and forgotten; it never comes back', async () => {
    const { call, keep, secrets, seen } = setUp()
    const kept = await keep()
    expect([kept.hasKey, kept.opinion?.about.code, kept.opinion?.usage.code]).toEqual([
      true,
      'domain-valid',
      'of-month',
    ])
    expect(JSON.stringify(kept)).not.toContain('canary')
    expect(secrets.has('server:local:relay-key:sendgrid')).toBe(true)
    const forgotten = await call('relay.forgetKey')
    expect([forgotten.hasKey, forgotten.opinion]).toEqual([false, undefined])
    expect(secrets.has('server:local:relay-key:sendgrid')).toBe(false)
    const before = seen.length
    await call('relay.opinion', { isFresh: true })
    expect(seen.length).toBe(before)
  })

  test('a key that is given for once is asked with and not kept', async () => {
    const { call, secrets } = setUp()
    const view = await call('relay.opinion', { key: new Secret(key) })
    expect([view.hasKey, view.opinion?.about.code]).toEqual([false, 'domain-valid'])
    expect(secrets.has('server:local:relay-key:sendgrid')).toBe(false)
    expect((await call('relay.opinion')).opinion).toBeUndefined()
  })

  test('an answer is remembered for an hour; “check now” asks anew', async () => {
    const { call, keep, wait, questions } = setUp()
    await keep()
    wait(59 * minute)
    await call('relay.opinion')
    expect(questions()).toBe(1)
    await call('relay.opinion', { isFresh: true })
    expect(questions()).toBe(2)
    wait(61 * minute)
    await call('relay.opinion')
    expect(questions()).toBe(3)
  })

  test('what is wrong is looked at again after ten minutes, what is unknown after five', async () => {
    const { call, keep, wait, questions, answer } = setUp()
    answer(json(shape.invalid))
    await keep()
    wait(9 * minute)
    await call('relay.opinion')
    expect(questions()).toBe(1)
    wait(2 * minute)
    answer(json('', 500))
    expect((await call('relay.opinion')).opinion?.about.code).toBe('unreachable')
    expect(questions()).toBe(2)
    wait(6 * minute)
    await call('relay.opinion')
    expect(questions()).toBe(3)
  })

  test('N3c a refused key is not tried again and again; another one at once', async () => {
    const { call, keep, wait, questions, answer } = setUp()
    answer(json({}, 401))
    expect((await keep()).opinion?.about.code).toBe('key-refused')
    wait(59 * minute)
    await call('relay.opinion')
    expect(questions()).toBe(1)
    answer(fine)
    expect((await keep()).opinion?.about.code).toBe('domain-valid')
  })

  test('N3c a provider that wants a pause is left alone, even by “check now”', async () => {
    const { call, keep, wait, seen, answer } = setUp()
    answer((_request, response) => response.writeHead(429, { 'retry-after': '1800' }).end())
    const view = await keep()
    expect(view.opinion).toMatchObject({
      about: { verdict: 'unknown', code: 'too-many' },
      askAgainAt: '2026-11-23T10:00:00.000Z',
    })
    const asked = seen.length
    wait(29 * minute)
    await call('relay.opinion', { isFresh: true })
    expect(seen.length).toBe(asked)
    wait(2 * minute)
    answer(fine)
    expect((await call('relay.opinion')).opinion?.about.code).toBe('domain-valid')
  })

  test('another domain is another question', async () => {
    const { call, keep, urls } = setUp()
    await keep()
    const view = await call('relay.opinion', { domain: 'Other.Example.org' })
    expect(view.opinion?.about).toMatchObject({
      code: 'domain-absent',
      params: { domain: 'other.example.org' },
    })
    expect(urls.some(url => url.includes('domain=other.example.org&'))).toBe(true)
  })

  test('a server without a main domain is not asked about', async () => {
    const { keep, seen } = setUp({ env: { DOMAIN: '' } })
    const view = await keep()
    expect([view.hasKey, view.opinion, seen.length]).toEqual([true, undefined, 0])
  })

  test('the key of one provider is never given to another one', async () => {
    const { secrets } = setUp()
    await secrets.put('server:local:relay-key:sendgrid', new Secret(key))
    const mailgun = setUp({ host: 'smtp.eu.mailgun.org' })
    await mailgun.secrets.put('server:local:relay-key:sendgrid', new Secret(key))
    const view = await mailgun.call('relay.opinion', { isFresh: true })
    expect([view.provider, view.host, view.hasKey]).toEqual([
      'mailgun',
      'api.eu.mailgun.net',
      false,
    ])
    expect(mailgun.seen).toEqual([])
  })

  test.each(['smtp.gmail.com', 'smtp.fastmail.com', 'mail.somewhere.test'])(
    'of %s there is nothing to ask, and a key is not kept',
    async host => {
      const { call, secrets } = setUp({ host })
      expect((await call('relay.opinion')).offer).toBe('none')
      await expect(call('relay.keepKey', { key: new Secret(key) })).rejects.toMatchObject({
        code: 'relay-api-none',
      })
      expect(secrets.has('server:')).toBe(false)
    },
  )

  test('without a relay there is nobody to ask', async () => {
    const { call } = setUp({ host: '' })
    await expect(call('relay.opinion')).rejects.toMatchObject({ code: 'relay-not-configured' })
  })

  test.each(['two words', 'a\r\nx-evil: 1', 'naïve'])(
    'what cannot be a key is refused with words, and nobody is asked: %j',
    async text => {
      const { call, seen } = setUp()
      await expect(call('relay.keepKey', { key: new Secret(text) })).rejects.toMatchObject({
        code: 'relay-key-shape',
      })
      expect(seen).toEqual([])
    },
  )

  test('of a key with two halves both are wanted', async () => {
    const { call } = setUp({ host: 'in-v3.mailjet.com' })
    await expect(call('relay.keepKey', { key: new Secret('public') })).rejects.toMatchObject({
      code: 'relay-key-shape',
    })
  })

  test('N3c the key is in no answer, failure, address or text that is logged', async () => {
    const { call, keep, answer, urls, redact } = setUp()
    const said: unknown[] = [await keep()]
    const replies: readonly ApiReply[] = [
      json({ message: key }, 401),
      json({ message: key }, 500),
      json(`garbage ${key}`),
      (_request, response) => void response.destroy(),
    ]
    for (const reply of replies) {
      answer(reply)
      said.push(await call('relay.opinion', { isFresh: true }))
    }
    const failed = await call('relay.keepKey', { key: new Secret(`${key} ${key}`) }).catch(
      (error: unknown) => error,
    )
    said.push(toWire(failed), inspect(failed, { depth: 9 }), ...urls)
    expect(JSON.stringify(said)).not.toContain('canary')
    const basic = Buffer.from(`api:${key}`).toString('base64')
    expect(redact(`${key} and authorization: Basic ${basic}`)).not.toMatch(/canary|QtNGY3|YXBp/)
  })

  test('an abort ends the question', async () => {
    const deps = {
      providers: async () => catalogue,
      clock: { now: () => 0 },
      secrets: memorySecrets(),
      remember: () => undefined,
    }
    const opinions = createOpinions({
      ...deps,
      apiWorld: () => ({
        ask: fakeApi(() => undefined).ask,
        api: catalogue.find(({ id }) => id === 'sendgrid')?.api as never, // it has one
        speaks: 'sendgrid',
      }),
    })
    const at = {
      host: createLocalHost({}),
      rights: 'never' as const,
      project: 'mailu',
      smtp: undefined,
    }
    const env = { RELAYHOST: '[smtp.sendgrid.net]:587', DOMAIN: domain }
    await opinions.keep(at, env, new Secret(key))
    const stop = new AbortController()
    const asked = opinions.of(at, env, {}, stop.signal)
    setTimeout(() => stop.abort(), 100)
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
  })
})
