/** Against the real OpenSSH: server on 127.0.0.1, client and ssh-keygen as the measure. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
  writeFileSync(
    join(folder, 'line.mjs'),
    `import { connect } from 'node:net'
const line = connect(Number(process.argv[3]), process.argv[2])
process.stdin.pipe(line).pipe(process.stdout)\n`,
  )
  writeFileSync(
    join(folder, 'known_hosts'),
    first.knownHost() + second.knownHost() + second.knownHost('ed25519', 'inner-name'),
  )
}, 30_000)
afterAll(async () => {
  for (const agent of keys.agents) agent.stop()
  await first.stop()
  await second.stop()
  rmSync(folder, { recursive: true, force: true })
})

const where = 'echo "$SSH_CONNECTION" | cut -d" " -f4; id -un; id -u'
const whereCommand = defineRemoteCommand({
  id: 'test.where',
  changes: false,
  asRoot: 'never',
  script: where,
})
const run = promisify(execFile)

/** Runs `where` through the app's own connection. */
async function throughPostern(
  alias: string,
  configFile: string,
  env: Record<string, string> = {},
): Promise<string> {
  const deps = testConnectionDeps(home, { configFile, env })
  const opened = await openConnection(
    testTarget(alias, undefined, undefined),
    deps,
    { keys: {} },
    never,
  )
  const link = createLink({ host: alias, user: () => '', open: async () => opened })
  const host = createRemoteHost({
    serverId: 'x',
    host: alias,
    user: '',
    open: link.exec,
    sudoPassword: async () => undefined,
    onRun: () => undefined,
  })
  const { stdout } = await host.run(whereCommand, [], { signal: never })
  opened.close()
  return stdout.toString('utf8')
}

describe.skipIf(!hasSshd)('N1a what ssh knows, Postern knows', () => {
  const common = () =>
    `StrictHostKeyChecking yes\nUserKnownHostsFile ${join(folder, 'known_hosts')}\nIdentityAgent none\n`
  const base = () => `Hostname 127.0.0.1\nUser ${first.user}\nIdentityFile ${key('good')}\n`
  /** Body of the configuration for the alias `home`; `%A`, `%B` are the ports. */
  const fixtures: Readonly<Record<string, () => string>> = {
    'a plain host': () => `Host home\n${base()}Port %A\n`,
    'a host by pattern': () => `Host ho*\n${base()}Port %A\n`,
    'a negated pattern': () => `Host * !home\nPort 1\nHost home\n${base()}Port %A\n`,
    'the first value wins': () => `Host home\nPort %B\nHost *\n${base()}Port %A\n`,
    'an included file': () => {
      writeFileSync(
        join(folder, 'included'),
        `Host home\n${base()}Port %B\n`.replace('%B', String(second.port)),
      )
      return `Include ${join(folder, 'included')}\n`
    },
    'Match host': () => `Host home\n${base()}\nMatch host 127.0.0.1\nPort %B\n`,
    'Match originalhost': () => `Match originalhost home\n${base()}Port %A\n`,
    'a chosen key only': () => `Host home\n${base()}Port %A\nIdentitiesOnly yes\n`,
    'a key named by tokens': () =>
      `Host home\nHostname 127.0.0.1\nUser ${first.user}\nIdentityFile ${folder}/%n-key\nPort %A\n`,
    'a jump host': () =>
      `Host home\n${base()}Port %B\nProxyJump gate\nHost gate\n${base()}Port %A\n`,
    'two jump hosts': () =>
      `Host home\n${base()}Port %A\nProxyJump gate,inner\nHost gate\n${base()}Port %A\nHost inner\n${base()}Port %B\n`,
    'a key under another name': () => `Host home\n${base()}Port %B\nHostKeyAlias inner-name\n`,
    'a proxy command': () =>
      `Host home\n${base()}Port %B\nProxyCommand node ${join(folder, 'line.mjs')} %h %p\n`,
    'keywords with equals signs and quotes': () =>
      `Host=home\nHostname="127.0.0.1"\nUser=${first.user}\nIdentityFile="${key('good')}"\nPort = %A\n`,
  }
  it.each(Object.keys(fixtures))('N1a logs in as ssh does with %s', async name => {
    writeFileSync(key('home-key'), readFileSync(key('good')), { mode: 0o600 })
    const body = fixtures[name]!()
      .replaceAll('%A', String(first.port))
      .replaceAll('%B', String(second.port))
    const file = join(folder, `config-${name.replaceAll(' ', '-')}`)
    writeFileSync(file, `${body}\nHost *\n${common()}`)
    const truth = await run('ssh', ['-F', file, '-o', 'BatchMode=yes', 'home', where])
    expect(await throughPostern('home', file)).toBe(truth.stdout)
  })

  it.each([
    'a plain host',
    'the first value wins',
    'an included file',
    'Match host',
    'a negated pattern',
  ])('N1a reads %s without OpenSSH too', async name => {
    const body = fixtures[name]!()
      .replaceAll('%A', String(first.port))
      .replaceAll('%B', String(second.port))
    const file = join(folder, 'config-fallback')
    writeFileSync(file, `${body}\nHost *\n${common()}`)
    const trace = await Promise.all(
      [undefined, ''].map(client =>
        tryConnection(
          testTarget('home', undefined, undefined),
          testConnectionDeps(home, {
            configFile: file,
            ...(client === undefined ? {} : { client }),
          }),
        ),
      ),
    )
    expect(trace[1]?.resolved).toMatchObject({
      hostname: trace[0]?.resolved?.hostname,
      port: trace[0]?.resolved?.port,
      user: trace[0]?.resolved?.user,
    })
  })

  it('says in words that ssh refuses the configuration', async () => {
    const file = join(folder, 'config-bad')
    writeFileSync(file, 'Host home\nNoSuchKeyword yes\n')
    await expect(throughPostern('home', file)).rejects.toMatchObject({
      code: 'ssh-config-not-readable',
    })
  })

  it('says through which host it could not go on', async () => {
    const file = join(folder, 'config-jump')
    writeFileSync(
      file,
      `Host home\n${base()}Port 1\nProxyJump gate\nHost gate\n${base()}Port ${first.port}\nHost *\n${common()}`,
    )
    await expect(throughPostern('home', file)).rejects.toMatchObject({
      code: 'jump-failed',
      params: { via: 'gate' },
    })
  })
})

describe.skipIf(!hasSshd)('N1b agents', () => {
  const socket = (name: string): string => join(folder, name)
  const config = (lines: string): string => {
    const file = join(folder, 'config-agent')
    writeFileSync(
      file,
      `Host home\nHostname 127.0.0.1\nPort ${first.port}\nUser ${first.user}\nUserKnownHostsFile ${join(folder, 'known_hosts')}\n${lines}\n`,
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
    const offered = [
      ...first
        .log()
        .slice(from)
        .matchAll(/publickey for .*? (SHA256:\S+)/g),
    ].map(match => match[1])
    expect([...new Set(offered)]).toEqual([fingerprint(`${key('good')}.pub`)])
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
  const ssh = (...words: string[]) => run('ssh-keygen', words)
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
