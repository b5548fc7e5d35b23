/** Against an SSH server in this process: what a real one would not do on command. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { defineRemoteCommand } from '../../../../../src/core/net/remote-commands.ts'
import { createDeferred } from '../../../../../src/core/net/ssh/deferred.ts'
import { createLink } from '../../../../../src/core/net/ssh/link.ts'
import { openConnection } from '../../../../../src/core/net/ssh/open-connection.ts'
import { createRemoteHost } from '../../../../../src/core/net/ssh/remote-host.ts'
import {
  type SshServer,
  type SshServerOptions,
  startSshServer,
} from '../../../../fakes/ssh-server.ts'
import {
  never,
  testConnectionDeps,
  testTarget,
  tryConnection,
} from '../../../../support/connection.ts'
import { fingerprint, makeKey } from '../../../../support/sshd.ts'

const folder = mkdtempSync(join(tmpdir(), 'postern-login-'))
const file = (name: string): string => join(folder, name)
const deps = testConnectionDeps(folder)
let accepted: readonly string[]

beforeAll(() => {
  makeKey(file('host'))
  makeKey(file('mine'))
  accepted = [fingerprint(file('host.pub'))]
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function start(options: Omit<SshServerOptions, 'hostKeys'>): Promise<SshServer> {
  const server = await startSshServer({ hostKeys: [file('host')], ...options })
  onTestFinished(() => server.stop())
  return server
}
const target = (server: { port: number }, login = {}) =>
  testTarget('127.0.0.1', server.port, 'maria', login, { accepted })
const isPassword = (word: string) => (context: { method: string; password?: string }) =>
  context.method === 'password' && context.password === word

describe('logging in', () => {
  it('logs in by password, asking first which methods there are', async () => {
    const server = await start({ accepts: isPassword('zwölf') })
    const trace = await tryConnection(target(server, { password: 'zwölf' }), deps)
    expect([trace.way, server.attempts]).toEqual(['password', ['none maria', 'password maria']])
  })

  it('sends no password to a server that does not take passwords', async () => {
    const server = await start({ accepts: () => false, methods: ['publickey'] })
    const failure = tryConnection(target(server, { password: 'canary' }), deps)
    await expect(failure).rejects.toMatchObject({
      code: 'login-refused',
      params: { tried: 'nothing; the server takes publickey' },
    })
    expect(server.attempts).toEqual(['none maria'])
  })

  it('answers hidden prompts of keyboard-interactive, and only those', async () => {
    const server = await start({
      accepts: isPassword('geheim'),
      methods: ['keyboard-interactive'],
      prompts: [
        { prompt: 'Password: ', echo: false },
        { prompt: 'Your name: ', echo: true },
      ],
    })
    const trace = await tryConnection(target(server, { password: 'geheim' }), deps)
    expect([trace.way, server.answers]).toEqual(['keyboard-interactive', [['geheim', '']]])
  })

  it.each([
    ['OpenSSH ed25519', ['-t', 'ed25519']],
    ['OpenSSH ecdsa', ['-t', 'ecdsa']],
    ['PEM rsa', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
    ['PKCS#8 rsa', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8']],
    ['PKCS#8 ecdsa', ['-t', 'ecdsa', '-m', 'PKCS8']],
  ])('reads a key file of the form %s, open and locked', async (name, words) => {
    const server = await start({ accepts: ({ method }) => method === 'publickey' })
    for (const passphrase of ['', 'open sesame']) {
      const key = file(`${name.replaceAll(/\W/g, '-')}${passphrase.length}`)
      execFileSync('ssh-keygen', ['-q', ...words, '-N', passphrase, '-f', key])
      const trace = await tryConnection(
        target(server, { identityFile: key, passphrase: passphrase || undefined }),
        deps,
      )
      expect(trace.way).toBe(`key ${key}`)
      if (passphrase === '') continue
      const wrong = tryConnection(target(server, { identityFile: key, passphrase: 'wrong' }), deps)
      await expect(wrong).rejects.toMatchObject({
        code: 'key-passphrase-wrong',
        params: { file: key },
      })
    }
  })

  it('says why a key file cannot be used', async () => {
    const server = await start({ accepts: () => true })
    const failing = (identityFile: string) => tryConnection(target(server, { identityFile }), deps)
    await expect(failing(file('gone'))).rejects.toMatchObject({
      code: 'key-not-readable',
      params: { reason: 'there is no such file' },
    })
    await expect(failing(file('mine.pub'))).rejects.toMatchObject({ code: 'key-not-readable' })
  })
})

describe('what answers', () => {
  const serve = async (onSocket: (socket: Socket) => void): Promise<{ port: number }> => {
    const sockets = new Set<Socket>()
    const server = createServer(socket => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      onSocket(socket)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    return { port: (server.address() as { port: number }).port } // a TCP server has one
  }

  it('says so when it does not speak SSH', async () => {
    const at = await serve(socket => socket.write('220 mail.example.org ESMTP\r\n'))
    await expect(tryConnection(target(at), { ...deps, timeoutMs: 500 })).rejects.toMatchObject({
      code: 'host-not-ssh',
      params: { banner: '220 mail.example.org ESMTP' },
    })
  })

  it('says so when it hangs up at once, or never says a word', async () => {
    const hangsUp = await serve(socket => void socket.end())
    await expect(tryConnection(target(hangsUp), deps)).rejects.toMatchObject({
      code: 'host-silent',
    })
    const silent = await serve(() => undefined)
    await expect(tryConnection(target(silent), { ...deps, timeoutMs: 200 })).rejects.toMatchObject({
      code: 'host-silent',
    })
  })

  it('ends at an abort, wherever it stands', async () => {
    const stop = new AbortController()
    const at = await serve(() => stop.abort())
    await expect(openConnection(target(at), deps, { keys: {} }, stop.signal)).rejects.toMatchObject(
      { code: 'cancelled' },
    )
  })
})

describe('the kept connection', () => {
  const make = (script: string) =>
    defineRemoteCommand({ id: 'test.run', changes: false, asRoot: 'never', script })
  const open = (server: SshServer, over: { idleMs?: number } = {}) => {
    const link = createLink({
      host: '127.0.0.1',
      user: () => 'maria',
      open: signal => openConnection(target(server, { password: 'x' }), deps, { keys: {} }, signal),
      ...over,
    })
    onTestFinished(() => link.close())
    const host = createRemoteHost({
      serverId: 'x',
      host: '127.0.0.1',
      user: 'maria',
      open: link.exec,
      sudoPassword: async () => undefined,
      onRun: () => undefined,
    })
    return { link, host }
  }

  it('is one, shared by all who run something at once, within the budget of six channels', async () => {
    const server = await start({ accepts: isPassword('x') })
    const { host } = open(server)
    const work = Array.from({ length: 20 }, () =>
      host.run(make('sleep 0.02; echo hi'), [], { signal: never }),
    )
    const results = await Promise.all(work)
    expect([
      results.every(({ exitCode }) => exitCode === 0),
      server.connections,
      server.mostSessions,
    ]).toEqual([true, 1, 6])
  })

  it.each([1, 2])('works with a server that allows %i session', async maxSessions => {
    const server = await start({ accepts: isPassword('x'), maxSessions })
    const { host } = open(server)
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        host.run(make('echo $1'), [String(at)], { signal: never }),
      ),
    )
    expect(results.map(({ stdout }) => stdout.toString())).toEqual(
      Array.from({ length: 8 }, (_, at) => `${at}\n`),
    )
  })

  it('says that time was up, or that it was cancelled, also to one who only waited for a place', async () => {
    const server = await start({ accepts: isPassword('x'), maxSessions: 1 })
    const { host } = open(server)
    const stop = new AbortController()
    const started = createDeferred<undefined>()
    const first = host.stream(make('echo up; sleep 60'), [], {
      signal: stop.signal,
      onData: () => started.resolve(undefined),
    })
    await started.promise
    const late = host.run(make('echo hi'), [], { signal: never, timeoutMs: 150 })
    await expect(late).rejects.toMatchObject({ code: 'timed-out', params: { what: 'test.run' } })
    const given = new AbortController()
    const waiting = host.run(make('echo hi'), [], { signal: given.signal })
    given.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    stop.abort()
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('says that the line broke, and opens a new one for the next command', async () => {
    const server = await start({ accepts: isPassword('x') })
    const { host } = open(server)
    const work = host.stream(make('echo up; sleep 60'), [], {
      signal: never,
      onData: () => server.drop(),
    })
    await expect(work).rejects.toMatchObject({ code: 'connection-lost', retryable: true })
    const { stdout } = await host.run(make('echo again'), [], { signal: never })
    expect([stdout.toString(), server.connections]).toEqual(['again\n', 2])
  })

  it('hangs up when it is idle, and comes back when needed', async () => {
    const server = await start({ accepts: isPassword('x') })
    const { host } = open(server, { idleMs: 30 })
    await host.run(make('echo one'), [], { signal: never })
    await expect.poll(() => server.connections - server.live, { interval: 10 }).toBe(1)
    await host.run(make('echo two'), [], { signal: never })
    expect(server.connections).toBe(2)
  })

  it('shares one attempt, and one who gives up does not end it for the others', async () => {
    const server = await start({ accepts: isPassword('x') })
    const { link } = open(server)
    const stop = new AbortController()
    const [first, second] = [link.ready(stop.signal), link.ready(never)]
    stop.abort()
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })
    await second
    expect(server.connections).toBe(1)
  })
})
