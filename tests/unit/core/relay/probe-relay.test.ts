import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { Duplex } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createSmtpLooker, parseLook } from '../../../../src/core/relay/look.ts'
import { createRelayProber } from '../../../../src/core/relay/probe-relay.ts'
import type { RelayTarget } from '../../../../src/core/relay/relay-target.ts'
import type { RelayVantage } from '../../../../src/core/relay/vantage.ts'
import { Secret } from '../../../../src/shared/secret.ts'
import { createAuthority } from '../../../fakes/certificates.ts'
import { createDockerHere, type DockerHereOptions } from '../../../fakes/docker-here.ts'
import { createLocalHost } from '../../../fakes/local-host.ts'
import { startFakeRelay } from '../../../fakes/smtp-server.ts'

const authority = createAuthority()
const password = new Secret('k€y $1 #2')
const relayOptions = {
  certificate: authority.leaf({ name: 'localhost' }),
  user: 'apikey',
  password: password.reveal(),
}
const signal = new AbortController().signal

async function vantage(options: DockerHereOptions = {}, status = 'running'): Promise<RelayVantage> {
  const { env } = await createDockerHere(options)
  return {
    host: createLocalHost({ env }),
    rights: 'never',
    smtp: { id: randomUUID(), status, env: {} },
  }
}

const probe = createRelayProber({ look: createSmtpLooker(), clock: { now: () => Date.now() } })
const target = (port: number, over: Partial<RelayTarget> = {}): RelayTarget => ({
  host: 'localhost',
  port,
  tlsLevel: 'encrypt',
  isImplicitTls: false,
  login: { user: 'apikey', password },
  ...over,
})

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe.each([
  ['python3', 'smtp-container', {}, 'running', 'right way-container'],
  ['bash', 'smtp-container', { lacks: ['python3'] }, 'running', 'right way-container'],
  ['the server', 'server', { lacks: ['python3', 'bash'] }, 'running', 'differs way-host'],
  ['the server of a dead stack', 'server', { isStopped: true }, 'exited', 'differs way-host'],
] as const)('N3b by %s', (_name, from, options, status, way) => {
  test('the login is tried end to end', async () => {
    const relay = await startFakeRelay(relayOptions)
    const report = await probe(await vantage(options, status), target(relay.port), signal)
    expect(report).toMatchObject({ vantage: from, isUsable: true, port: relay.port })
    expect(report.steps.map(step => step.id)).toEqual([
      'way',
      'resolve',
      'connect',
      'greeting',
      'ehlo',
      'starttls',
      'certificate',
      'mechanisms',
      'login',
    ])
    expect(`${report.steps[0]!.verdict} ${report.steps[0]!.code}`).toBe(way)
    expect(report.steps.at(-1)).toMatchObject({ verdict: 'right', code: 'login-accepted' })
  })

  test('a port that refuses, and a name that does not exist, are told apart', async () => {
    const at = await vantage(options, status)
    const refused = await probe(at, target(await closedPort()), signal)
    expect(refused.steps[2]).toMatchObject({ verdict: 'wrong', code: 'connect-refused' })
    const nobody = await probe(at, target(587, { host: 'no such name' }), signal)
    expect(nobody.steps[1]).toMatchObject({
      id: 'resolve',
      verdict: 'wrong',
      code: 'name-not-found',
    })
    expect(nobody.isUsable).toBe(false)
  })
})

test('the authorities of the container decide, not those of this computer', async () => {
  const relay = await startFakeRelay(relayOptions)
  const look = createSmtpLooker()
  const trusting = createRelayProber({
    look: async (at, to) => ({ ...(await look(at, to))!, caPem: authority.caPem }),
    clock: { now: () => Date.now() },
  })
  const at = await vantage()
  const secure = target(relay.port, { tlsLevel: 'secure' })
  const codeBy = async (by: typeof probe): Promise<string | undefined> =>
    (await by(at, secure, signal)).steps.find(step => step.id === 'certificate')?.code
  expect([await codeBy(probe), await codeBy(trusting)]).toEqual([
    'certificate-untrusted',
    'certificate-fits',
  ])
})

test('N9d no argument of any process holds the password while the probe runs', async () => {
  const relay = await startFakeRelay({ ...relayOptions, answers: { AUTH: '535 no' } })
  const ran: string[] = []
  const { env } = await createDockerHere()
  const host = createLocalHost({ env, onRun: ({ id }) => ran.push(id) })
  const at: RelayVantage = { host, rights: 'never', smtp: { id: 'c', status: 'running', env: {} } }
  const report = await probe(at, target(relay.port), signal)
  expect(ran).toEqual(['relay.look', 'net.connectFromContainer'])
  expect(relay.clear()).not.toContain(password.reveal())
  expect(JSON.stringify(report)).not.toContain(password.reveal())
})

test('a probe that is cancelled ends as cancelled', async () => {
  const relay = await startFakeRelay({ greeting: null })
  const abort = new AbortController()
  const running = probe(await vantage(), target(relay.port), abort.signal)
  await relay.connected
  abort.abort()
  await expect(running).rejects.toMatchObject({ code: 'cancelled' })
})

test.each([
  ['once, when its Postfix runs', {}, 1],
  [
    'again, while it is starting: its settings may be those of the start before',
    { isStarting: true },
    2,
  ],
] as const)('a container is looked into %s', async (_name, options, times) => {
  const ran: string[] = []
  const { env } = await createDockerHere(options)
  const host = createLocalHost({ env, onRun: ({ id }) => ran.push(id) })
  const smtp = { id: randomUUID(), status: 'running', env: {}, startedAt: '2026-11-22T20:00:00Z' }
  const look = createSmtpLooker()
  await look({ host, rights: 'never', smtp }, signal)
  await look({ host, rights: 'never', smtp }, signal)
  expect(ran).toHaveLength(times)
  await look(
    { host, rights: 'never', smtp: { ...smtp, startedAt: '2026-11-22T21:00:00Z' } },
    signal,
  )
  expect(ran).toHaveLength(times + 1)
})

test('what the container says of itself is read, and nonsense is no name', () => {
  const text = [
    'tool bash',
    'set inet_protocols ipv4, ipv6',
    'set myhostname mail.example.org',
    'set smtp_tls_wrappermode yes',
    'ready',
    'authorities',
    '-----BEGIN CERTIFICATE-----',
    'x',
  ].join('\n')
  expect(parseLook(text)).toEqual({
    tools: ['bash'],
    family: '0',
    isWrapped: true,
    isReady: true,
    helo: 'mail.example.org',
    caPem: '-----BEGIN CERTIFICATE-----\nx',
  })
  expect(parseLook('set inet_protocols ipv6\nset myhostname a b\r\nauthorities\n')).toEqual({
    tools: [],
    family: '6',
    isWrapped: false,
    isReady: false,
    helo: 'localhost',
  })
})

describe('N3g silence on port 25', () => {
  /** A server from which each port answers as it is told. */
  const seenFrom = (ports: Readonly<Record<string, string>>): RelayVantage => ({
    host: {
      ...createLocalHost(),
      pipe: async (_command, args) => {
        const port = String(args[1])
        return Duplex.from([Buffer.from(`resolved 192.0.2.1\n${ports[port] ?? 'failed'}\n`)])
      },
    },
    rights: 'never',
    smtp: undefined,
  })
  const silent = 'tried 192.0.2.1 timeout\nfailed'
  const codeAt = async (port: number, ports: Readonly<Record<string, string>>) => {
    const { steps } = await probe(seenFrom(ports), target(port), signal)
    return steps.find(({ id }) => id === 'connect')?.code
  }

  test.each([
    ['blocked by the provider, where 587 is open', 25, 'connected 192.0.2.1', 'port-25-blocked'],
    ['blocked, where 587 refuses', 25, 'tried 192.0.2.1 refused\nfailed', 'port-25-blocked'],
    ['a host that is down', 25, silent, 'connect-timed-out'],
    ['silence on another port', 2525, 'connected 192.0.2.1', 'connect-timed-out'],
  ])('%s', async (_name, port, beside, code) => {
    expect(await codeAt(port, { 25: silent, 2525: silent, 587: beside })).toBe(code)
  })
})
