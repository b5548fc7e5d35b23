/** N1a against the real OpenSSH: what `ssh alias` does is the measure, for `ssh -G` and for our own reader alike. */
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfigLine, splitArguments } from '../../../../../src/core/net/ssh/config-lines.ts'
import { createLink } from '../../../../../src/core/net/ssh/link.ts'
import { openConnection } from '../../../../../src/core/net/ssh/open-connection.ts'
import { createRemoteHost } from '../../../../../src/core/net/ssh/remote-host.ts'
import { resolveSshHost, splitFiles } from '../../../../../src/core/net/ssh/ssh-config.ts'
import { defineRemoteCommand } from '../../../../../src/core/net/remote-commands.ts'
import { lookAt } from '../../../../../src/core/servers/look.ts'
import { findWaysIn } from '../../../../../src/core/servers/ways-in.ts'
import {
  never,
  testConnectionDeps,
  testTarget,
  tryConnection,
} from '../../../../support/connection.ts'
import { fingerprint, hasSshd, makeKey, type Sshd, startSshd } from '../../../../support/sshd.ts'
import { startAgent, type TestAgent } from '../../../../support/ssh-agent.ts'

const folder = mkdtempSync(join(tmpdir(), 'postern-config-'))
const home = join(folder, 'home')
const file = (name: string): string => join(folder, name)
const key = file('good')
const run = promisify(execFile)
let first: Sshd
let second: Sshd
let agent: TestAgent | undefined

beforeAll(async () => {
  if (!hasSshd) return
  mkdirSync(join(home, '.ssh'), { recursive: true })
  for (const name of ['good', 'gate-key', 'authority', 'blank key']) makeKey(file(name))
  writeFileSync(file('home-key'), readFileSync(key), { mode: 0o600 })
  execFileSync('ssh-keygen', ['-q', '-s', file('authority'), '-I', 'x', '-n', 'x', `${key}.pub`])
  mkdirSync(file('with cert'))
  execFileSync('mv', [file('good-cert.pub'), file('cert.pub')])
  const authorized = [`${key}.pub`, `${file('blank key')}.pub`]
  first = await startSshd({ folder, authorized: [...authorized, `${file('gate-key')}.pub`] })
  second = await startSshd({ folder, authorized })
  agent = await startAgent(file('agent'), [key])
  writeFileSync(
    file('line.mjs'),
    `import { connect } from 'node:net'
const line = connect(Number(process.argv[3]), process.argv[2])
process.stdin.pipe(line).pipe(process.stdout)\n`,
  )
  writeFileSync(
    file('known_hosts'),
    first.knownHost() + second.knownHost() + second.knownHost('ed25519', 'inner-name'),
  )
  writeFileSync(file('known_hosts_b'), second.knownHost('ed25519', 'only-here'))
}, 30_000)
afterAll(async () => {
  agent?.stop()
  await first.stop()
  await second.stop()
  rmSync(folder, { recursive: true, force: true })
})

// The port tells which of the two servers it is.
const where = 'echo "$SSH_CONNECTION" | cut -d" " -f4; hostname; id -un'
const whereCommand = defineRemoteCommand({
  id: 'test.where',
  changes: false,
  asRoot: 'never',
  script: where,
})
const depsFor = (configFile: string, client?: '') =>
  testConnectionDeps(home, { configFile, ...(client !== undefined && { client }) })

/** Runs `where` through the app's own connection. */
async function throughPostern(configFile: string, client?: ''): Promise<string> {
  const target = testTarget('home', undefined, undefined)
  const opened = await openConnection(target, depsFor(configFile, client), { keys: {} }, never)
  const link = createLink({ host: 'home', user: () => '', open: async () => opened })
  const host = createRemoteHost({
    serverId: 'x',
    host: 'home',
    user: '',
    open: link.exec,
    sudoPassword: async () => undefined,
    onRun: () => undefined,
  })
  try {
    const { stdout } = await host.run(whereCommand, [], { signal: never })
    return stdout.toString('utf8')
  } finally {
    link.close()
    opened.close()
  }
}

const common = () =>
  `\nHost *\nStrictHostKeyChecking yes\nUserKnownHostsFile ${file('known_hosts')}\nIdentityAgent none\n`
const base = () => `Hostname 127.0.0.1\nUser ${first.user}\nIdentityFile ${key}\n`
function write(name: string, body: string): string {
  const path = file(`config-${name.replaceAll(/\W/g, '-')}`)
  const text = body.replaceAll('%A', String(first.port)).replaceAll('%B', String(second.port))
  writeFileSync(path, text + common())
  return path
}

/** Body of the configuration for the alias `home`; `%A`, `%B` are the ports. */
const fixtures: Readonly<Record<string, () => string>> = {
  'a plain host': () => `Host home\n${base()}Port %A\n`,
  'a host by pattern': () => `Host ho*\n${base()}Port %A\n`,
  'a negated pattern': () => `Host * !home\nPort 1\nHost home\n${base()}Port %A\n`,
  'the first value wins': () => `Host home\nPort %B\nHost *\n${base()}Port %A\n`,
  'an included file': () => {
    writeFileSync(file('included'), `Host home\n${base()}Port ${second.port}\n`)
    return `Include ${file('included')}\n`
  },
  'included files by wildcard, quoted, inside a host': () => {
    mkdirSync(file('conf d/one'), { recursive: true })
    writeFileSync(file('conf d/one/a.conf'), 'Host other\nPort 1\nHost home\nPort 2\n')
    writeFileSync(file('conf d/one/b.conf'), `Host home\n${base()}Port ${second.port}\n`)
    return `Host other\nInclude "${file('conf d/o*/a.conf')}"\nHost home\nInclude "${file('conf d/o*/b.*')}"\n`
  },
  'Match host': () => `Host home\n${base()}\nMatch host 127.0.0.1\nPort %B\n`,
  'Match with several criteria, one of them negated': () =>
    `Match originalhost home !user nobody\nPort %B\nMatch host home user nobody\nPort 1\nHost home\n${base()}`,
  'a chosen key only': () => `Host home\n${base()}Port %A\nIdentitiesOnly yes\n`,
  'a key named by tokens': () =>
    `Host home\nHostname 127.0.0.1\nUser ${first.user}\nIdentityFile ${folder}/%n-key\nPort %A\n`,
  'a key whose name has a blank': () =>
    `Host home\nHostname 127.0.0.1\nUser ${first.user}\nIdentityFile "${file('blank key')}"\nPort %A\n`,
  'a jump host': () => `Host home\n${base()}Port %B\nProxyJump gate\nHost gate\n${base()}Port %A\n`,
  'two jump hosts': () =>
    `Host home\n${base()}Port %A\nProxyJump gate,inner\nHost gate\n${base()}Port %A\nHost inner\n${base()}Port %B\n`,
  'a jump host that has one of its own': () =>
    `Host home\n${base()}Port %A\nProxyJump inner\nHost gate\n${base()}Port %A\nHost inner\n${base()}Port %B\nProxyJump gate\n`,
  'a jump host with user, port and key of its own': () =>
    `Host home\n${base()}Port %B\nProxyJump ssh://${first.user}@gate:%A\nHost gate\nHostname 127.0.0.1\nUser nobody\nIdentityFile ${file('gate-key')}\n`,
  'a jump host before a command': () =>
    `Host home\n${base()}Port %B\nProxyJump gate\nProxyCommand false\nHost gate\n${base()}Port %A\n`,
  'a proxy command': () =>
    `Host home\n${base()}Port %B\nProxyCommand node ${file('line.mjs')} %h %p\n`,
  'a command before a jump host': () =>
    `Host home\n${base()}Port %B\nProxyCommand "node" ${file('line.mjs')} %h "%p" # as it stands\nProxyJump nowhere\n`,
  'a key under another name': () => `Host home\n${base()}Port %B\nHostKeyAlias inner-name\n`,
  'several known_hosts files': () =>
    `Host home\n${base()}Port %B\nHostKeyAlias only-here\nUserKnownHostsFile ${file('known_hosts')} ${file('known_hosts_b')}\n`,
  'an agent of its own': () =>
    `Host home\nHostname 127.0.0.1\nUser ${first.user}\nPort %A\nIdentityFile none\nIdentityAgent ${file('agent')}\n`,
  'the public half of a key that is in an agent': () =>
    `Host home\nHostname 127.0.0.1\nUser ${first.user}\nPort %A\nIdentityFile ${key}.pub\nIdentitiesOnly yes\nIdentityAgent ${file('agent')}\n`,
  'a certificate that the server does not take': () =>
    `Host home\n${base()}Port %A\nCertificateFile ${file('cert.pub')}\n`,
  'keywords with equals signs, quotes and comments': () =>
    `Host=home # mine\nHostname="127.0.0.1"\nUser=${first.user}\nIdentityFile="${key}"\nPort = %A # SSH\n`,
}

describe.skipIf(!hasSshd)('N1a what ssh knows, Postern knows', () => {
  it.each(Object.keys(fixtures))('N1a logs in as ssh does with %s', async name => {
    const config = write(name, fixtures[name]!())
    const [truth, asked, read] = await Promise.all([
      run('ssh', ['-F', config, '-o', 'BatchMode=yes', 'home', where]),
      throughPostern(config),
      throughPostern(config, ''),
    ])
    expect(truth.stdout).toMatch(/^\d+\n/)
    expect([asked, read]).toEqual([truth.stdout, truth.stdout])
  })

  it('N1a runs a command of the configuration for a chosen host only, never for the list', async () => {
    const canary = file('match-exec-ran')
    const config = write(
      'exec',
      `Match originalhost home exec "touch ${canary}"\nPort %A\nHost home\n${base()}`,
    )
    const ways = await findWaysIn(depsFor(config), never)
    expect([ways.configuration.hosts.map(({ alias }) => alias), existsSync(canary)]).toEqual([
      ['home'],
      false,
    ])
    await resolveSshHost({ host: 'home' }, depsFor(config), never)
    expect(existsSync(canary)).toBe(true)
  })

  it('says in words that ssh refuses the configuration', async () => {
    const config = file('config-bad')
    writeFileSync(config, 'Host home\nNoSuchKeyword yes\n')
    await expect(throughPostern(config)).rejects.toMatchObject({ code: 'ssh-config-not-readable' })
  })

  it('says through which host it could not go on', async () => {
    const config = write(
      'jump-fails',
      `Host home\n${base()}Port 1\nProxyJump gate\nHost gate\n${base()}Port %A\n`,
    )
    await expect(throughPostern(config)).rejects.toMatchObject({
      code: 'jump-failed',
      params: { via: 'gate' },
    })
  })

  it('gives up where hosts lead to each other in a circle', async () => {
    const config = write(
      'circle',
      `Host home\n${base()}ProxyJump gate\nHost gate\n${base()}ProxyJump home\n`,
    )
    await expect(throughPostern(config)).rejects.toMatchObject({
      code: 'jump-failed',
      params: { reason: 'the configuration leads round in a circle' },
    })
  })

  it('N1a says in its own words why a proxy command ended, and leaves no process behind', async () => {
    const config = write(
      'proxy-fails',
      `Host home\n${base()}Port %A\nProxyCommand echo 'no such gate: %n %r' >&2; exit 3\n`,
    )
    await expect(throughPostern(config)).rejects.toMatchObject({
      code: 'proxy-command-failed',
      params: { host: 'home', reason: `no such gate: home ${first.user}` },
    })
    const pid = file('proxy-pid')
    const lasting = write(
      'proxy-lasts',
      `Host home\n${base()}Port %A\nProxyCommand sh -c 'sleep 600 & echo $! >${pid}; exec node ${file('line.mjs')} %h %p'\n`,
    )
    await throughPostern(lasting)
    const state = () =>
      run('ps', ['-o', 'stat=', '-p', readFileSync(pid, 'utf8').trim()]).then(
        ({ stdout }) => stdout.trim(),
        () => 'gone',
      )
    await expect.poll(state, { timeout: 5000 }).toMatch(/gone|^Z/)
  })
})

describe.skipIf(!hasSshd)('N1a the hosts on the way', () => {
  /** Through `first` to `second`, with nothing recorded of either. */
  const through = (name: string, known = ''): string => {
    writeFileSync(file(`known-${name}`), known)
    return write(
      name,
      `Host home\n${base()}Port %B\nProxyJump gate\nHost gate\n${base()}Port %A\nHost *\nUserKnownHostsFile ${file(`known-${name}`)}\n`,
    )
  }
  const look = (config: string, accepted: readonly string[] = []) =>
    lookAt(
      { host: 'home', port: undefined, user: undefined, ownKeys: {}, accepted },
      depsFor(config),
      never,
    )

  it('N1a each is compared by its own fingerprint, the first one first, and nothing goes to it before', async () => {
    const config = through('new-hosts')
    const [gate, server] = [first, second].map(sshd => fingerprint(sshd.hostKeys.ed25519!))
    const from = first.log().length
    const atGate = await look(config)
    expect(atGate).toMatchObject({
      wayTo: 'home',
      port: first.port,
      trust: 'unknown',
      hostKey: { sha256: gate },
    })
    await first.logged(/Connection (closed|reset) by|disconnect/i, from)
    expect(first.log().slice(from)).not.toMatch(/userauth-request|Accepted/)
    const atServer = await look(config, [gate!])
    expect(atServer).toMatchObject({
      port: second.port,
      trust: 'unknown',
      hostKey: { sha256: server },
    })
    expect(atServer.wayTo).toBeUndefined()
    const target = (over: object) => testTarget('home', undefined, undefined, {}, over)
    await expect(
      tryConnection(target({ accepted: [gate!] }), depsFor(config)),
    ).rejects.toMatchObject({ code: 'host-key-unknown', params: { sha256: server } })
    const { keys } = await tryConnection(target({ accepted: [gate!, server!] }), depsFor(config))
    expect(Object.values(keys).map(({ sha256 }) => sha256)).toEqual([gate, server])
    await tryConnection(target({ ownKeys: keys }), depsFor(config))
  })

  it('N1a one whose key has changed is refused, and no login goes to it', async () => {
    const wrong = second.knownHost('ed25519', `[127.0.0.1]:${first.port}`)
    const config = through('changed-gate', wrong + second.knownHost())
    const from = first.log().length
    await expect(
      tryConnection(testTarget('home', undefined, undefined), depsFor(config)),
    ).rejects.toMatchObject({ code: 'host-key-changed', params: { host: 'gate' } })
    await first.logged(/Connection (closed|reset) by|disconnect/i, from)
    expect(first.log().slice(from)).not.toMatch(/userauth-request|Accepted/)
    expect(await look(config)).toMatchObject({ wayTo: 'home', trust: 'changed' })
  })

  it('a locked key on the way is opened by the passphrase that was given; no password goes there', async () => {
    const locked = makeKey(file('locked'), 'ed25519', 'open, sesame')
    const gate = await startSshd({
      folder,
      authorized: [`${locked}.pub`],
      config: ['PasswordAuthentication yes'],
    })
    try {
      writeFileSync(file('known-locked'), gate.knownHost() + second.knownHost())
      const config = write(
        'locked-gate',
        `Host home\n${base()}Port %B\nProxyJump gate\nHost gate\nHostname 127.0.0.1\nUser ${first.user}\nPort ${gate.port}\nIdentityFile ${locked}\nHost *\nUserKnownHostsFile ${file('known-locked')}\n`,
      )
      const go = (login: object) =>
        tryConnection(testTarget('home', undefined, undefined, login), depsFor(config))
      await expect(go({ password: 'canary' })).rejects.toMatchObject({
        code: 'key-passphrase-needed',
        params: { file: locked },
      })
      expect(gate.log()).not.toMatch(/method password|Failed password/)
      await go({ passphrase: 'open, sesame' })
    } finally {
      await gate.stop()
    }
  })
})

describe('reading a line of ssh_config', () => {
  it('splits as OpenSSH does: quotes, escapes, comments; a command stays as it is', () => {
    expect(splitArguments(String.raw`a "b c" 'd "e' f"g h"i "j\"k" l\ m # n "o`)).toEqual([
      'a',
      'b c',
      'd "e',
      'fg hi',
      'j"k',
      'l m',
    ])
    expect(splitArguments(String.raw`C:\Users\m\key a#b`)).toEqual([
      String.raw`C:\Users\m\key`,
      'a#b',
    ])
    expect(parseConfigLine('  ProxyCommand = nc "%h" %p # x ')).toEqual({
      key: 'proxycommand',
      words: ['nc "%h" %p # x'],
    })
    expect([parseConfigLine('# x'), parseConfigLine('')]).toEqual([undefined, undefined])
  })

  it('finds the files in a list that ssh -G writes without quotes', () => {
    expect(splitFiles('/home/m/known hosts ~/b %d/c none')).toEqual([
      '/home/m/known hosts',
      '~/b',
      '%d/c',
      'none',
    ])
  })
})
