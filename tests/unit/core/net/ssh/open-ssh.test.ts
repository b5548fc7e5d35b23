/** Against the real OpenSSH: server on 127.0.0.1, client and ssh-keygen as the measure. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createLink } from '../../../../../src/core/net/ssh/link.ts'
import {
  type ConnectionTrace,
  lookAtHost,
  openConnection,
} from '../../../../../src/core/net/ssh/open-connection.ts'
import { createRemoteHost } from '../../../../../src/core/net/ssh/remote-host.ts'
import { defineRemoteCommand } from '../../../../../src/core/net/remote-commands.ts'
import {
  never,
  testConnectionDeps,
  testTarget,
  tryConnection,
} from '../../../../support/connection.ts'
import { fingerprint, hasSshd, makeKey, type Sshd, startSshd } from '../../../../support/sshd.ts'
import { startAgent, type TestAgent } from '../../../../support/ssh-agent.ts'

const folder = mkdtempSync(join(tmpdir(), 'postern-ssh-'))
const home = join(folder, 'home')
const key = (name: string): string => join(folder, name)
const keys: { agents: TestAgent[] } = { agents: [] }
let first: Sshd
let second: Sshd

beforeAll(async () => {
  if (!hasSshd) return
  mkdirSync(join(home, '.ssh'), { recursive: true })
  for (const name of ['good', 'other', 'stranger']) makeKey(key(name))
  makeKey(key('locked'), 'ed25519', 'open, sesame')
  const authorized = ['good', 'locked'].map(name => `${key(name)}.pub`)
  first = await startSshd({ folder, authorized, keyTypes: ['ed25519', 'ecdsa', 'rsa'] })
  second = await startSshd({
    folder,
    authorized: [...authorized, `${key('other')}.pub`],
    config: ['MaxSessions 2'],
  })
  writeFileSync(join(folder, 'known_hosts'), first.knownHost() + second.knownHost())
}, 30_000)
afterAll(async () => {
  for (const agent of keys.agents) agent.stop()
  if (!hasSshd) return
  await first.stop()
  await second.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!hasSshd)('N1b agents', () => {
  const socket = (name: string): string => join(folder, name)
  const offeredTo = (sshd: Sshd, from: number): Set<string> =>
    new Set(
      [
        ...sshd
          .log()
          .slice(from)
          .matchAll(/publickey for .*? (SHA256:\S+)/g),
      ].map(([, sha256 = '']) => sha256),
    )
  const config = (lines: string, sshd = first): string => {
    const file = join(folder, 'config-agent')
    writeFileSync(
      file,
      `Host home\nHostname 127.0.0.1\nPort ${sshd.port}\nUser ${sshd.user}\nUserKnownHostsFile ${join(folder, 'known_hosts')}\n${lines}\n`,
    )
    return file
  }
  beforeAll(async () => {
    keys.agents.push(await startAgent(socket('full'), [key('good')]))
    keys.agents.push(await startAgent(socket('empty')))
    keys.agents.push(await startAgent(socket('crowd'), [key('other'), key('stranger')]))
  })

  it('N1b logs in by IdentityAgent with SSH_AUTH_SOCK unset', async () => {
    const deps = testConnectionDeps(home, { configFile: config(`IdentityAgent ${socket('full')}`) })
    const trace = await tryConnection(testTarget('home', undefined, undefined), deps)
    expect(trace.way).toBe('agent key test')
  })

  it('N1b goes on to the second agent when the first is empty', async () => {
    const deps = testConnectionDeps(home, {
      configFile: config(`IdentityAgent ${socket('empty')}`),
      env: { SSH_AUTH_SOCK: socket('full') },
    })
    const trace = await tryConnection(testTarget('home', undefined, undefined), deps)
    expect(trace.way).toBe('agent key test')
  })

  it('N1b offers a chosen key and no other', async () => {
    const from = first.log().length
    const deps = testConnectionDeps(home, {
      configFile: config(''),
      env: { SSH_AUTH_SOCK: socket('crowd') },
    })
    await tryConnection(
      testTarget('home', undefined, undefined, { identityFile: key('good') }),
      deps,
    )
    await first.logged(/Accepted publickey/, from)
    expect([...offeredTo(first, from)]).toEqual([fingerprint(`${key('good')}.pub`)])
  })

  it('N1b offers none but the named key of an agent where IdentitiesOnly says so', async () => {
    const from = second.log().length
    const file = config(
      `IdentityAgent ${socket('crowd')}\nIdentityFile ${key('other')}.pub\nIdentitiesOnly yes`,
      second,
    )
    const deps = testConnectionDeps(home, { configFile: file })
    const trace = await tryConnection(testTarget('home', undefined, undefined), deps)
    await second.logged(/Accepted publickey/, from)
    expect([trace.way, [...offeredTo(second, from)]]).toEqual([
      'agent key test',
      [fingerprint(`${key('other')}.pub`)],
    ])
  })

  describe('kinds of keys that cannot be used here', () => {
    const fails = (lines: string, login = {}) =>
      tryConnection(
        testTarget('home', undefined, undefined, login),
        testConnectionDeps(home, { configFile: config(lines) }),
      )
    const sized = (text: string | Buffer): Buffer => {
      const size = Buffer.alloc(4)
      size.writeUInt32BE(Buffer.byteLength(text))
      return Buffer.concat([size, Buffer.from(text)])
    }
    const skType = 'sk-ssh-ed25519@openssh.com'
    const skBlob = Buffer.concat([sized(skType), sized(Buffer.alloc(32, 7)), sized('ssh:')])

    it('N1b names a key on a security key, in a file or in an agent, and the way round', async () => {
      const body = Buffer.concat([
        Buffer.from('openssh-key-v1\0'),
        ...['none', 'none', ''].map(sized),
        Buffer.from([0, 0, 0, 1]),
        sized(skBlob),
        sized(Buffer.alloc(64)),
      ])
      const file = key('id_ed25519_sk')
      writeFileSync(
        file,
        `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`,
        { mode: 0o600 },
      )
      const onDevice = { code: 'key-on-device', params: { key: file, type: skType } }
      await expect(fails('', { identityFile: file })).rejects.toMatchObject(onDevice)
      await expect(fails(`IdentityFile ${file}`)).rejects.toMatchObject(onDevice)

      const identities = Buffer.concat([
        Buffer.from([12, 0, 0, 0, 1]),
        sized(skBlob),
        sized('yubikey of maria'),
      ])
      const agent = createServer(line => {
        line.once('data', () => line.write(sized(identities)))
        line.on('error', () => undefined)
      }).listen(socket('device'))
      onTestFinished(() => void agent.close())
      await once(agent, 'listening')
      await expect(
        fails(`IdentityFile none\nIdentityAgent ${socket('device')}`),
      ).rejects.toMatchObject({ code: 'key-on-device', params: { key: 'yubikey of maria' } })
    })

    it('N1b names a certificate, in an agent or beside a key', async () => {
      const run = promisify(execFile)
      const file = makeKey(key('signed'))
      await run('ssh-keygen', ['-q', '-s', key('other'), '-I', 'x', `${file}.pub`])
      const held = await startAgent(socket('certificate'), [file])
      onTestFinished(() => held.stop())
      const env = { ...process.env, SSH_AUTH_SOCK: held.socket }
      await run('ssh-add', ['-q', '-k', '-d', file], { env }) // the certificate alone stays
      await expect(fails(`IdentityFile none\nIdentityAgent ${held.socket}`)).rejects.toMatchObject({
        code: 'key-certificate',
      })
      rmSync(file)
      rmSync(`${file}.pub`)
      await expect(fails(`IdentityFile ${file}`)).rejects.toMatchObject({
        code: 'key-certificate',
        params: { key: `${file}-cert.pub` },
      })
    })

    it('N1b names a certificate beside the key that was tried in vain', async () => {
      const [file, certificate] = [key('stranger'), key('named-cert.pub')]
      writeFileSync(certificate, 'ssh-ed25519-cert-v01@openssh.com AAAA x\n')
      const lines = `IdentityFile ${file}\nCertificateFile ${certificate}\nIdentityAgent none`
      await expect(fails(lines)).rejects.toMatchObject({
        code: 'login-refused',
        params: { tried: `key ${file}; of no use here: ${certificate}` },
      })
    })

    it('N1b names a key file that only PuTTY reads, and a public half without the other', async () => {
      const putty = key('home.ppk')
      writeFileSync(putty, 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n')
      await expect(fails('', { identityFile: putty })).rejects.toMatchObject({
        code: 'key-putty-file',
        params: { file: putty },
      })
      await expect(fails('', { identityFile: `${key('good')}.pub` })).rejects.toMatchObject({
        code: 'key-not-readable',
        params: { reason: 'it is the public half, and no agent holds the other' },
      })
    })
  })

  it('N1b says that the agent does not answer where it was the only way', async () => {
    const deps = testConnectionDeps(home, {
      configFile: config(`IdentityAgent ${socket('gone')}\nIdentityFile none`),
    })
    await expect(
      tryConnection(testTarget('home', undefined, undefined), deps),
    ).rejects.toMatchObject({
      code: 'agent-not-reachable',
      params: { socket: socket('gone') },
    })
  })
})

describe.skipIf(!hasSshd)('N1c host keys', () => {
  const deps = () => testConnectionDeps(home)
  const target = (over: object = {}, login = { identityFile: key('good') }) =>
    testTarget('127.0.0.1', first.port, first.user, login, over)
  const ssh = (...words: string[]) => promisify(execFile)('ssh-keygen', words)
  const record = (text: string): void => writeFileSync(join(home, '.ssh', 'known_hosts'), text)

  it('N1c shows the fingerprint that ssh-keygen shows, and asks once', async () => {
    record('')
    const sha256 = fingerprint(first.hostKeys.ed25519!)
    const trace: ConnectionTrace = { keys: {} }
    await lookAtHost(target(), deps(), trace, never)
    expect(trace.hostKey).toEqual({ type: 'ssh-ed25519', sha256 })
    await expect(tryConnection(target(), deps())).rejects.toMatchObject({
      code: 'host-key-unknown',
      params: { sha256 },
    })
    await expect(
      tryConnection(target({ accepted: ['SHA256:wrong'] }), deps()),
    ).rejects.toMatchObject({
      code: 'host-key-mismatch',
    })
    const learnt = await tryConnection(target({ accepted: [sha256] }), deps())
    const again = await tryConnection(target({ ownKeys: learnt.keys }), deps())
    expect(again.trust).toEqual({ trust: 'known', source: 'accepted' })
  })

  it('trusts a host that is in known_hosts, plain or hashed, and prefers the recorded type', async () => {
    for (const type of ['ed25519', 'ecdsa', 'rsa'] as const) {
      record(first.knownHost(type))
      expect((await tryConnection(target(), deps())).hostKey?.sha256).toBe(
        fingerprint(first.hostKeys[type]!),
      )
      await ssh('-H', '-f', join(home, '.ssh', 'known_hosts'))
      expect(readFileSync(join(home, '.ssh', 'known_hosts'), 'utf8')).toMatch(/^\|1\|/)
      const hashed = await tryConnection(target(), deps())
      expect(hashed.trust).toMatchObject({ trust: 'known', source: 'known-hosts' })
    }
  })

  it('refuses a revoked key', async () => {
    record(`${first.knownHost()}@revoked ${first.knownHost()}`)
    await expect(tryConnection(target(), deps())).rejects.toMatchObject({
      code: 'host-key-revoked',
    })
  })

  it('takes a certificate authority for no record of the host', async () => {
    record(`@cert-authority ${second.knownHost('ed25519', '*')}`)
    await expect(tryConnection(target(), deps())).rejects.toMatchObject({
      code: 'host-key-unknown',
    })
  })

  it('N1c stops at a changed key and sends no authentication', async () => {
    const before = await startSshd({ folder, authorized: [`${key('good')}.pub`] })
    record(before.knownHost())
    await tryConnection(
      testTarget('127.0.0.1', before.port, before.user, { identityFile: key('good') }),
      deps(),
    )
    await before.stop()
    const after = await startSshd({ folder, authorized: [`${key('good')}.pub`], port: before.port })
    try {
      const login = { identityFile: key('good'), password: 'canary' }
      const failure = tryConnection(testTarget('127.0.0.1', after.port, after.user, login), deps())
      await expect(failure).rejects.toMatchObject({
        code: 'host-key-changed',
        params: {
          sha256: fingerprint(after.hostKeys.ed25519!),
          recorded: fingerprint(before.hostKeys.ed25519!),
        },
      })
      await after.logged(/Connection (closed|reset) by|Disconnected from|disconnect/i)
      expect(after.log()).not.toMatch(/userauth-request|Failed|Accepted/)
      const accepted = { accepted: [fingerprint(after.hostKeys.ed25519!)] }
      await expect(
        tryConnection(testTarget('127.0.0.1', after.port, after.user, login, accepted), deps()),
      ).rejects.toMatchObject({ code: 'host-key-changed' })
    } finally {
      await after.stop()
    }
  })

  it('opens a locked key with its passphrase only', async () => {
    record(first.knownHost())
    const file = key('locked')
    const trace = await tryConnection(
      target({}, { identityFile: file, passphrase: 'open, sesame' } as never),
      deps(),
    )
    expect(trace.way).toBe(`key ${file}`)
    const failing = (login: object) =>
      tryConnection(target({}, { identityFile: file, ...login }), deps())
    await expect(failing({})).rejects.toMatchObject({
      code: 'key-passphrase-needed',
      params: { file },
    })
    await expect(failing({ passphrase: 'wrong' })).rejects.toMatchObject({
      code: 'key-passphrase-wrong',
    })
  })

  it('names what was tried when nobody is let in', async () => {
    record(first.knownHost())
    await expect(
      tryConnection(target({}, { identityFile: key('stranger') }), deps()),
    ).rejects.toMatchObject({
      code: 'login-refused',
      params: { user: first.user, tried: `key ${key('stranger')}` },
    })
  })
})

describe.skipIf(!hasSshd)('channels on a real server', () => {
  const open = () => {
    writeFileSync(join(home, '.ssh', 'known_hosts'), second.knownHost())
    const link = createLink({
      host: '127.0.0.1',
      user: () => second.user,
      open: signal =>
        openConnection(
          testTarget('127.0.0.1', second.port, second.user, { identityFile: key('good') }),
          testConnectionDeps(home),
          { keys: {} },
          signal,
        ),
    })
    const host = createRemoteHost({
      serverId: 'x',
      host: '127.0.0.1',
      user: 'root',
      open: link.exec,
      sudoPassword: async () => undefined,
      onRun: () => undefined,
    })
    return { link, host }
  }
  const make = (script: string) =>
    defineRemoteCommand({ id: 'test.run', changes: false, asRoot: 'never', script })

  it('learns a small MaxSessions from the refusal and lets the others wait', async () => {
    const { link, host } = open()
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        host.run(make('sleep 0.05; echo $1'), [String(at)], { signal: never }),
      ),
    )
    link.close()
    expect(results.map(({ stdout }) => stdout.toString().trim())).toEqual(
      Array.from({ length: 12 }, (_, at) => String(at)),
    )
  })

  it('ends the remote process group at an abort', async () => {
    const { link, host } = open()
    const stop = new AbortController()
    const pidFile = join(folder, 'remote-pid')
    const work = host.stream(make('sleep 600 & echo $! > "$1"; echo up; wait'), [pidFile], {
      signal: stop.signal,
      onData: () => stop.abort(),
    })
    await expect(work).rejects.toMatchObject({ code: 'cancelled' })
    const isGone = make(
      'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do case "$(ps -o stat= -p "$(cat "$1")")" in Z*|"") exit 0 ;; esac; sleep 0.1; done; exit 1',
    )
    const { exitCode } = await host.run(isGone, [pidFile], { signal: never })
    link.close()
    expect(exitCode).toBe(0)
  })

  it('carries megabytes both ways through a pipe', async () => {
    const { link, host } = open()
    const pipe = await host.pipe(make('exec cat'), [], { signal: never })
    const sent = Buffer.alloc(3_000_000, 'abcdefghij')
    const chunks: Buffer[] = []
    pipe.on('data', (chunk: Buffer) => chunks.push(chunk))
    pipe.end(sent)
    await new Promise(resolve => pipe.once('end', resolve))
    link.close()
    expect(Buffer.concat(chunks).equals(sent)).toBe(true)
  })
})
