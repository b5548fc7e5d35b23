/** What stands between this computer and the answer is never taken for the answer. */
import { Duplex } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RemoteHost } from '../../../../../src/core/net/ssh/session.ts'
import { AppError, type ErrorCode } from '../../../../../src/shared/errors.ts'
import { checks as short } from '../../../../../src/shared/locales/en/checks.ts'
import { checkWords as words } from '../../../../../src/shared/locales/en/watch-checks.ts'
import { imapAnswers, smtpAnswers, startTalkServer } from '../../../../fakes/talk-server.ts'
import { watchedHere } from '../../../../fakes/watched-here.ts'

const serverChecks = [
  'receive.v4',
  'receive.v6',
  'send.submission',
  'send.relay',
  'send.queue',
  'read.imap',
  'web',
  'certificates',
  'disk',
  'memory',
  'restarts',
  'clock',
  'version',
] as const

/** Every way in which a server is not reached, or does not let itself be asked. */
const faults: readonly (readonly [ErrorCode, Readonly<Record<string, string | number>>])[] = [
  ['host-not-found', { host: 'home' }],
  ['host-refused', { host: 'home', port: 22, tried: '' }],
  ['host-timed-out', { host: 'home', port: 22, tried: '', seconds: 15 }],
  ['host-unreachable', { host: 'home', port: 22, tried: '' }],
  ['host-silent', { host: 'home' }],
  ['connection-lost', { host: 'home' }],
  ['timed-out', { what: 'stack.look', seconds: 30 }],
  ['cancelled', {}],
  ['host-key-changed', {}],
  ['no-shell', { host: 'home', user: 'maria', reply: '' }],
  ['sudo-password-needed', {}],
  ['sudo-password-wrong', {}],
  ['sudo-not-allowed', {}],
  ['docker-not-allowed', { user: 'maria' }],
  ['docker-not-found', { host: 'home' }],
  ['remote-command-failed', { command: 'stack.inspect', exitCode: 1, reply: '' }],
  ['remote-output-too-long', { command: 'stack.inspect', limitBytes: 1 }],
  ['project-choice-needed', { names: 'a, b' }],
  ['jump-failed', { host: 'home', via: 'jump', reason: '' }],
  ['ssh-config-not-readable', { file: 'config', reason: '' }],
]

const error = (code: ErrorCode, params: object): AppError => new AppError(code, params as never)
const fails = (code: ErrorCode, params: object) => async () => {
  throw error(code, params)
}

describe('B13 unknown is never bad', () => {
  test.each(faults)(
    'B13 %s in front of the server: every check cannot tell',
    async (code, params) => {
      const fail = fails(code, params)
      const here = await watchedHere({ deps: { open: fail, relayLogin: fail, queue: fail } })
      const verdicts = await Promise.all(
        serverChecks.map(async id => `${id} ${(await here.run(id)).verdict}`),
      )
      expect(verdicts).toEqual(serverChecks.map(id => `${id} unknown`))
    },
  )

  test('B13 an engine that does not run is the server’s own answer', async () => {
    const fail = fails('docker-not-running', {
      host: 'home',
      reply: 'Is the docker daemon running?',
    })
    const here = await watchedHere({ deps: { open: fail } })
    expect(await here.run('receive.v4')).toMatchObject({ verdict: 'wrong', code: 'engine-stopped' })
  })

  /** Checks that speak through a pipe, over a stack that is in order. */
  async function piped(through: (host: RemoteHost) => RemoteHost) {
    const greeting = '220 mail.example.test ESMTP'
    const smtp = await startTalkServer({ greeting, answer: smtpAnswers({ recipients: [] }) })
    const imap = await startTalkServer({ greeting: '* OK ready', answer: imapAnswers() })
    const ports = { 25: smtp.port, 465: smtp.port, 993: imap.port, 443: smtp.port }
    const here = await watchedHere({ published: ports, through, deps: {} })
    const asked = ['receive.v4', 'send.submission', 'read.imap', 'web'] as const
    return Promise.all(
      asked.map(async id => {
        const { verdict, code } = await here.run(id)
        return `${id} ${verdict} ${code}`
      }),
    )
  }
  const lost = ['receive.v4', 'send.submission', 'read.imap', 'web'].map(
    id => `${id} unknown line-lost`,
  )
  /** Says that it is connected, and then what `after` does. */
  const pipeOf = (after: (pipe: Duplex) => void): Duplex => {
    const pipe = new Duplex({
      read: () => undefined,
      write: (_chunk, _encoding, done) => done(),
      destroy: (cause, done) => done(cause),
    })
    pipe.push('resolved 127.0.0.1\nconnected 127.0.0.1\n')
    setImmediate(() => after(pipe))
    return pipe
  }

  test('B13 a line that breaks in the middle of the talk', async () => {
    const broken = await piped(host => ({
      ...host,
      pipe: async () =>
        pipeOf(pipe =>
          setTimeout(() => pipe.destroy(error('connection-lost', { host: 'home' })), 50),
        ),
    }))
    expect(broken).toEqual(lost)
  })

  test('B13 a line that goes dead without a word is not a service that hangs', async () => {
    const dead = await piped(host => ({
      ...host,
      pipe: async () => pipeOf(() => undefined),
      run: fails('timed-out', { what: 'watch.alive', seconds: 6 }),
    }))
    expect(dead).toEqual(lost)
  }, 40_000)

  test('B13 a server with nothing to open a connection with', async () => {
    const none = await piped(host => ({
      ...host,
      pipe: async () => {
        const pipe = new Duplex({ read: () => undefined, write: (_c, _e, done) => done() })
        pipe.push('noway the server has neither python3 nor bash\n')
        return pipe
      },
    }))
    expect(none.map(one => one.split(' ').slice(0, 2).join(' '))).toEqual(
      ['receive.v4', 'send.submission', 'read.imap', 'web'].map(id => `${id} unknown`),
    )
  })
})

test('B13 a cycle of all checks looks at the server once', async () => {
  let looks = 0
  const usual = await watchedHere()
  const open = async () => {
    looks += 1
    return usual.stack
  }
  const here = await watchedHere({ deps: { open } })
  const ids = ['disk', 'memory', 'restarts', 'clock', 'version', 'receive.v4']
  await Promise.all(ids.map(id => here.run(id)))
  expect(looks).toBe(1)
  here.wait(60_000)
  await here.run('memory')
  expect(looks).toBe(2)
})

describe('N6a what is said', () => {
  const folder = join('src', 'core', 'watch', 'checks')
  const source = readdirSync(folder)
    .map(file => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
  const made = [
    ...source.matchAll(/\b(?:right|differs|wrong|missing|unknown|notNeeded)\(\s*'([a-z0-9-]+)'/g),
    ...source.matchAll(/'((?:relay|clock)-[a-z-]+)'/g),
  ].map(([, code]) => code!)

  test('N6a every finding has words, and no words are left without a finding', () => {
    expect([...new Set(made)].filter(code => !Object.hasOwn(words.details, code))).toEqual([])
    expect(Object.keys(words.details).filter(code => !made.includes(code))).toEqual([])
  })

  test('N6e every finding fits into a note: half a sentence, nothing that a stranger said', () => {
    const halves: Readonly<Record<string, string>> = short.codes
    for (const code of Object.keys(words.details)) {
      expect(halves[code], code).toBeDefined()
      expect(halves[code]!.length, code).toBeLessThanOrEqual(60)
      expect(halves[code], code).not.toMatch(/\{(reply|reason|host|address|names)\}|\.$/)
    }
  })

  test('N6a every check has a name and says what it contacts', async () => {
    const { checks } = await watchedHere()
    expect(checks.map(one => one.id).sort()).toEqual(Object.keys(short.names).sort())
    for (const check of checks) {
      expect(check.contacts().length).toBeGreaterThan(0)
      expect(check.contacts().join(' ')).not.toMatch(/\{\w+\}/)
      expect(check.timeoutMs).toBeLessThan(check.intervalMs + check.timeoutMs)
    }
  })

  test('N6a what is wrong says why most likely, and what to do', () => {
    for (const [code, { what, why, todo }] of Object.entries(words.details)) {
      expect(what, code).not.toBe('')
      const isFine = /works|fit$|moves|empty|enough|room|steady|agrees|open$|no-hole/.test(code)
      if (!isFine) expect([why, todo], code).not.toContain('')
    }
  })
})
