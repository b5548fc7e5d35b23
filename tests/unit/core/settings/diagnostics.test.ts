/** The diagnostics bundle: what it holds, and above all what it does not. */
import { appendFileSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createDiagnostics,
  type DiagnosticsDeps,
} from '../../../../src/core/settings/diagnostics/create-diagnostics.ts'
import { createPseudonyms } from '../../../../src/core/settings/diagnostics/pseudonyms.ts'
import { createVocabulary } from '../../../../src/core/settings/diagnostics/vocabulary.ts'
import { createLog } from '../../../../src/core/log/create-log.ts'
import { contract } from '../../../../src/shared/contract/index.ts'
import { Settings } from '../../../../src/shared/contract/settings.ts'
import { AppError } from '../../../../src/shared/errors.ts'
import { en } from '../../../../src/shared/locales/en/index.ts'
import type { JobRecord } from '../../../../src/shared/model/job.ts'
import { Server } from '../../../../src/shared/model/server.ts'
import type { Discovery } from '../../../../src/shared/model/stack.ts'
import { never } from '../../../support/connection.ts'
import { idleContext as context } from '../../../support/idle-context.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { testPlatform } from '../../../support/test-platform.ts'

/** What somebody could be known by. The key says what it is; each is planted where such a thing would stand. */
const canaries = {
  addresses: [
    'maria.canary@zaunkoenig-mail.example',
    'office+bills@zaunkoenig-mail.example',
    'ßtraße@müller-canary.example',
    'quetzal.kid@school-canary.test',
    '"quoted canary"@zaunkoenig-mail.example',
    'x9@[192.0.2.99]',
    'bounce-canary-77@lists.canarybird.example',
    'SRS0=aB3x=canary@forwarder.example',
  ],
  ips: [
    '192.0.2.41',
    '198.51.100.7',
    '203.0.113.250',
    '2001:db8:cafe::41',
    'fe80::1c2d:3e4f%enp3s0',
    'fd12:3456:789a::1',
    '52:54:00:ca:na:41'.replace('na', 'fe'),
  ],
  hosts: [
    'mail.zaunkoenig-mail.example',
    'nas-canary.lan',
    'canaryhost',
    'relay-eu.canary-provider.net',
    'xn--mller-canary-klb.example',
    'backup-canary.home.arpa',
    'kanarienvogel.dyndns.example',
  ],
  keys: [
    'SHA256:kAnArYkAnArYkAnArYkAnArYkAnArYkAnArYkAnArYk4',
    'SG.canaryCanaryCanary41.canaryCanaryCanaryCanaryCanaryCanaryCan43',
    '5f4dcc3b5aa765d61d8327deb882cf99',
    'AKIACANARY00CANARY41',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nY2FuYXJ5Y2FuYXJ5\n-----END OPENSSH PRIVATE KEY-----',
    'eyJhbGciOiJDQU5BUlkifQ.eyJjYW5hcnkiOjQxfQ.c2lnbmF0dXJlY2FuYXJ5',
  ],
  subjects: [
    'Kündigung der Wohnung Kanarienweg 41',
    'Your biopsy of 3 November',
    'Re: Fwd: salary of Q. Canary',
    'Zugangsdaten und Rezept',
  ],
  names: [
    'mariacanary',
    'quetzalcoatl',
    'Zaunkönig-Heim',
    'svc_canary41',
    'Kolibri',
    'goldammer',
    'rotkehlchen77',
    '+49 170 5550141',
  ],
} as const
const all = Object.values(canaries).flat()

/** A canary, and each part of it that would give it away by itself. */
const telling = (canary: string): string[] => [
  canary,
  ...canary
    .split(/[^\p{L}\p{N}]+/u)
    .filter(
      part =>
        part.length >= 6 && !/^(example|canary|quoted|office|bounce|signed|number)$/i.test(part),
    )
    .filter(part => !/^(BEGIN|OPENSSH|PRIVATE|SHA256)$/.test(part)),
]

const leaksOf = (text: string): string[] =>
  all.flatMap(telling).filter(part => text.toLowerCase().includes(part.toLowerCase()))

const [server1, server2] = [
  {
    id: 'srv-canary-1',
    name: 'Zaunkönig-Heim',
    host: 'canaryhost',
    user: 'mariacanary',
    identityFile: '/home/quetzalcoatl/.ssh/id_ed25519',
    hostKey: {
      type: 'ssh-ed25519',
      sha256: canaries.keys[0],
      source: 'accepted',
      recordedAt: '2026-11-01T00:00:00.000Z',
    },
  },
  { id: 'srv-canary-2', name: 'Kolibri', host: '2001:db8:cafe::41', user: 'svc_canary41' },
].map(one =>
  Server.parse({
    port: 2222,
    hasPassword: true,
    hasPassphrase: false,
    hasSudoPassword: true,
    addedAt: '2026-11-01T10:00:00.000Z',
    lastConnectedAt: '2026-11-22T10:00:00.000Z',
    ...one,
  }),
) as [Server, Server]

const discovery: Discovery = {
  engine: 'docker',
  engineVersion: '28.5.1',
  compose: { generation: 'v2', version: '2.40.3', command: 'docker compose' },
  fileAccess: 'sudo',
  projects: [
    {
      name: 'rotkehlchen77',
      dir: '/srv/goldammer/mail.zaunkoenig-mail.example',
      configFiles: ['/srv/goldammer/docker-compose.yml'],
      services: ['front', 'imap', 'smtp'],
      version: '2024.06',
      canChange: true,
    },
  ],
  otherProjects: 3,
  disk: { path: '/srv/goldammer', freeBytes: 7 * 2 ** 30, sizeBytes: 2 ** 40 },
  lookedAt: '2026-11-22T10:00:00.000Z',
}

const job: JobRecord = {
  id: 'c0ffee00-1111-4222-8333-444455556666',
  name: 'relay.set',
  server: 'srv-canary-1',
  status: 'failed',
  queuedAt: '2026-11-22T11:00:00.000Z',
  endedAt: '2026-11-22T11:00:09.000Z',
  dismissed: false,
  result: { secretive: all.join(' ') },
  error: {
    code: 'host-refused',
    params: { host: 'relay-eu.canary-provider.net', port: 587, tried: '192.0.2.41 refused' },
    retryable: true,
    trail: [
      `connect ECONNREFUSED 198.51.100.7:587`,
      `550 5.1.1 <${canaries.addresses[0]}>: Recipient ${canaries.names[3]} unknown`,
    ],
  },
}

async function setUp(over: Partial<DiagnosticsDeps> = {}) {
  const dataDir = await tempFolder()
  const saved: string[] = []
  const platform = testPlatform(dataDir, {
    homeDir: '/home/quetzalcoatl',
    clock: { now: () => Date.UTC(2026, 10, 22, 12) },
    askWhereToSave: async ({ name }) => {
      const path = join(dataDir, name)
      saved.push(path)
      return path
    },
  })
  const log = createLog({ folder: join(dataDir, 'logs'), redact: text => text })
  const diagnostics = createDiagnostics({
    platform,
    settings: () => Settings.parse({ theme: 'dark', currentServer: 'srv-canary-1' }),
    keyring: () => ({
      kind: 'key-file',
      detail: '/home/quetzalcoatl/.config/Postern/goldammer.key',
    }),
    servers: () => [server1, server2],
    look: async server => {
      if (server === server2.id)
        throw new AppError('host-unreachable', { host: 'x', port: 1, tried: '' })
      return discovery
    },
    contacts: () => [
      {
        host: 'kanarienvogel.dyndns.example',
        port: 22,
        protocol: 'ssh',
        from: 'here',
        via: 'ssh -W %h:%p backup-canary.home.arpa',
        addresses: ['203.0.113.250'],
        firstAt: '2026-11-22T10:00:00.000Z',
        lastAt: '2026-11-22T10:00:00.000Z',
        times: 4,
      },
    ],
    jobs: () => [job],
    ...over,
  })
  const make = () => diagnostics.make(true, never)
  return { diagnostics, make, log, dataDir, saved }
}

describe('N9f the bundle', () => {
  test('N9f there are 40 canaries of all kinds, and 0 of them in the bundle', async () => {
    const { make, log, dataDir } = await setUp()
    expect(new Set(all).size).toBe(40)
    const { addresses, ips, hosts, keys, subjects, names } = canaries
    for (const text of all) log.info(text)
    for (const text of [...addresses, ...names, ...hosts])
      log.error({ err: new Error(`user ${text} failed`) }, 'bug')
    for (const subject of subjects) log.info(`warning: header Subject: ${subject}`)
    for (const subject of subjects) log.info({ reply: `250 ok\nsubject="${subject}"` }, 'said')
    for (const ip of ips) log.warn(`connect to ${hosts[0]}[${ip}]:25: Connection timed out`)
    for (const ip of ips) log.warn(`peer=[${ip}]:587, ${ip}/32, (${ip})`)
    for (const key of keys)
      log.info(
        { token: key, url: `https://${names[0]}:${key}@${hosts[3]}/v1/${names[4]}?k=${key}` },
        'said',
      )
    for (const name of names)
      log.info(`open '/home/${name}/.ssh/config', C:\\Users\\${name}\\x, ~${name}`)
    appendFileSync(join(dataDir, 'logs', 'postern.log'), `not JSON: ${all.join(' | ')}\n`)
    const { text, replaced } = await make()
    expect(leaksOf(text)).toEqual([])
    expect(replaced).toBeGreaterThan(40)
  })

  test('N9f tells versions, settings, servers, work and the end of the log', async () => {
    const { make, log } = await setUp()
    log.warn('store was damaged and moved aside')
    const { text } = await make()
    const lines = text.split('\n').map(line => line.trim())
    for (const wanted of [
      'postern: 0.0.0-test',
      `node: ${process.versions.node}`,
      'theme: dark',
      'kind: key-file',
      'firstRun: find',
      'port: 2222',
      'sudo password: true',
      'engine: docker',
      'version: 28.5.1',
      'compose: v2 2.40.3',
      'services: front, imap, smtp',
      'not looked at: host-unreachable',
      '2026-11-22T11:00:00.000Z relay.set failed',
      'error: host-refused',
    ])
      expect(lines).toContain(wanted)
    expect(text).toContain('connect ECONNREFUSED ip-')
    expect(text).toMatch(/warn store was damaged and moved aside/)
  })

  test('N9f the same thing is the same word everywhere, and another one another', async () => {
    const { make, log } = await setUp()
    log.info('login of mariacanary to CANARYHOST')
    log.info('login of goldammer to nas-canary.lan')
    const { text } = await make()
    const user = /user: (\S+)/.exec(text)?.[1]
    const host = /host: (host-\d+)/.exec(text)?.[1]
    expect(text).toContain(`login of ${user} to ${host}`)
    expect(text).toMatch(/login of word-\d+ to host-\d+/)
    expect(text.match(/server-1\b/g)!.length).toBeGreaterThan(1)
  })

  test('N9f without a look no server is asked', async () => {
    const { diagnostics } = await setUp({
      look: async () => Promise.reject(new Error('asked')),
    })
    const { text } = await diagnostics.make(false, never)
    expect(text.match(/not looked at$/gm)).toHaveLength(2)
  })

  test('N9f saves exactly what was shown, for its owner alone', async () => {
    const { diagnostics, make, saved } = await setUp()
    const shown = await make()
    const answer = await diagnostics.save(shown.id, context)
    expect(answer).toEqual({ path: saved[0], sizeBytes: Buffer.byteLength(shown.text) })
    expect(readFileSync(saved[0]!, 'utf8')).toBe(shown.text)
    expect([
      statSync(saved[0]!).mode & 0o777,
      saved[0]?.endsWith('postern-diagnostics-2026-11-22T1200.txt'),
    ]).toEqual([0o600, true])
  })

  test('N9f does not save what was not shown', async () => {
    const { diagnostics, make, saved } = await setUp()
    const first = await make()
    await make()
    await expect(diagnostics.save(first.id, context)).rejects.toMatchObject({
      code: 'diagnostics-gone',
    })
    await expect(diagnostics.save('never', context)).rejects.toMatchObject({
      code: 'diagnostics-gone',
    })
    expect(saved).toEqual([])
  })

  test('N9f says so where there is nobody to ask for a place, and writes nothing when they think better of it', async () => {
    const folder = await tempFolder()
    mkdirSync(join(folder, 'x'))
    const base = {
      settings: () => Settings.parse({}),
      servers: () => [],
      contacts: () => [],
      jobs: () => [],
    }
    const nobody = await setUp({ ...base, platform: testPlatform(folder) })
    const { id } = await nobody.make()
    await expect(nobody.diagnostics.save(id, context)).rejects.toMatchObject({
      code: 'no-save-dialog',
    })
    const unsure = await setUp({
      ...base,
      platform: testPlatform(folder, { askWhereToSave: async () => undefined }),
    })
    expect(await unsure.diagnostics.save((await unsure.make()).id, context)).toEqual({
      sizeBytes: 0,
    })
  })
})

describe('N9f pseudonyms', () => {
  const vocabulary = createVocabulary(en, Object.keys(contract))

  test('N9f of a text of any words only known ones are left', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 30 }),
        parts => {
          const clean = createPseudonyms([], vocabulary).replace(parts.join(' '))
          const made = /(?:word|token|host|name|ip|key|id|number|subject|hardware)-\d+/g
          const left = [...clean.replace(made, ' ').matchAll(/[\p{L}\p{M}\p{N}_]+/gu)]
          const isKnown = (word: string) => vocabulary.has(word.toLowerCase())
          return left.every(
            ([word]) =>
              /^\d{1,5}$/.test(word) || isKnown(word) || word.split(/(?=\p{Lu})/u).every(isKnown),
          )
        },
      ),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['192.0.2.41:25', 'ip-1:25'],
    ['192.0.2.41.', 'ip-1.'],
    ['[2001:db8::1]:25', '[ip-1]:25'],
    ['2001:db8::1: refused', 'ip-1: refused'],
    ['2001:db8::1:2:3:4:5:6:7', 'ip-1'],
    ['at 14:05:09', 'at 14:05:09'],
    ['::1', '::1'],
    ['user=<a.b@c.example>', 'user=<name-1@host-1>'],
    ['app.asar/index.js:12', 'app.asar/index.js:12'],
  ])('N9f %s becomes %s', (text, wanted) => {
    expect(createPseudonyms([], vocabulary).replace(text)).toBe(wanted)
  })

  test('N9f a name that is also an ordinary word goes, where it is somebody’s', () => {
    const { replace } = createPseudonyms([{ kind: 'server', name: 'mail' }], vocabulary)
    expect(replace('mail: no mail, mail.example')).toBe('server-1: no server-1, host-1')
  })

  test('what says nothing of anybody stays readable', () => {
    const { replace } = createPseudonyms([], vocabulary)
    const text =
      'connect ECONNREFUSED 127.0.0.1:22 at new Promise (/opt/Postern/resources/app.asar/out/main/index.js:12:7)'
    expect(replace(text)).toBe(text)
    expect(replace('2026-11-22T11:00:00.000Z settings.get 45.4.1')).toBe(
      '2026-11-22T11:00:00.000Z settings.get 45.4.1',
    )
  })
})
