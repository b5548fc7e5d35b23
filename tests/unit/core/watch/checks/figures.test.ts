/** Checks that judge figures, and the two that start on this computer. */
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadAdvisories } from '../../../../../src/core/watch/checks/advisories.ts'
import { parseFacts } from '../../../../../src/core/watch/checks/facts.ts'
import { judgeRelay } from '../../../../../src/core/watch/checks/send-relay.ts'
import { judgeQueue } from '../../../../../src/core/watch/checks/send-queue.ts'
import {
  judgeClock,
  judgeDisks,
  judgeMemory,
} from '../../../../../src/core/watch/checks/server-figures.ts'
import { AppError } from '../../../../../src/shared/errors.ts'
import { watchedHere } from '../../../../fakes/watched-here.ts'

const found = ({ verdict, code }: { verdict: string; code: string }): string => `${verdict} ${code}`
const mib = 1024 * 1024
const minute = 60_000

describe('disk', () => {
  const disk = (freeMegabytes: number, sizeMegabytes: number, more = {}) => ({
    path: '/mailu/mailqueue',
    mount: '/',
    sizeBytes: sizeMegabytes * mib,
    freeBytes: freeMegabytes * mib,
    ...more,
  })
  // the largest message is 50 MB: Postfix wants 75
  const env = { MESSAGE_SIZE_LIMIT: String(50 * mib) }

  test.each([
    [disk(500, 1000), 'right disk-has-room'],
    [disk(1900, 20_000), 'differs disk-filling'],
    [disk(1000, 20_000), 'wrong disk-nearly-full'],
    [disk(74, 20_000), 'wrong disk-full'],
    [disk(9000, 20_000, { inodes: 1000, freeInodes: 20 }), 'wrong disk-no-files'],
    // a file system that does not count its files (btrfs) says 0 of 0
    [disk(9000, 20_000, { inodes: 0, freeInodes: 0 }), 'right disk-has-room'],
  ])('N6a %j is %s', (one, expected) => {
    expect(found(judgeDisks([disk(5000, 10_000), one], env))).toBe(expected)
  })

  test('N6a no disk at all cannot be judged', () => {
    expect(found(judgeDisks([], env))).toBe('unknown disk-not-read')
  })

  test('N6a figures come from the server itself, each file system once', async () => {
    const mounts = [{ source: '/tmp', destination: '/queue' }]
    const here = await watchedHere({ mounts })
    const outcome = await here.run('disk')
    expect(['right', 'differs']).toContain(outcome.verdict)
    expect(outcome.figures?.['freeBytes']).toBeGreaterThan(0)
    expect(outcome.raw).toMatch(/^\/ \(\/\): \d+ of \d+ bytes free/)
  })
})

describe('memory', () => {
  const memory = (free: number, swap = 0) => ({
    ...parseFacts('', 0, 0),
    memory: new Map([
      ['MemTotal', 4000 * mib],
      ['MemAvailable', free * mib],
      ['SwapFree', swap * mib],
    ]),
  })
  const container = (status: string, wasOutOfMemory: boolean) => ({
    id: 'a',
    service: 'antivirus',
    status,
    wasOutOfMemory,
    restarts: 0,
    env: {},
    mounts: [],
    ports: [],
  })
  test.each([
    [memory(900), [], 'right memory-enough'],
    [memory(100), [], 'wrong memory-short'],
    [memory(100, 1000), [], 'right memory-enough'],
    [memory(900), [container('exited', true)], 'wrong memory-killed'],
    [memory(900), [container('running', true)], 'right memory-enough'],
    [parseFacts('', 0, 0), [], 'unknown memory-not-read'],
  ])('N6a %# is judged', (facts, containers, expected) => {
    expect(found(judgeMemory(facts, containers))).toBe(expected)
  })
})

describe('clock', () => {
  test.each([
    [1_000_000, 'right clock-agrees'],
    [1_000_045, 'differs clock-ahead'],
    [1_000_600, 'wrong clock-ahead'],
    [999_400, 'wrong clock-behind'],
  ])('N6a a server that says %i is %s', (seconds, expected) => {
    expect(found(judgeClock(seconds, 1_000_000_000, 1_000_000_400))).toBe(expected)
  })

  test('N6a a slow answer is not taken for a wrong clock', () => {
    // asked at 1000, answered at 1300: the server may have looked at any moment between
    expect(found(judgeClock(1150, 1_000_000, 1_300_000))).toBe('right clock-agrees')
    expect(found(judgeClock(undefined, 0, 1))).toBe('unknown clock-not-read')
  })
})

test('N6a what the server prints is read, and what is none of its words is passed over', () => {
  const text = [
    'time 1763856000',
    'mem MemTotal 2048',
    'mem Odd',
    'ip6 20010db8000000000000000000000001',
    'ip6 fe80',
    'disk 1000 100 / /var/lib/docker',
    'inodes 50 5 / /var/lib/docker',
    'disk 1000 100 / /mailu/mail',
    'disk 77 7 /mnt/a /mnt/a/with blanks',
    'df: cannot access',
  ].join('\n')
  expect(parseFacts(text, 1, 2)).toEqual({
    askedAt: 1,
    answeredAt: 2,
    time: 1_763_856_000,
    memory: new Map([['MemTotal', 2048 * 1024]]),
    ip6: ['2001:0db8:0000:0000:0000:0000:0000:0001'],
    disks: [
      {
        path: '/var/lib/docker',
        mount: '/',
        sizeBytes: 1_024_000,
        freeBytes: 102_400,
        inodes: 50,
        freeInodes: 5,
      },
      { path: '/mnt/a/with blanks', mount: '/mnt/a', sizeBytes: 78_848, freeBytes: 7168 },
    ],
  })
})

describe('restarts', () => {
  test('N6a a service that keeps dying is named, one that died once is not called wrong', async () => {
    const here = await watchedHere()
    const counts = { admin: 7 }
    const containers = () =>
      here.stack.containers.map(one =>
        one.service === 'admin' ? { ...one, restarts: counts.admin } : one,
      )
    const looping = await watchedHere({
      deps: { open: async () => ({ ...here.stack, containers: containers() }) },
    })
    expect(found(await looping.run('restarts'))).toBe('right services-steady')
    looping.wait(5 * minute)
    counts.admin += 1
    expect(found(await looping.run('restarts'))).toBe('differs service-restarted')
    looping.wait(5 * minute)
    counts.admin += 2
    expect(await looping.run('restarts')).toMatchObject({
      verdict: 'wrong',
      code: 'service-loops',
      params: { service: 'admin', times: 3 },
    })
    looping.wait(30 * minute)
    expect(found(await looping.run('restarts'))).toBe('right services-steady')
  })
})

describe('queue', () => {
  const now = Date.parse('2026-11-22T20:00:00Z')
  const queue = (count: number, minutes: number) => ({
    isKnown: true,
    count,
    ...(count > 0 && { oldestAt: new Date(now - minutes * minute).toISOString() }),
    reasons: [],
  })
  const before = [{ at: now - 30 * minute, count: 2 }]
  test.each([
    [queue(0, 0), 'right queue-empty'],
    [queue(3, 30), 'right queue-moves'],
    [queue(4, 300), 'differs queue-some-old'],
    [queue(6, 300), 'wrong queue-old'],
    [queue(12, 30), 'wrong queue-grows'],
    [queue(12, 5), 'right queue-moves'],
    [{ ...queue(0, 0), isKnown: false }, 'unknown queue-unreadable'],
  ])('N6a %j is %s', (one, expected) => {
    expect(found(judgeQueue(one, before, now))).toBe(expected)
  })
})

describe('relay', () => {
  test.each([
    ['right', 'login-accepted', 'right relay-works'],
    ['differs', 'certificate-expired', 'right relay-works'],
    ['not-needed', 'relay-none', 'not-needed relay-none'],
    ['wrong', 'login-refused', 'wrong relay-login-refused'],
    ['missing', 'mechanisms-none', 'wrong relay-login-refused'],
    ['wrong', 'connect-timed-out', 'wrong relay-not-found'],
    ['wrong', 'certificate-expired', 'wrong relay-no-encryption'],
    ['wrong', 'greeting-refused', 'wrong relay-turns-away'],
    ['unknown', 'login-refused-for-now', 'unknown relay-unknown'],
    ['unknown', 'relay-not-running', 'unknown relay-unknown'],
  ])('N6a a login that is %s by %s is %s', (verdict, code, expected) => {
    expect(found(judgeRelay('relay.test', { verdict, code, params: {} }))).toBe(expected)
  })
})

describe('version', () => {
  test.each([
    [{ version: '2024.06.57' }, 'right version-no-hole'],
    [{ version: '2024.06.51' }, 'wrong version-has-hole'],
    [{ version: '2.0.30' }, 'right version-no-hole'],
    [{ version: '2024.06', versionFile: '2024.06.40' }, 'wrong version-has-hole'],
    [{ version: '2024.06', versionFile: '2024.06.57' }, 'right version-no-hole'],
    [{ version: '2024.06', versionFile: '' }, 'unknown version-no-build'],
    [{ version: 'master' }, 'unknown version-no-build'],
  ])('N6a %j is %s', async (options, expected) => {
    expect(found(await (await watchedHere(options)).run('version'))).toBe(expected)
  })

  test('N6a the advisories that are shipped name a source each', async () => {
    const { advisories } = await loadAdvisories(resolve('resources'))
    expect(advisories.map(one => one.id)).toContain('CVE-2026-49217')
    for (const { source } of advisories) expect(source).toMatch(/^https:\/\/github\.com\/Mailu\//)
  })
})

describe('path', () => {
  const path = async (endpoint: { host: string; port: number; via?: string }, more = {}) =>
    found(
      await (await watchedHere({ deps: { endpoint: async () => endpoint, ...more } })).run('path'),
    )

  test('B10 an open port is a way, a closed one is none, and nothing is said there', async () => {
    const server = createServer()
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    expect(await path({ host: '127.0.0.1', port })).toBe('right path-open')
    await new Promise(done => server.close(done))
    expect(await path({ host: '127.0.0.1', port })).toBe('wrong path-refused')
  })

  test('B10 through a jump host the connection itself is the proof', async () => {
    const via = { host: 'home.test', port: 22, via: 'jump.test' }
    expect(await path(via)).toBe('right path-open')
    const broken = async () => {
      throw new AppError('jump-failed', { host: 'home', via: 'jump', reason: 'no' })
    }
    expect(await path(via, { connect: broken })).toBe('unknown not-reached')
  })

  test('B13 names and addresses of a home network say nothing on the road', async () => {
    const away = { line: { ...(await watchedHere()).deps.line, isNear: () => false } }
    expect(await path({ host: 'no-such-name.local', port: 22 })).toBe('unknown path-name-unknown')
    // a closed port answers, so the address is near after all
    expect(await path({ host: '127.0.0.1', port: 1 }, away)).toBe('wrong path-refused')
  })
})

describe('line', () => {
  const line = async (over: object, deps: object = {}) => {
    const usual = (await watchedHere()).deps.line
    const here = await watchedHere({
      env: { RELAYHOST: '[relay.example.com]:587', HOSTNAMES: 'mail.example.com' },
      deps: {
        line: { ...usual, ...over },
        endpoint: async () => ({ host: 'home.example.com', port: 22 }),
        ...deps,
      },
    })
    await here.run('memory') // from then on the stack is known, and with it the relay
    return { outcome: found(await here.run('line')), contacts: here.check('line').contacts() }
  }
  const no = async () => false

  test('B10 this computer is offline when nothing that the person chose answers', async () => {
    expect((await line({})).outcome).toBe('right line-works')
    expect((await line({ hasNetwork: () => false })).outcome).toBe('wrong line-no-network')
    expect((await line({ hasRoute: no })).outcome).toBe('wrong line-no-route')
    expect((await line({ resolves: no, answers: no })).outcome).toBe('wrong line-no-answer')
    expect((await line({ resolves: no })).outcome).toBe('right line-works')
  })

  test('B10 nobody is asked but the resolver and the relay, and the list says so', async () => {
    const asked: string[] = []
    const { contacts } = await line({
      resolves: async (name: string) => void asked.push(name),
      answers: async (host: string, port: number) => void asked.push(`${host}:${port}`),
    })
    expect(asked).toEqual(['mail.example.com', 'relay.example.com', 'relay.example.com:587'])
    expect(contacts.join('\n')).toContain(
      'relay.example.com:587, only if the resolver does not answer',
    )
  })

  test('B13 with nobody to ask, nothing is claimed', async () => {
    const here = await watchedHere({ env: { RELAYHOST: '', HOSTNAMES: '' } })
    expect(found(await here.run('line'))).toBe('unknown line-nothing-to-ask')
  })
})
