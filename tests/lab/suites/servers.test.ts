/** Connections to the lab's home server: people, login shells, sudo, hostile strings, canaries, the doctor, the first contact. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createApp, type App } from '../../../src/core/app.ts'
import {
  defineRemoteCommand,
  type RemoteCommandTemplate,
} from '../../../src/core/net/remote-commands.ts'
import { createLink } from '../../../src/core/net/ssh/link.ts'
import { openConnection } from '../../../src/core/net/ssh/open-connection.ts'
import { createRemoteHost } from '../../../src/core/net/ssh/remote-host.ts'
import type { AsRoot, RemoteHost } from '../../../src/core/net/ssh/session.ts'
import { hops } from '../../../src/core/servers/doctor.ts'
import type { CleanPlan, Server } from '../../../src/shared/model/server.ts'
import type { JobRecord } from '../../../src/shared/model/job.ts'
import type { Step } from '../../../src/shared/model/verdict.ts'
import { Secret } from '../../../src/shared/secret.ts'
import { testConnectionDeps, testTarget } from '../../support/connection.ts'
import { hostileTexts } from '../../support/hostile.ts'
import { testPlatform } from '../../support/test-platform.ts'
import { watchForCanaries } from '../canary-watch.ts'
import { cutHome, resetSshConnections, swapHostKeys, type Undo } from '../faults.ts'
import { homeShell, markSshdLog, type Listener } from '../home.ts'
import { type Lab, person } from '../lab.ts'
import { useLab } from '../use-lab.ts'

const never = new AbortController().signal
const held = useLab()
let lab: Lab
const folder = mkdtempSync(join(tmpdir(), 'postern-lab-servers-'))
const endings: (() => unknown)[] = []

beforeAll(() => {
  lab = held()
})
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

interface Way {
  readonly listener?: Listener
  readonly by?: 'key' | 'password'
  readonly sudoPassword?: string
}

/** A host as the product makes it, for one of the lab's people. */
function hostOf(user: string, way: Way = {}): RemoteHost {
  const who = person(lab, user)
  const login = way.by === 'password' ? { password: who.password! } : { identityFile: who.keyFile! }
  const accepted = [lab.ssh.hostKeys.ed25519.sha256]
  const target = testTarget(lab.ssh.host, lab.ssh.ports[way.listener ?? 'default'], user, login, {
    accepted,
  })
  const link = createLink({
    host: lab.ssh.host,
    user: () => user,
    open: signal => openConnection(target, testConnectionDeps(folder), { keys: {} }, signal),
  })
  endings.push(() => link.close())
  return createRemoteHost({
    serverId: user,
    host: lab.ssh.host,
    user,
    open: link.exec,
    sudoPassword: async () =>
      way.sudoPassword === undefined ? undefined : new Secret(way.sudoPassword),
    onRun: () => undefined,
  })
}

const make = (script: string): RemoteCommandTemplate =>
  defineRemoteCommand({ id: 'test.run', changes: false, asRoot: 'if-needed', script })
const echoArgs = make(String.raw`for word do printf '%s\000' "$word"; done`)
const said = async (host: RemoteHost, script: string, asRoot: AsRoot = 'never'): Promise<string> =>
  (await host.run(make(script), [], { signal: never, asRoot })).stdout.toString('utf8').trim()

describe('people', () => {
  test.each([
    ['maria', 'key', 'default'],
    ['dora', 'key', 'default'],
    ['nils', 'key', 'narrow'],
    ['petra', 'password', 'default'],
    ['petra', 'password', 'pam'],
    ['root', 'key', 'default'],
  ] as const)('%s logs in by %s on the %s listener', async (user, by, listener) => {
    expect(await said(hostOf(user, { by, listener }), 'id -un')).toBe(user)
  })

  test('the locked key opens with its passphrase', async () => {
    const { file, passphrase } = person(lab, 'maria').lockedKey!
    const target = testTarget(
      lab.ssh.host,
      22,
      'maria',
      { identityFile: file, passphrase },
      { accepted: [lab.ssh.hostKeys.ed25519.sha256] },
    )
    const { close } = await openConnection(target, testConnectionDeps(folder), { keys: {} }, never)
    close()
  })

  test('maria becomes root with her password, nils without one, dora not at all', async () => {
    const { password } = person(lab, 'maria')
    expect(await said(hostOf('maria', { sudoPassword: password! }), 'id -u', 'always')).toBe('0')
    expect(await said(hostOf('nils'), 'id -u', 'always')).toBe('0')
    const codes: string[] = []
    for (const host of [
      hostOf('maria'),
      hostOf('maria', { sudoPassword: 'wrong' }),
      hostOf('dora'),
      hostOf('dora', { sudoPassword: 'x' }),
    ])
      codes.push(
        await said(host, 'id -u', 'always').catch(
          (error: unknown) => (error as { code: string }).code,
        ),
      )
    expect(codes[0]).toBe('sudo-password-needed')
    expect(codes[1]).toBe('sudo-password-wrong')
    expect(codes.slice(2).every(code => code.startsWith('sudo-'))).toBe(true)
  })

  test('twenty commands at once go through a server that allows two sessions', async () => {
    const host = hostOf('maria', { listener: 'narrow' })
    const words = Array.from({ length: 20 }, (_, at) => String(at))
    const found = await Promise.all(words.map(word => said(host, `echo ${word}`)))
    expect(found).toEqual(words)
  })
})

describe('N9c hostile strings over the wire', () => {
  test.each(['with-bash', 'with-dash', 'with-fish', 'with-tcsh'])(
    'N9c 300 hostile strings arrive under %s, whose rc-file prints, as user and as root',
    async user => {
      const host = hostOf(user, { sudoPassword: person(lab, user).password! })
      const texts = hostileTexts(300, 300)
      for (const asRoot of ['never', 'always'] as const) {
        const { stdout, stderr } = await host.run(echoArgs, texts, { signal: never, asRoot })
        expect(stdout.toString('utf8').split('\0').slice(0, -1)).toEqual(texts)
        expect(stderr).toBe('')
      }
    },
  )
})

describe('N9d secrets on the server', () => {
  const canary = 'canary-argument-4f1d'
  const payload = Buffer.from('canary-payload-9b2e\nsecond line\n')
  const slow = make('sleep 0.15; printf %s "$1"; cat; sleep 0.15')

  test('N9d the watcher sees a canary that is really there', async () => {
    const { hits } = await watchForCanaries([canary], () => homeShell(`sleep 1; : ${canary}`))
    expect(hits).toBeGreaterThan(0)
  })

  const asked = (user: string, sudoPassword: string) => async (): Promise<void> => {
    const host = hostOf(user, { sudoPassword })
    for (let turn = 0; turn < 12; turn += 1) {
      const { stdout } = await host.run(slow, [new Secret(canary)], {
        signal: never,
        asRoot: 'always',
        stdin: payload,
      })
      expect(stdout.toString()).toBe(`${canary}${payload.toString()}`)
    }
  }

  test('N9d no secret is in argv or environment where sudo asks for the password', async () => {
    const password = person(lab, 'maria').password!
    const { looks, hits } = await watchForCanaries(
      [password, canary, 'canary-payload'],
      asked('maria', password),
    )
    expect(looks).toBeGreaterThan(20)
    expect(hits).toBe(0)
  })

  test('N9d nor with NOPASSWD, and the kept password does not slip into the payload', async () => {
    const { looks, hits } = await watchForCanaries(
      ['canary-kept', canary, 'canary-payload'],
      asked('nils', 'canary-kept'),
    )
    expect([looks > 20, hits]).toEqual([true, 0])
  })

  test('N9d nor with a warm ticket', async () => {
    const drop = '/etc/sudoers.d/postern-warm-ticket'
    await homeShell(`echo 'Defaults:maria timestamp_type=global' > ${drop}; chmod 440 ${drop}`)
    endings.push(() => homeShell(`rm -f ${drop}; rm -f /run/sudo/ts/maria /var/lib/sudo/ts/maria`))
    const password = person(lab, 'maria').password!
    await asked('maria', password)()
    expect(await said(hostOf('maria'), 'id -u', 'always')).toBe('0') // without a password now: the ticket is warm
    const { hits } = await watchForCanaries(
      [password, canary, 'canary-payload'],
      asked('maria', password),
    )
    expect(hits).toBe(0)
  })
})

describe('a line that breaks', () => {
  test('a broken line is said at once, and the next command opens a new one', async () => {
    const host = hostOf('maria')
    let cut: Promise<void> | undefined
    const work = host.stream(make('echo up; sleep 60'), [], {
      signal: never,
      onData() {
        cut = resetSshConnections()
      },
    })
    await expect(work).rejects.toMatchObject({ code: 'connection-lost' })
    await cut
    expect(await said(host, 'echo again')).toBe('again')
  })

  test('an abort ends what ran there, under sudo too', async () => {
    const host = hostOf('maria', { sudoPassword: person(lab, 'maria').password! })
    const stop = new AbortController()
    const script = make('sleep 4711 & echo up; wait')
    const work = host.stream(script, [], {
      signal: stop.signal,
      asRoot: 'always',
      onData: () => stop.abort(),
    })
    await expect(work).rejects.toMatchObject({ code: 'cancelled' })
    const gone = await said(
      host,
      'for i in $(seq 60); do pgrep -x sleep -a | grep -q 4711 || { echo gone; exit; }; sleep 0.2; done; echo there',
    )
    expect(gone).toBe('gone')
  })
})

/** The whole core over a data folder of its own, called as window and command line call it. */
async function openApp(): Promise<{
  readonly app: App
  readonly dataDir: string
  call<T>(method: string, input: unknown): Promise<T>
  job<T>(method: string, input: unknown): Promise<T>
}> {
  const dataDir = mkdtempSync(join(folder, 'data-'))
  const app = await createApp(testPlatform(dataDir))
  endings.push(() => app.close())
  const call = async <T>(method: string, input: unknown): Promise<T> => {
    const reply = await app.dispatch(method, input)
    if (!reply.ok)
      throw Object.assign(new Error(reply.error.code), {
        code: reply.error.code,
        params: reply.error.params,
      })
    return reply.value as T // as the contract has parsed it
  }
  const job = async <T>(method: string, input: unknown): Promise<T> => {
    const { jobId } = await call<{ jobId: string }>(method, input)
    for (;;) {
      const record = await call<JobRecord>('jobs.get', { id: jobId })
      if (record.status === 'done') return record.result as T // as the contract has parsed it
      if (record.error)
        throw Object.assign(new Error(record.error.code), {
          code: record.error.code,
          params: record.error.params,
        })
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
  return { app, dataDir, call, job }
}
const addMaria = (over: object = {}) => ({
  name: 'home',
  host: lab.ssh.host,
  user: 'maria',
  identityFile: person(lab, 'maria').keyFile!,
  acceptHostKey: lab.ssh.hostKeys.ed25519.sha256,
  ...over,
})

describe('N1d the doctor, with real faults', () => {
  const examine = async (over: object, breakIt: () => Promise<Undo>): Promise<readonly Step[]> => {
    const { call, job } = await openApp()
    await job('servers.add', addMaria(over))
    const undo = await breakIt()
    endings.push(undo)
    const { steps } = await job<{ steps: Step[] }>('servers.doctor', { server: 'home' })
    await undo()
    await call('servers.remove', { server: 'home' })
    return steps
  }
  /** Takes a program of the home server out of the way. */
  const hide = (file: string) => async (): Promise<Undo> => {
    await homeShell(`mv ${file} ${file}.hidden`)
    return async () => {
      await homeShell(`[ ! -e ${file}.hidden ] || mv ${file}.hidden ${file}`)
    }
  }
  const nothing = async (): Promise<Undo> => async () => undefined

  const breaks: readonly (readonly [string, string, () => object, () => Promise<Undo>])[] = [
    ['tcp', 'host-timed-out', () => ({}), () => cutHome(22)],
    ['host-key', 'host-key-changed', () => ({}), swapHostKeys],
    [
      'auth',
      'login-refused',
      () => ({}),
      async () => {
        const keys = '/home/maria/.ssh/authorized_keys'
        const file = (
          await homeShell(`ls ${keys} /etc/ssh/authorized_keys/maria 2>/dev/null | head -1`)
        ).trim()
        return hide(file)()
      },
    ],
    [
      'sudo',
      'sudo-password-needed',
      () => ({ user: 'petra', identityFile: undefined, password: person(lab, 'petra').password! }),
      nothing,
    ],
    ['docker', 'docker-not-found', () => ({}), hide('/usr/bin/docker')],
    ['compose', 'compose-not-found', () => ({}), hide('/usr/bin/docker-compose')],
  ]
  test.each(breaks)(
    'N1d broken at %s: exactly that is red, by the code %s',
    async (id, code, over, breakIt) => {
      const steps = await examine(over(), breakIt)
      const at = hops.indexOf(id as (typeof hops)[number])
      expect(steps.map(step => (step.verdict === 'not-needed' ? 'right' : step.verdict))).toEqual(
        hops.map((_, index) => (index < at ? 'right' : index === at ? 'wrong' : 'not-tried')),
      )
      expect(steps[at]?.code).toBe(code)
    },
  )

  test('N1d all nine are well for the usual owner', async () => {
    const steps = await examine({ sudoPassword: person(lab, 'maria').password! }, nothing)
    expect(steps.map(step => [step.id, step.verdict, step.code])).toEqual([
      ['dns', 'not-needed', 'dns-address'],
      ['tcp', 'right', 'tcp-open'],
      ['banner', 'right', 'banner-read'],
      ['host-key', 'right', 'host-key-accepted'],
      ['auth', 'right', 'login-works'],
      ['sudo', 'right', 'sudo-works'],
      ['docker', 'right', 'docker-works'],
      ['compose', 'right', 'compose-works'],
      ['mailu', 'right', 'mailu-found'],
    ])
  })
})

describe('N1c a changed key', () => {
  test('N1c stops before any authentication, says both fingerprints, and is taken only by its own', async () => {
    const { call, job } = await openApp()
    await job('servers.add', addMaria())
    const undo = await swapHostKeys()
    endings.push(undo)
    const log = await markSshdLog('default')
    const failure = job('servers.add', addMaria({ name: 'again', acceptHostKey: undefined }))
    await expect(failure).rejects.toMatchObject({ code: 'host-key-unknown' })
    const look = await call<{ trust: string; recorded: object }>('servers.look', {
      host: lab.ssh.host,
    })
    expect(look).toMatchObject({
      trust: 'changed',
      hostKey: { sha256: lab.ssh.otherHostKeys.ed25519.sha256 },
      recorded: { sha256: lab.ssh.hostKeys.ed25519.sha256 },
    })
    const { steps } = await job<{ steps: Step[] }>('servers.doctor', { server: 'home' })
    expect(steps.find(step => step.verdict === 'wrong')).toMatchObject({
      code: 'host-key-changed',
      params: {
        sha256: lab.ssh.otherHostKeys.ed25519.sha256,
        recorded: lab.ssh.hostKeys.ed25519.sha256,
      },
    })
    expect(await log()).not.toMatch(/Accepted|Failed|authenticating|invalid user/i)
    await undo()
  })
})

describe('N1h leaving a server', () => {
  test('N1h takes away what lies in folders of root and the line of the own key, and nothing else', async () => {
    const { call, job } = await openApp()
    const dirs = lab.projects.map(({ dir }) => dir)
    const dir = dirs[0]!
    const keys = () =>
      homeShell(
        'sha256sum /home/maria/.ssh/authorized_keys; stat -c "%a %U" /home/maria/.ssh/authorized_keys',
      )
    const others = () =>
      homeShell(`ls -lA --time-style=full-iso ${dir} | grep -v -e ' \\.postern' -e '^total'`)
    const file = `${dir}/.postern/copies/mailu.env.0badcafe.20261122T100000Z-12345678`
    await homeShell(
      `for one in ${dirs.join(' ')}; do rm -rf "$one/.postern" "$one"/.*.postern-*; done
       mkdir -m 700 ${dir}/.postern ${dir}/.postern/copies && echo A=1 >${file} && chmod 600 ${file}`,
    )
    endings.push(() => homeShell(`rm -rf ${dir}/.postern`))
    const before = [await keys(), await others()]
    await job('servers.add', addMaria({ sudoPassword: person(lab, 'maria').password! }))
    expect(await job('servers.installKey', { server: 'home' })).toMatchObject({ usesAppKey: true })
    expect(await keys()).not.toBe(before[0])
    const log = await markSshdLog('default')
    const { steps } = await job<{ steps: Step[] }>('servers.doctor', { server: 'home' })
    expect(steps.find(({ id }) => id === 'auth')?.params).toMatchObject({ way: 'key of Postern' })
    expect(await log()).toMatch(/Accepted publickey for maria .* RSA/)
    const plan = await call<CleanPlan>('servers.planClean', { server: 'home' })
    expect(plan).toMatchObject({
      folders: [{ dir, isBusy: false, files: [{ path: file, sizeBytes: 4 }] }],
      key: { file: '/home/maria/.ssh/authorized_keys' },
    })
    await job('servers.clean', { server: 'home', digest: plan.digest })
    expect(await homeShell(`ls -d ${dir}/.postern* 2>&1 || true`)).toContain('No such file')
    expect([await keys(), await others()]).toEqual(before)
    expect(await call('servers.list', undefined)).toEqual([])
  })
})

describe('N1g first contact', () => {
  /** Names, modes, owners, sizes, times and hashes of all files that a person or Mailu has there. */
  const tree = (): Promise<string> =>
    homeShell(
      `cd /; find etc home opt root srv usr/local var/spool -xdev \\( -type f -o -type l -o -type d \\) ! -path '*/srv/postern-lab/mailu/*/*' -printf '%p %m %u %g %s %T@\\n' 2>/dev/null | sort
       find ${lab.projects.map(project => project.dir).join(' ')} -maxdepth 1 -type f -exec sha256sum {} + | sort`,
      { timeoutMs: 120_000 },
    )

  test('N1g adding a server and looking around changes nothing there, and what ran is on the list that is shown', async () => {
    const { call, job } = await openApp()
    const before = await tree()
    await job<Server>('servers.add', addMaria({ sudoPassword: person(lab, 'maria').password! }))
    await job('servers.doctor', { server: 'home' })
    const look = await call('stack.find', { server: 'home' }).catch((error: unknown) => error)
    expect(look).toBeDefined()
    expect(await tree()).toBe(before)
    const commands = await call<{ id: string; changes: boolean; runs: number }[]>(
      'servers.commands',
      { server: 'home' },
    )
    const ran = commands.filter(({ runs }) => runs > 0)
    expect(ran.length).toBeGreaterThanOrEqual(4)
    expect(ran.filter(({ changes }) => changes)).toEqual([])
  })

  test('N9d no secret lies in the data folder in the clear', async () => {
    const { app, dataDir, job } = await openApp()
    const password = person(lab, 'maria').password!
    const { passphrase, file } = person(lab, 'maria').lockedKey!
    await job(
      'servers.add',
      addMaria({ identityFile: file, passphrase, password, sudoPassword: password }),
    )
    await job(
      'servers.add',
      addMaria({ name: 'wrong', passphrase: 'canary-wrong', identityFile: file }),
    ).catch(() => undefined)
    await job('servers.doctor', { server: 'home' })
    await app.close()
    endings.pop()
    const files = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).map(name =>
      join(dataDir, name),
    )
    const texts = files
      .filter(name => statSync(name).isFile())
      .map(name => readFileSync(name).toString('latin1'))
    for (const secret of [password, passphrase, 'canary-wrong'])
      expect(texts.some(text => text.includes(Buffer.from(secret).toString('latin1')))).toBe(false)
  })
})
