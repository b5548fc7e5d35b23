/** The checks by function against real faults: exactly the expected ones change, and come back when the fault is mended. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLineProbe, type LineProbe } from '../../../src/core/net/line/line-probe.ts'
import { createLink } from '../../../src/core/net/ssh/link.ts'
import { openConnection } from '../../../src/core/net/ssh/open-connection.ts'
import { createRemoteHost } from '../../../src/core/net/ssh/remote-host.ts'
import { createRelay } from '../../../src/core/relay/create-relay.ts'
import { memorySecrets } from '../../fakes/memory-secrets.ts'
import { proofKeeping } from '../../support/proof-keeping.ts'
import { loadRelayProviders } from '../../../src/core/relay/providers.ts'
import { createStack } from '../../../src/core/stack/create-stack.ts'
import { loadEnvCatalogue } from '../../../src/core/stack/env/catalogue.ts'
import { openStore } from '../../../src/core/store/open-store.ts'
import { loadAdvisories } from '../../../src/core/watch/checks/advisories.ts'
import { createChecksOf } from '../../../src/core/watch/checks/checks-of.ts'
import type { Outcome } from '../../../src/shared/model/watch.ts'
import { testConnectionDeps, testTarget } from '../../support/connection.ts'
import { testPlatform } from '../../support/test-platform.ts'
import { relaySettings, setEnv } from '../env.ts'
import {
  cutHome,
  expireFrontCertificate,
  fillProjectDisk,
  freezeDaemons,
  killFilter,
  stopDaemon,
  stopService,
  type Undo,
} from '../faults.ts'
import { person, type Lab } from '../lab.ts'
import { containerOf } from '../make/project.ts'
import { docker, until } from '../make/run.ts'
import { mailWorks } from '../mail.ts'
import { relayedMail, setRelayMode } from '../relay.ts'
import { useLab } from '../use-lab.ts'

const theLab = useLab()
const folder = mkdtempSync(join(tmpdir(), 'postern-lab-watch-'))
const never = new AbortController().signal
const fine: LineProbe = {
  ...createLineProbe('linux'),
  hasNetwork: () => true,
  hasRoute: async () => true,
  resolves: async () => true,
  answers: async () => true,
}

type Round = Readonly<Record<string, string>>
let look: (line?: LineProbe) => Promise<Round>
let raw: Readonly<Record<string, Outcome>> = {}
let usual: Round
let close: () => void = () => undefined

/** The checks as the app composes them, over one SSH connection of maria's. */
async function compose(lab: Lab) {
  const { keyFile } = person(lab, 'maria')
  const target = testTarget(
    lab.ssh.host,
    lab.ssh.ports.default,
    'maria',
    { identityFile: keyFile! },
    { accepted: [lab.ssh.hostKeys.ed25519.sha256] },
  )
  const ssh = testConnectionDeps(folder)
  const link = createLink({
    host: lab.ssh.host,
    user: () => 'maria',
    open: signal => openConnection(target, ssh, { keys: {} }, signal),
  })
  const host = createRemoteHost({
    serverId: 'home',
    host: lab.ssh.host,
    user: 'maria',
    open: link.exec,
    sudoPassword: async () => undefined,
    onRun: () => undefined,
  })
  const connect = async (_server: string, signal: AbortSignal) => {
    await link.ready(signal)
    return host
  }
  const { db } = await openStore(join(folder, 'postern.db'), testPlatform(folder))
  const clock = { now: () => Date.now() }
  const stack = createStack({
    db,
    clock,
    servers: { connect, close: () => link.close() },
    catalogue: () => loadEnvCatalogue(resolve('resources')),
    who: 'maria@test',
    redact: text => text,
    remember: () => undefined,
    logged: () => undefined,
    changed: () => undefined,
  })
  // The relay feature remembers a login for minutes: by this clock they have passed between two rounds.
  let minutes = 0
  const relay = createRelay({
    providers: () => loadRelayProviders(resolve('resources')),
    open: async (where, signal) => {
      const { host: at, engineRights, containers, project } = await stack.open(where, signal)
      const smtp = containers.find(one => one.service === 'smtp')
      return { host: at, rights: engineRights, smtp, project: project.name }
    },
    envValues: stack.envValues,
    sideFile: stack.sideFile,
    applyEdits: stack.applyEdits,
    keeping: proofKeeping(),
    secrets: memorySecrets(),
    clock: { now: () => Date.now() + minutes * 60_000 },
    remember: () => undefined,
  })
  close = () => {
    link.close()
    db.close()
  }
  look = async (line = fine) => {
    minutes += 10
    const checks = await createChecksOf({
      open: stack.open,
      relay,
      servers: () => [
        { id: 'home', host: lab.ssh.host, port: lab.ssh.ports.default, user: 'maria' },
      ],
      connect,
      ssh,
      advisories: () => loadAdvisories(resolve('resources')),
      clock,
      os: 'linux',
      line,
      caPem: readFileSync(lab.caFile, 'utf8'),
    })('home', never)
    const runAll = (some: typeof checks) =>
      Promise.all(
        some.map(async ({ id, run, timeoutMs }) => {
          const outcome = await run(AbortSignal.timeout(timeoutMs))
          return [id, outcome] as const
        }),
      )
    // The line is tried with what is known of the server by then.
    const others = await runAll(checks.filter(one => one.id !== 'line'))
    const found = [...(await runAll(checks.filter(one => one.id === 'line'))), ...others]
    raw = Object.fromEntries(found)
    return Object.fromEntries(found.map(([id, { verdict, code }]) => [id, `${verdict} ${code}`]))
  }
}

beforeAll(async () => {
  const lab = theLab()
  await setEnv(lab, relaySettings(lab), 'smtp')
  await until('mail to work', 60_000, () => mailWorks(lab))
  await compose(lab)
  usual = await look()
})
afterAll(() => {
  close()
  rmSync(folder, { recursive: true, force: true })
})

const changed = (now: Round): Round =>
  Object.fromEntries(Object.entries(now).filter(([id, found]) => usual[id] !== found))

/** Under the fault exactly these findings differ from the usual ones; after it, none. */
async function exactly(
  fault: () => Promise<Undo>,
  expected: Round,
  isMended: () => Promise<boolean> = async () => true,
): Promise<void> {
  const undo = await fault()
  try {
    expect(changed(await look()), JSON.stringify(raw, null, 1)).toEqual(expected)
  } finally {
    await undo()
  }
  await until('the fault to be over', 60_000, isMended)
  expect(changed(await look()), JSON.stringify(raw, null, 1)).toEqual({})
}

const either = (one: string, other: string): string =>
  expect.stringMatching(`^(${one}|${other})$`) as string // a matcher stands for what it matches

const mailIsBack = (): Promise<boolean> => mailWorks(theLab())

test('N6a C6 B8 a home server in order: every check is right, or says why it is not asked', () => {
  expect(usual, JSON.stringify(raw, null, 1)).toEqual({
    line: 'right line-works',
    path: 'right path-open',
    'receive.v4': 'right receive-works',
    'receive.v6': 'not-needed no-ipv6',
    'send.submission': 'right send-works',
    'send.relay': 'right relay-works',
    'send.queue': 'right queue-empty',
    'read.imap': 'right read-works',
    web: 'right web-works',
    certificates: 'right certificates-fit',
    disk: 'right disk-has-room',
    memory: 'right memory-enough',
    restarts: 'right services-steady',
    clock: 'right clock-agrees',
    version: 'right version-no-hole',
  })
})

describe('N6a C6 B8 a real fault changes exactly its own checks', () => {
  test('N6a smtp is stopped', async () => {
    await exactly(
      () => stopService('smtp', 25),
      {
        'receive.v4': 'wrong receive-not-now',
        'send.submission': 'wrong service-down',
        'send.relay': 'unknown relay-unknown',
        'send.queue': 'unknown queue-unreadable',
      },
      mailIsBack,
    )
  })

  test('N6a Dovecot ends inside a healthy container', async () => {
    await exactly(
      () => stopDaemon('imap', 'dovecot', 143),
      { 'read.imap': 'wrong port-refused' },
      mailIsBack,
    )
  })

  test('N6a IMAP stands still: it takes connections and says nothing', async () => {
    await exactly(
      () => freezeDaemons('imap', 'dovecot|imap-login|auth|anvil'),
      { 'read.imap': 'wrong no-answer' },
      mailIsBack,
    )
  })

  test('N6a B8 the spam filter is dead: no container looks ill, and no mail comes in or goes out', async () => {
    await exactly(killFilter, {
      'receive.v4': 'wrong receive-filter-silent',
      'send.submission': 'wrong send-not-now',
    })
  })

  test('N6a the disk is full', async () => {
    await exactly(() => fillProjectDisk(), {
      disk: 'wrong disk-full',
      'receive.v4': 'wrong receive-not-now',
      'send.submission': 'wrong send-not-now',
    })
  })

  test('N6a the certificate has expired', async () => {
    await exactly(expireFrontCertificate, { certificates: 'wrong certificate-expired' }, mailIsBack)
  })

  test('N6a the relay refuses the login', async () => {
    await exactly(
      async () => {
        await setRelayMode('reject-login')
        return () => setRelayMode('normal')
      },
      { 'send.relay': 'wrong relay-login-refused' },
    )
  })

  test('N6a admin is stopped: nobody can log in, no recipient is known', async () => {
    await exactly(
      () => stopService('admin', 8080),
      {
        // Front waits for the one that is gone for as long as the network lets it.
        'receive.v4': either('wrong receive-not-now', 'wrong no-answer'),
        'read.imap': 'wrong read-cannot-check',
        web: either('wrong web-fault', 'wrong no-answer'),
      },
      mailIsBack,
    )
  })
})

describe('B10 this computer, the way, or the server', () => {
  test('B10 B13 the way is cut: the server is no longer judged, and the kept connection hangs', async () => {
    const cut = await cutHome()
    try {
      const found = changed(await look())
      // Of its own line this computer knows nothing here: the server has no name, and is not reached.
      const { path, line: _line, ...others } = found
      expect(path).toBe('wrong path-silent')
      expect(Object.keys(others).sort()).toEqual(
        Object.keys(usual)
          .filter(id => id !== 'line' && id !== 'path')
          .sort(),
      )
      for (const verdict of Object.values(others)) expect(verdict).toMatch(/^unknown /)
    } finally {
      await cut()
    }
    await until(
      'the way to be open',
      60_000,
      async () => (await look())['receive.v4'] === usual['receive.v4'],
    )
    expect(changed(await look()), JSON.stringify(raw, null, 1)).toEqual({})
  })

  test('B10 nothing outside answers this computer: its own line, and nothing else', async () => {
    const offline: LineProbe = { ...fine, resolves: async () => false, answers: async () => false }
    expect(changed(await look(offline))).toEqual({ line: 'wrong line-no-answer' })
  })

  test('B10 in a network namespace without a network, and in one without a route, this computer is offline', async () => {
    const probe = resolve('src/core/net/line/line-probe.ts')
    const ask = `import('${probe}').then(async ({ createLineProbe }) => {
      const probe = createLineProbe('linux')
      console.log(probe.hasNetwork(), await probe.hasRoute())
    })`
    const inside = async (script: string): Promise<string> =>
      (
        await promisify(execFile)('unshare', [
          '-n',
          'sh',
          '-c',
          `${script} exec "$0" -e "$1"`,
          process.execPath,
          ask,
        ])
      ).stdout.trim()
    expect(await inside('')).toBe('false false')
    const wire = 'ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up;'
    expect(await inside(`${wire} ip addr add 10.99.0.2/24 dev v0;`)).toBe('true false')
    expect(
      await inside(`${wire} ip addr add 10.99.0.2/24 dev v0; ip route add default via 10.99.0.1;`),
    ).toBe('true true')
  })
})

test('N6a no test mail is left in the queue, at the relay, or anywhere', async () => {
  const queue = await docker([
    'exec',
    await containerOf('smtp'),
    'sh',
    '-c',
    'postqueue -j 2>/dev/null',
  ])
  expect(queue).toBe('')
  expect(await relayedMail(theLab())).toEqual([])
})
