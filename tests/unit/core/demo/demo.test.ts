/** The demo server through the whole core: what a window shows of it, and what each fault does. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answersOf } from '../../../../src/core/demo/demo-server.ts'
import { dnsCommands } from '../../../../src/core/dns/remote-commands.ts'
import { watchContacts } from '../../../../src/core/net/contacts.ts'
import { relayCommands } from '../../../../src/core/relay/remote-commands.ts'
import { serversCommands } from '../../../../src/core/servers/remote-commands.ts'
import { stackCommands } from '../../../../src/core/stack/remote-commands.ts'
import { watchCommands } from '../../../../src/core/watch/checks/remote-commands.ts'
import { DemoFault } from '../../../../src/shared/model/demo.ts'
import { type CoreClient, createCoreClient } from '../../../support/core-client.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const server = 'Demo'
const channels = ['net.client.socket', 'net.server.socket', 'udp.socket'] as const

let core: CoreClient
/** What was asked a moment ago is not asked again: each look is ten minutes after the one before. */
let aheadMs = 0
const clock = { now: () => Date.now() + aheadMs }
let sockets = 0
const count = (): void => void (sockets += 1)

beforeAll(async () => {
  for (const name of channels) subscribe(name, count)
  core = await createCoreClient(undefined, { clock })
  await core.work('demo.add', undefined)
})
afterAll(async () => {
  await core.close()
  for (const name of channels) unsubscribe(name, count)
})

const wrongIn = async (): Promise<string[]> => {
  aheadMs += 600_000
  const [round] = await core.work('watch.check', { server })
  return round!.results.filter(one => one.verdict === 'wrong').map(one => one.id)
}
const withFault = async <T>(fault: DemoFault, look: () => Promise<T>): Promise<T> => {
  await core.ask('demo.setFault', { fault })
  try {
    return await look()
  } finally {
    await core.ask('demo.setFault', {})
  }
}
const setting = async (key: string): Promise<string | undefined> => {
  const { entries } = await core.ask('stack.env', { server })
  return entries.find(one => one.key === key)?.value
}

test('N12e every command that Postern may run has an answer', () => {
  const all = [
    ...serversCommands,
    ...stackCommands,
    ...relayCommands,
    ...dnsCommands,
    ...watchCommands,
  ]
  const answers = answersOf(() => Promise.reject(new Error('not asked')))
  expect(all.map(({ id }) => id).filter(id => !(id in answers))).toEqual([])
})

describe('N12e all is well', () => {
  test('it is found, connected to by its nine hops, and every check that applies is right', async () => {
    const { steps } = await core.work('servers.doctor', { server })
    expect(steps.filter(step => !['right', 'not-needed'].includes(step.verdict))).toEqual([])
    expect(await core.ask('stack.status', { server })).toMatchObject({
      project: { name: 'mailu', dir: '/mailu', canChange: true },
    })
    expect(await wrongIn()).toEqual([])
    expect(await core.ask('relay.status', { server })).toMatchObject({
      login: { verdict: 'right' },
      waiting: { count: 0, isKnown: true },
    })
  })

  test('what its provider says takes any key but the wrong one, and no socket', async () => {
    const made: unknown[] = []
    const stop = watchContacts(contact => made.push(contact))
    const refused = await core.ask('relay.keepKey', { server, key: 'wrong' })
    expect(refused.opinion?.about.code).toBe('key-refused')
    const kept = await core.ask('relay.keepKey', { server, key: 'any' })
    expect(kept).toMatchObject({ name: 'smtp.relay.example', hasKey: true })
    const { clauses } = await core.ask('relay.status', { server })
    expect(clauses.slice(-2).map(({ code }) => code)).toEqual(['opinion-domain-valid', 'of-month'])
    await core.ask('relay.forgetKey', { server })
    stop()
    expect(made).toEqual([])
  })

  test('it is added once, however often that is asked', async () => {
    await core.work('demo.add', undefined)
    expect(await core.ask('servers.list', undefined)).toHaveLength(1)
  })

  test('its logs are read, and end when they are not followed', async () => {
    const { lines } = await core.work('stack.logs', { server, services: ['smtp'], follow: false })
    expect(lines).toBeGreaterThan(5)
  })
})

describe('N12e a change of settings', () => {
  const change = (key: string, value: string) =>
    core.work('stack.envApply', { server, edits: { set: [{ key, value }], unset: [] } })

  test('is written, recreates what reads it, is confirmed, and can be taken back', async () => {
    const before = await setting('MESSAGE_RATELIMIT')
    expect(await change('MESSAGE_RATELIMIT', '123/day')).toMatchObject({ outcome: 'committed' })
    expect(await setting('MESSAGE_RATELIMIT')).toBe('123/day')
    const [copy] = await core.ask('stack.envHistory', { server })
    await core.work('stack.envRollback', { server, id: copy!.id })
    expect(await setting('MESSAGE_RATELIMIT')).toBe(before)
  })

  test('that stops Postfix is undone by the server', async () => {
    const before = await setting('MESSAGE_SIZE_LIMIT')
    const end = await change('MESSAGE_SIZE_LIMIT', '99999999999999999999')
    expect(end).toMatchObject({ outcome: 'rolled-back' })
    expect(await setting('MESSAGE_SIZE_LIMIT')).toBe(before)
    expect(await wrongIn()).toEqual([])
  })

  test('of the relay is refused with the wrong password and taken with another one', async () => {
    const choice = { provider: 'generic', host: 'smtp.other.example', port: 587, user: 'me' }
    const refused = core.work('relay.set', { server, choice: { ...choice, password: 'wrong' } })
    await expect(refused).rejects.toMatchObject({ code: 'relay-probe-failed' })
    const end = await core.work('relay.set', { server, choice: { ...choice, password: 'fine' } })
    expect(end).toMatchObject({ probe: { isUsable: true }, transaction: { outcome: 'committed' } })
    expect(await core.ask('relay.status', { server })).toMatchObject({
      configured: { host: 'smtp.other.example' },
      login: { verdict: 'right' },
    })
  })
})

describe('N12e a relay on port 465', () => {
  const choice = { provider: 'generic', host: 'smtp.other.example', user: 'me', password: 'fine' }
  const path = '/mailu/overrides/postfix/postfix.cf'
  const set = (port: number) => core.work('relay.set', { server, choice: { ...choice, port } })

  test('is planned, set with the override file, and taken back to 587 without a trace of it', async () => {
    const plan = await core.ask('relay.plan', { server, choice: { ...choice, port: 465 } })
    expect(plan.override).toMatchObject({ path, change: 'added' })
    expect((await set(465)).transaction).toMatchObject({ outcome: 'committed', files: [path] })
    expect(await core.ask('relay.status', { server })).toMatchObject({
      configured: { port: 465, isImplicitTls: true },
      login: { verdict: 'right' },
    })
    expect((await set(587)).transaction).toMatchObject({ outcome: 'committed', files: [path] })
    const { configured } = await core.ask('relay.status', { server })
    expect(configured).not.toHaveProperty('isImplicitTls')
  })

  test('cannot be had by the settings alone: the server undoes that', async () => {
    const edits = { set: [{ key: 'RELAYHOST', value: '[smtp.other.example]:465' }], unset: [] }
    const end = await core.work('stack.envApply', { server, edits })
    expect(end.outcome).toBe('rolled-back')
  })
})

describe('N12e each fault breaks what it names, and nothing else', () => {
  test.each([
    ['smtp-stopped', ['receive.v4', 'send.submission']],
    ['imap-silent', ['read.imap']],
    ['relay-refuses', ['send.relay']],
    ['certificate-expired', ['certificates']],
    ['disk-full', ['disk']],
    ['unreachable', ['path']],
  ] as const)('%s: %j', async (fault, wrong) => {
    const found = await withFault(fault, wrongIn)
    expect(found).toEqual(expect.arrayContaining([...wrong]))
    expect(found.filter(id => !allowed[fault].includes(id))).toEqual([])
  })

  test('a full disk leaves the settings as they are', async () => {
    const before = await setting('MESSAGE_RATELIMIT')
    const edits = { set: [{ key: 'MESSAGE_RATELIMIT', value: '7/day' }], unset: [] }
    const refused = withFault('disk-full', () => core.work('stack.envApply', { server, edits }))
    await expect(refused).rejects.toMatchObject({ code: 'disk-full' })
    expect(await setting('MESSAGE_RATELIMIT')).toBe(before)
  })

  test('another machine in its place is never logged in to', async () => {
    const refused = withFault('key-changed', () => core.ask('stack.status', { server }))
    await expect(refused).rejects.toMatchObject({ code: 'host-key-changed' })
  })

  test('there is one for each that can be chosen', () => {
    expect([...Object.keys(allowed), 'key-changed'].sort()).toEqual([...DemoFault.options].sort())
  })
})

/** What may be red with a fault: what it breaks, and what hangs on that. */
const allowed: Readonly<Record<Exclude<DemoFault, 'key-changed'>, readonly string[]>> = {
  'smtp-stopped': ['receive.v4', 'send.submission', 'send.relay', 'send.queue', 'restarts'],
  'imap-silent': ['read.imap'],
  'relay-refuses': ['send.relay', 'send.queue'],
  'certificate-expired': ['certificates'],
  'disk-full': ['disk'],
  unreachable: ['path'],
}

test('N12e Postern’s own key is installed, used and taken away', async () => {
  await core.ask('servers.planKey', { server })
  expect(await core.work('servers.installKey', { server })).toMatchObject({ usesAppKey: true })
  await core.ask('stack.find', { server })
  await core.work('servers.removeKey', { server })
})

test('N12e what Postern put on it is listed and taken away, and so is the server', async () => {
  const plan = await core.ask('servers.planClean', { server })
  expect(plan.folders.length).toBeGreaterThan(0)
  await core.work('servers.clean', { server, digest: plan.digest })
  expect(await core.ask('servers.list', undefined)).toEqual([])
})

test('N12e it is still as it was after a restart', async () => {
  const folder = await tempFolder()
  const first = await createCoreClient(folder)
  await first.work('demo.add', undefined)
  await first.ask('demo.setFault', { fault: 'imap-silent' })
  await first.close()
  const second = await createCoreClient(folder)
  expect(await second.ask('demo.status', undefined)).toEqual({ fault: 'imap-silent' })
  expect(await second.ask('stack.find', { server })).toMatchObject({ engine: 'docker' })
  await second.close()
})

test('N12e none of all this opened a socket', () => {
  expect(sockets).toBe(0)
})
