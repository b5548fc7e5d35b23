/** N1d: each of the nine hops broken alone and for real, through the feature itself: names, sockets, SSH, a shell with shims for sudo and Docker. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { describeError } from '../../../../src/shared/locales/describe-error.ts'
import { en } from '../../../../src/shared/locales/en/index.ts'
import { fill } from '../../../../src/shared/locales/fill.ts'
import { Secret } from '../../../../src/shared/secret.ts'
import { connectionDeps } from '../../../../src/core/net/ssh/connection-deps.ts'
import { hops } from '../../../../src/core/servers/doctor.ts'
import { startSshServer } from '../../../fakes/ssh-server.ts'
import { fingerprint, makeKey } from '../../../support/sshd.ts'
import { idleContext as context } from '../../../support/idle-context.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { openTestServers } from '../../../support/test-servers.ts'
import { testPlatform } from '../../../support/test-platform.ts'

const mailu = ['front', 'admin', 'imap', 'smtp'].map(service => `mailu\\t${service}\\n`).join('')
/** Docker that only root may use. */
const docker = `[ -n "$IS_ROOT" ] || [ "$1" = compose ] || { echo 'permission denied on the socket' >&2; exit 1; }
case $1 in
version) echo 27.1 ;;
compose) echo 2.29.0 ;;
ps) printf '${mailu}' ;;
esac`
/** sudo with a password: asks by the prompt that it is given, and takes one only. */
const sudo = `[ "$1" = -n ] && { echo 'sudo: a password is required' >&2; exit 1; }
printf %s "$3" >&2
read -r word
[ "$word" = 'sudo word' ] || { printf %s "$3" >&2; read -r word; exit 1; }
shift 3
exec env IS_ROOT=1 "$@"`

/** A server that is reached by name and lets maria in, who needs sudo for Docker. */
async function setUp() {
  const folder = await tempFolder()
  const hostKey = makeKey(join(folder, 'host'))
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  const shim = (name: string, body: string): void =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
  shim('docker', docker)
  shim('docker-compose', 'exit 127')
  shim('sudo', sudo)
  const door = { isOpen: true }
  const options = {
    accepts: (login: { method: string; password?: string }) =>
      door.isOpen && login.method === 'password' && login.password === 'pass word',
    env: { ...process.env, PATH: `${bin}:${process.env['PATH']}` },
  }
  const server = await startSshServer({ hostKeys: [hostKey], ...options })
  let isUp = true
  const stop = async (): Promise<void> => {
    if (isUp) await server.stop()
    isUp = false
  }
  onTestFinished(stop)
  const { servers } = await openTestServers(folder, {
    connection: { ...connectionDeps(testPlatform(folder)), client: '', timeoutMs: 3000 },
  })
  const { handlers } = servers
  await handlers['servers.add'](
    {
      name: 'home',
      host: 'localhost',
      port: server.port,
      user: 'maria',
      password: new Secret('pass word'),
      sudoPassword: new Secret('sudo word'),
      acceptHostKey: fingerprint(`${hostKey}.pub`),
    },
    context,
  )
  const again = async (key: string): Promise<void> => {
    await stop()
    const next = await startSshServer({ hostKeys: [key], ...options, port: server.port })
    onTestFinished(() => next.stop())
  }
  return { folder, bin, shim, door, server, stop, again, handlers }
}
type Parts = Awaited<ReturnType<typeof setUp>>

const breaks: Readonly<Record<(typeof hops)[number], (parts: Parts) => unknown>> = {
  // A label of more than 63 letters is no name (RFC 1035, 2.3.4): the resolver says so without asking anybody.
  dns: ({ handlers }) =>
    handlers['servers.update']({ server: 'home', host: `${'x'.repeat(64)}.invalid` }, context),
  tcp: ({ stop }) => stop(),
  async banner({ stop, server }) {
    await stop()
    const other = createServer(line => {
      line.on('error', () => undefined)
      line.end('220 mail.example.org ESMTP\r\n')
    })
    await new Promise<void>(resolve => other.listen(server.port, '127.0.0.1', () => resolve()))
    onTestFinished(() => void other.close())
  },
  'host-key': ({ again, folder }) => again(makeKey(join(folder, 'other-host'))),
  auth: ({ door }) => void (door.isOpen = false),
  sudo: ({ shim }) =>
    shim(
      'sudo',
      'echo "maria is not in the sudoers file. This incident will be reported." >&2; exit 1',
    ),
  docker: ({ shim }) =>
    shim(
      'docker',
      '[ -n "$IS_ROOT" ] || { echo "permission denied" >&2; exit 1; }\necho "Cannot connect to the Docker daemon at unix:///var/run/docker.sock." >&2; exit 1',
    ),
  compose: ({ shim }) => shim('docker', `[ "$1" = compose ] && exit 1\n${docker}`),
  mailu: ({ shim }) => shim('docker', docker.replace(mailu, 'shop\\tfront\\n')),
}
const expected: Readonly<Record<(typeof hops)[number], string>> = {
  dns: 'host-not-found',
  tcp: 'host-refused',
  banner: 'host-not-ssh',
  'host-key': 'host-key-changed',
  auth: 'login-refused',
  sudo: 'sudo-not-allowed',
  docker: 'docker-not-running',
  compose: 'compose-not-found',
  mailu: 'mailu-not-found',
}

describe('N1d the doctor, each hop broken for real', () => {
  it('N1d finds all nine right where nothing is broken', async () => {
    const { handlers } = await setUp()
    const { steps } = await handlers['servers.doctor']({ server: 'home' }, context)
    expect(steps.map(({ id, code }) => [id, code])).toEqual([
      ['dns', 'dns-found'],
      ['tcp', 'tcp-open'],
      ['banner', 'banner-read'],
      ['host-key', 'host-key-accepted'],
      ['auth', 'login-works'],
      ['sudo', 'sudo-works'],
      ['docker', 'docker-works'],
      ['compose', 'compose-works'],
      ['mailu', 'mailu-found'],
    ])
  })

  it.each(hops)('N1d %s alone: right before it, not tried behind it, with its remedy', async id => {
    const parts = await setUp()
    await breaks[id](parts)
    const { steps } = await parts.handlers['servers.doctor']({ server: 'home' }, context)
    const at = hops.indexOf(id)
    const states = steps.map(({ verdict }) => (verdict === 'missing' ? 'wrong' : verdict))
    expect(states).toEqual(
      hops.map((_, index) => (index < at ? 'right' : index === at ? 'wrong' : 'not-tried')),
    )
    const { code, params } = steps[at]!
    expect(code).toBe(expected[id])
    const text = fill((en.doctor.codes as Readonly<Record<string, string>>)[code] ?? '', params)
    const { what, now } = describeError({ code: code as 'timed-out', params }) // one of the codes
    expect(text).toBe(`${what} ${now}`)
    expect(now.length).toBeGreaterThan(20)
    expect(text).not.toMatch(/[{}]/)
  })

  it('N1d has nine codes', () => {
    expect(new Set(Object.values(expected)).size).toBe(9)
  })

  it('N1d a host on the way that fails is the line’s fault: nothing is said of the server behind it', async () => {
    const { folder, handlers, server } = await setUp()
    mkdirSync(join(folder, '.ssh'))
    const config = (port: number) =>
      writeFileSync(
        join(folder, '.ssh', 'config'),
        `Host home-by-gate\nHostname 127.0.0.1\nPort ${server.port}\nUser maria\nProxyJump gate\nHost gate\nHostname 127.0.0.1\nPort ${port}\nUser nobody\n`,
      )
    const found = async () => {
      const { steps } = await handlers['servers.doctor']({ server: 'home' }, context)
      return steps.slice(0, 4).map(({ verdict, code }) => `${verdict} ${code}`)
    }
    config(1)
    await handlers['servers.update']({ server: 'home', host: 'home-by-gate' }, context)
    expect(await found()).toEqual([
      'not-needed dns-via',
      'wrong host-refused',
      'not-tried not-tried',
      'not-tried not-tried',
    ])
    config(server.port)
    rmSync(join(folder, '.ssh', 'known_hosts'), { force: true })
    expect(await found()).toEqual([
      'not-needed dns-via',
      'wrong login-refused',
      'not-tried not-tried',
      'not-tried not-tried',
    ])
  })
})
