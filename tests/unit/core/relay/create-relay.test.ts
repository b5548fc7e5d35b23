import { describe, expect, test } from 'vitest'
import type { RelayEdit } from '../../../../src/core/relay/relay-deps.ts'
import { RelayStatus } from '../../../../src/shared/model/relay.ts'
import { Secret } from '../../../../src/shared/secret.ts'
import { createAuthority } from '../../../fakes/certificates.ts'
import { fakeApi, json } from '../../../fakes/provider-api.ts'
import { type FakeRelay, startFakeRelay } from '../../../fakes/smtp-server.ts'
import { choiceFor, providers, server, setUpRelay, signal } from '../../../support/relay-here.ts'

const certificate = createAuthority().leaf({ name: 'localhost' })
const fakeRelay = (): Promise<FakeRelay> =>
  startFakeRelay({ certificate, user: 'u', password: 'right $1' })

const shownEdits = ({ set, unset }: RelayEdit) => ({
  set: Object.fromEntries(
    set.map(({ key, value }) => [key, value instanceof Secret ? value.reveal() : value]),
  ),
  unset,
})

describe('relay.set', () => {
  test('N3b a relay that lets us in is written in the [host]:port form', async () => {
    const fake = await fakeRelay()
    const { relay, context, applied, steps } = await setUpRelay({ file: {} })
    const choice = choiceFor(fake, 'right $1')
    const result = await relay['relay.set']({ ...server, choice }, context)
    expect(result.probe.isUsable).toBe(true)
    expect(applied.map(one => ({ ...shownEdits(one.edits), skip: one.skip }))).toEqual([
      {
        set: {
          RELAYHOST: `[localhost]:${fake.port}`,
          RELAYUSER: 'u',
          RELAYPASSWORD: 'right $1',
          OUTBOUND_TLS_LEVEL: 'encrypt',
        },
        unset: [],
        skip: [],
      },
    ])
    expect(steps.at(-1)?.map(step => step.id)).toEqual(['probe', 'write'])
  })

  test('N3b a wrong password is refused with its verdict, and nothing is written', async () => {
    const fake = await fakeRelay()
    const { relay, context, applied, remembered } = await setUpRelay({ file: {} })
    const choice = choiceFor(fake, 'wrong')
    const running = relay['relay.set']({ ...server, choice }, context)
    await expect(running).rejects.toMatchObject({
      code: 'relay-probe-failed',
      params: { step: 'login', reply: expect.stringContaining('535') },
    })
    expect(applied).toEqual([])
    expect(remembered.map(secret => secret.reveal())).toEqual(['wrong'])
  })

  test('N3b a run that a crash ended tells what became of its change, and neither asks the relay nor writes again', async () => {
    const fake = await fakeRelay()
    const { relay, context, applied } = await setUpRelay({ file: {} })
    const choice = choiceFor(fake, 'right $1')
    let kept: unknown
    const first = await relay['relay.set'](
      { ...server, choice },
      { ...context, checkpoint: data => void (kept = JSON.parse(JSON.stringify(data))) },
    )
    const asked = fake.verbs.length
    const again = { ...server, choice: choiceFor(fake, '[secret]') }
    const second = await relay['relay.set'](again, { ...context, resumed: kept })
    expect(second.transaction.outcome).toBe('rolled-back')
    expect(second.probe).toEqual(first.probe)
    expect([applied.length, fake.verbs.length]).toEqual([1, asked])
    expect(JSON.stringify(kept)).not.toContain('right $1')
  })

  test('who insists writes it all the same, and the lost login does not undo it', async () => {
    const fake = await fakeRelay()
    const { relay, context, applied } = await setUpRelay({ file: {} })
    const choice = choiceFor(fake, 'wrong')
    const result = await relay['relay.set']({ ...server, choice, insist: true }, context)
    expect(result.probe.isUsable).toBe(false)
    expect(applied[0]?.skip).toEqual(['relay-login'])
  })

  test('a choice without a password keeps the one that is set for the same relay', async () => {
    const fake = await fakeRelay()
    const file = { RELAYHOST: `[localhost]:25`, RELAYUSER: 'u', RELAYPASSWORD: 'right $1' }
    const { relay, context, applied } = await setUpRelay({ file })
    await relay['relay.set']({ ...server, choice: choiceFor(fake) }, context)
    expect(shownEdits(applied[0]!.edits).set).toMatchObject({ RELAYPASSWORD: 'right $1' })
  })

  test('the password of one relay is never shown to another', async () => {
    const fake = await fakeRelay()
    const file = {
      RELAYHOST: '[smtp.sendgrid.net]:587',
      RELAYUSER: 'apikey',
      RELAYPASSWORD: 'SG.x',
    }
    const { relay, context } = await setUpRelay({ file })
    const running = relay['relay.set']({ ...server, choice: choiceFor(fake) }, context)
    await expect(running).rejects.toMatchObject({ code: 'relay-field-missing' })
    expect(fake.verbs).toEqual([])
  })

  test('a relay without a login takes the old login out', async () => {
    const fake = await startFakeRelay({ certificate, mechanisms: [] })
    const { relay, context, applied } = await setUpRelay({ file: {} })
    const { user: _user, ...choice } = choiceFor(fake)
    await relay['relay.set']({ ...server, choice }, context)
    expect(applied[0]?.edits.unset).toEqual(['RELAYUSER', 'RELAYPASSWORD'])
  })
})

describe('relay.probe', () => {
  test('without a choice it tries what the container runs with', async () => {
    const fake = await fakeRelay()
    const container = {
      RELAYHOST: `[localhost]:${fake.port}`,
      RELAYUSER: 'u',
      RELAYPASSWORD: 'right $1',
    }
    const { relay, context } = await setUpRelay({ container })
    expect(await relay['relay.probe'](server, context)).toMatchObject({ isUsable: true })
  })

  test('without a relay there is nothing to try', async () => {
    const { relay, context } = await setUpRelay({})
    await expect(relay['relay.probe'](server, context)).rejects.toMatchObject({
      code: 'relay-not-configured',
    })
  })
})

describe('relay.status', () => {
  const log = (host: string): string =>
    [
      `2026-11-22T19:50:00Z Nov 22 19:50:00 mail postfix/smtp[1]: A1: to=<b@x.test>, relay=${host}[127.0.0.1]:587, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77)`,
      `2026-11-22T19:55:00Z Nov 22 19:55:00 mail postfix/smtp[1]: A2: to=<b@x.test>, relay=${host}[127.0.0.1]:587, delay=1, delays=0/0/1/0, dsn=4.7.1, status=deferred (host ${host}[127.0.0.1] said: 451 4.7.1 Rate limit exceeded)`,
    ].join('\n')
  const entry = JSON.stringify({
    queue_name: 'deferred',
    queue_id: 'A2',
    arrival_time: 1795375200,
    recipients: [{ address: 'b@x.test', delay_reason: '451 4.7.1 Rate limit exceeded' }],
  })
  const queueErrors =
    'postqueue: warning: Mail system is down -- accessing queue directly (Connect to the Postfix showq service: No such file or directory)\n'

  test('N3e all parts in one answer, Mailu’s false alarm ignored, the password nowhere', async () => {
    const fake = await fakeRelay()
    const container = {
      RELAYHOST: `[localhost]:${fake.port}`,
      RELAYUSER: 'u',
      RELAYPASSWORD: 'right $1',
      OUTBOUND_TLS_LEVEL: 'encrypt',
    }
    const docker = { log: log('localhost'), queue: `${entry}\n`, queueErrors }
    const { relay } = await setUpRelay({ container, file: container, docker })
    const status = RelayStatus.parse(await relay['relay.status'](server, { signal }))
    const { clauses, ...figures } = status
    expect(clauses.map(({ code }) => code)).toEqual([
      'login-in',
      'waiting',
      'refusal-deferred',
      'delivery-last',
    ])
    expect(figures).toEqual({
      configured: {
        host: 'localhost',
        port: fake.port,
        user: 'u',
        hasPassword: true,
        tlsLevel: 'encrypt',
        provider: 'generic',
        isApplied: true,
      },
      login: {
        verdict: 'right',
        code: 'login-accepted',
        params: {},
        checkedAt: '2026-11-22T20:00:00.000Z',
      },
      lastDelivery: {
        at: '2026-11-22T19:50:00.000Z',
        relay: 'localhost',
        reply: '250 2.0.0 Ok: queued as 77',
      },
      opinion: {
        offer: 'none',
        provider: 'generic',
        name: 'localhost',
        unconfirmed: [],
        hasKey: false,
      },
      waiting: {
        count: 1,
        isKnown: true,
        oldestAt: new Date(1795375200_000).toISOString(),
        reasons: [{ reply: '451 4.7.1 Rate limit exceeded', count: 1 }],
      },
      lastRefusal: {
        at: '2026-11-22T19:55:00.000Z',
        kind: 'deferred',
        dsn: '4.7.1',
        reply: 'host localhost[127.0.0.1] said: 451 4.7.1 Rate limit exceeded',
      },
      checkedAt: '2026-11-22T20:00:00.000Z',
    })
    expect(JSON.stringify(status)).not.toContain('right $1')
  })

  test('B14 with a key kept, what the provider says and the month are parts of the sentence', async () => {
    const { ask } = fakeApi((request, response) =>
      request.path.startsWith('/v3/user/')
        ? json({ used: 212, total: 3000, reset_frequency: 'monthly' })(request, response)
        : json([])(request, response),
    )
    const api = providers.find(({ id }) => id === 'sendgrid')?.api
    if (!api) throw new Error('no API')
    const { relay } = await setUpRelay({
      container: { RELAYHOST: '[localhost]:9', DOMAIN: 'example.org' },
      file: {},
      apiWorld: () => ({ ask, api, speaks: 'sendgrid' }),
    })
    const ends = async () =>
      (await relay['relay.status'](server, { signal })).clauses.slice(4).map(one => one.code)
    expect(await ends()).toEqual([])
    await relay['relay.keepKey']({ ...server, key: new Secret('SG.any.key') }, { signal })
    expect(await ends()).toEqual(['opinion-domain-absent', 'of-month'])
    await relay['relay.forgetKey'](server, { signal })
    expect(await ends()).toEqual([])
  })

  test('a login is asked once in some minutes, and its age is told', async () => {
    const fake = await fakeRelay()
    const container = {
      RELAYHOST: `[localhost]:${fake.port}`,
      RELAYUSER: 'u',
      RELAYPASSWORD: 'wrong',
    }
    const { relay, looks, wait, restart } = await setUpRelay({ container, file: container })
    const login = async () => (await relay['relay.status'](server, { signal })).login
    const first = await login()
    expect(first).toMatchObject({ verdict: 'wrong', code: 'login-refused' })
    wait(30_000)
    expect(await login()).toEqual(first)
    wait(60_000)
    expect((await login()).checkedAt).toBe('2026-11-22T20:01:30.000Z')
    expect(fake.verbs.filter(verb => verb === 'AUTH+')).toHaveLength(2)
    // A restart may have read other override files.
    restart()
    await login()
    expect(fake.verbs.filter(verb => verb === 'AUTH+')).toHaveLength(3)
    // Somebody pressed “Check now”.
    looks.forgetLogin()
    await login()
    expect(fake.verbs.filter(verb => verb === 'AUTH+')).toHaveLength(4)
  })

  test('a file that says another thing than the container is not applied', async () => {
    const { relay } = await setUpRelay({
      container: { RELAYHOST: '' },
      file: { RELAYHOST: '[smtp.sendgrid.net]:587', RELAYUSER: 'apikey', RELAYPASSWORD: 'SG.x' },
    })
    expect(await relay['relay.status'](server, { signal })).toMatchObject({
      configured: { host: 'smtp.sendgrid.net', provider: 'sendgrid', isApplied: false },
      login: { verdict: 'not-needed', code: 'relay-none' },
    })
  })

  test('without a relay nothing is configured, and that is not bad', async () => {
    const { relay } = await setUpRelay({ file: {} })
    const status = await relay['relay.status'](server, { signal })
    expect(status.configured).toBeUndefined()
    expect(status.login.verdict).toBe('not-needed')
  })

  test('a container that does not run leaves unknown what it alone could tell', async () => {
    const file = { RELAYHOST: '[smtp.sendgrid.net]:587' }
    const { relay } = await setUpRelay({ container: file, file, status: 'exited' })
    expect(await relay['relay.status'](server, { signal })).toMatchObject({
      configured: { host: 'smtp.sendgrid.net', isApplied: true },
      login: { verdict: 'unknown', code: 'relay-not-running' },
      waiting: { isKnown: false },
    })
  })

  test('a file that may not be read leaves what the container runs with', async () => {
    const { relay } = await setUpRelay({ container: { RELAYHOST: '[127.0.0.1]:1' } })
    expect(await relay['relay.status'](server, { signal })).toMatchObject({
      configured: { host: '127.0.0.1', port: 1, isApplied: true },
      login: { verdict: 'wrong', code: 'connect-refused' },
    })
  })

  test('a user that is the password itself is not shown', async () => {
    const file = { RELAYHOST: '[smtp.postmarkapp.com]:587', RELAYUSER: 'tok', RELAYPASSWORD: 'tok' }
    const { relay } = await setUpRelay({ file })
    const status = await relay['relay.status'](server, { signal })
    expect(status.configured).toMatchObject({ provider: 'postmark', hasPassword: true })
    expect(JSON.stringify(status)).not.toContain('tok"')
  })
})

describe('what watching asks', () => {
  test('N6a the queue is read without the log, and the login by itself', async () => {
    const fake = await fakeRelay()
    const container = {
      RELAYHOST: `[localhost]:${fake.port}`,
      RELAYUSER: 'u',
      RELAYPASSWORD: 'wrong',
      OUTBOUND_TLS_LEVEL: 'encrypt',
    }
    const arrived = 1_795_375_200
    const queue = JSON.stringify({
      queue_name: 'deferred',
      queue_id: 'A2',
      arrival_time: arrived,
      recipients: [{ address: 'b@x.test', delay_reason: '451 later' }],
    })
    const { looks, remembered } = await setUpRelay({
      container,
      docker: { queue, log: 'never read' },
    })
    expect(await looks.queue(server, signal)).toEqual({
      isKnown: true,
      count: 1,
      oldestAt: new Date(arrived * 1000).toISOString(),
      reasons: [{ reply: '451 later', count: 1 }],
    })
    expect(await looks.login(server, signal)).toMatchObject({
      relay: 'localhost',
      login: { verdict: 'wrong', code: 'login-refused' },
    })
    expect(remembered.map(one => one.reveal())).toContain('wrong')
  })

  test('B13 a queue that nobody can read is not an empty one', async () => {
    const { looks } = await setUpRelay({ status: 'exited' })
    expect(await looks.queue(server, signal)).toMatchObject({ isKnown: false })
  })
})
