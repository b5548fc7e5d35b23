/** The outgoing relay, against a real Postfix as the provider: probe from inside the smtp container, taking it into use, status. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProbeReport } from '../../../src/shared/model/relay.ts'
import { createLabApp, type LabApp } from '../app.ts'
import { cutRelay } from '../faults.ts'
import { createHomeCli, type HomeCli } from '../home-cli.ts'
import type { Lab } from '../lab.ts'
import { submit } from '../mail.ts'
import { PROJECT_DIR } from '../make/paths.ts'
import { containerOf } from '../make/project.ts'
import { docker, run, until } from '../make/run.ts'
import { type RelayMode, setRelayMode, waitForRelayed, relayChoice } from '../relay.ts'
import { useLab } from '../use-lab.ts'

const held = useLab()
let lab: Lab
let app: LabApp
let cli: HomeCli
const maria = { server: 'maria' }

beforeAll(async () => {
  lab = held()
  app = await createLabApp(lab)
  await app.addServer('maria')
  await app.addServer('dora', 'narrow')
  cli = await createHomeCli(lab, 'maria')
})
afterAll(async () => {
  await app.close()
  await cli.dispose()
})

const choice = (over: object = {}) => relayChoice(lab, over)
const probe = (over: object = {}, server = 'maria'): Promise<ProbeReport> =>
  app.work('relay.probe', { server, choice: choice(over) })

/** Where it stopped, as `step: verdict code`. */
const stopped = ({ steps }: ProbeReport): string | undefined => {
  const step = steps.find(({ verdict }) => ['wrong', 'missing', 'unknown'].includes(verdict))
  return step && `${step.id}: ${step.verdict} ${step.code}`
}

const snapshot = async (): Promise<string> =>
  [
    await readFile(`${PROJECT_DIR}/mailu.env`, 'latin1'),
    await docker(['ps', '-aq', '--no-trunc', '--filter', 'label=com.docker.compose.project=mailu']),
  ].join('\n')

describe('the probe speaks from inside the smtp container', () => {
  test('N3b a provider in order lets us in, and gets no mail', async () => {
    const report = await probe()
    expect([report.vantage, report.isUsable, stopped(report)]).toEqual([
      'smtp-container',
      true,
      undefined,
    ])
    expect(report.steps.map(({ code }) => code)).toEqual([
      'way-container',
      'name-found',
      'connected',
      'greeted',
      'ehlo-accepted',
      'starttls-done',
      'certificate-fits',
      'mechanism-usable',
      'login-accepted',
      'sender-accepted',
    ])
  })

  test('N3b by a login that may drive the engine but read no file, over a line with two channels', async () => {
    expect(await probe({}, 'dora')).toMatchObject({ vantage: 'smtp-container', isUsable: true })
  })

  describe.each<readonly [RelayMode, string]>([
    ['reject-login', 'login: wrong login-refused'],
    ['no-auth', 'mechanisms: missing mechanisms-none'],
    ['cram-only', 'mechanisms: wrong mechanisms-unusable'],
    ['no-starttls', 'starttls: wrong starttls-missing'],
    ['certificate-expired', 'certificate: wrong certificate-expired'],
    ['certificate-wrong-name', 'certificate: wrong certificate-wrong-name'],
    ['certificate-self-signed', 'certificate: wrong certificate-untrusted'],
  ])('N3b a provider in the mood %s', (mode, expected) => {
    test(`is told as ${expected}`, async () => {
      await setRelayMode(mode)
      expect(stopped(await probe())).toBe(expected)
      await setRelayMode('normal')
    })
  })

  test('N3b a blocked port, a refusing port and a missing name are told apart', async () => {
    const undoDrop = await cutRelay(587)
    const dropped = stopped(await probe())
    await undoDrop()
    const undoReset = await cutRelay(587, 'reset')
    const refused = stopped(await probe())
    await undoReset()
    const missing = stopped(await probe({ host: 'relay.invalid' }))
    expect([dropped, refused, missing]).toEqual([
      'connect: wrong connect-timed-out',
      'connect: wrong connect-refused',
      'resolve: wrong name-not-found',
    ])
  })

  test('N3b a wrong password is refused by the provider itself', async () => {
    const report = await probe({ password: 'not the one' })
    expect(stopped(report)).toBe('login: wrong login-refused')
    expect(report.steps.find(({ id }) => id === 'login')?.raw).toMatch(/^535 /)
  })

  test('without a running smtp container it speaks from the server, and says so', async () => {
    await docker(['stop', '-t', '2', await containerOf('smtp')])
    const report = await probe({ host: lab.relay.ip, tlsLevel: 'encrypt' })
    await docker(['start', await containerOf('smtp')])
    expect(report.vantage).toBe('server')
    expect(report.steps[0]).toMatchObject({ id: 'way', verdict: 'differs', code: 'way-host' })
  })
})

describe('taking a relay into use, from the command line alone', () => {
  const set = (): string[] => [
    ...['relay', 'set', '--provider', 'generic', '--host', lab.relay.host],
    ...['--user', lab.relay.user, '--password-stdin', '--json'],
  ]

  test('N3a a wrong password is refused with its verdict and changes nothing: not a byte of the file, not a container', async () => {
    await cli.json(['stack', 'status'])
    const before = await snapshot()
    const end = await cli.run(set(), { stdin: 'wrong' })
    expect([end.code, end.json]).toMatchObject([
      1,
      {
        error: {
          code: 'relay-probe-failed',
          params: { step: 'login', reply: expect.stringContaining('535') },
        },
      },
    ])
    expect(await snapshot()).toBe(before)
  })

  test('N9d the right one is taken into use, and no process ever shows the password', async () => {
    const smtp = await containerOf('smtp')
    const stop = watchArguments(lab.relay.password)
    const end = await cli.run(set(), { stdin: lab.relay.password })
    expect(await stop()).toMatchObject({ hits: 0 })
    expect([end.code, end.json]).toMatchObject([
      0,
      { probe: { isUsable: true }, transaction: { outcome: 'committed', recreated: ['smtp'] } },
    ])
    expect(await containerOf('smtp')).not.toBe(smtp)
    const env = await readFile(`${PROJECT_DIR}/mailu.env`, 'utf8')
    expect(env).toContain(`\nRELAYHOST=[${lab.relay.host}]:587\n`)
    expect(env).toContain('\nOUTBOUND_TLS_LEVEL=secure')
  })

  test('a mail that is handed in arrives at the provider, authenticated; the status says so', async () => {
    const mark = randomUUID()
    const [from] = lab.mailUsers
    await submit(lab, { from: from!.email, to: 'friend@elsewhere.test', subject: mark })
    const mail = await waitForRelayed(lab, mark)
    expect(mail).toMatchObject({ recipient: 'friend@elsewhere.test', login: lab.relay.user })
    const status = await cli.json(['relay', 'status'])
    expect(status).toMatchObject({
      configured: {
        host: lab.relay.host,
        port: 587,
        user: lab.relay.user,
        hasPassword: true,
        tlsLevel: 'secure',
        provider: 'generic',
        isApplied: true,
      },
      login: { verdict: 'right', code: 'login-accepted' },
      lastDelivery: { relay: lab.relay.host },
      waiting: { count: 0, isKnown: true },
    })
    expect(JSON.stringify(status)).not.toContain(lab.relay.password)
  })
})

describe('a relay in use', () => {
  test('a login that may not read the file sees the same from the container', async () => {
    expect(await app.ask('relay.status', { server: 'dora' })).toMatchObject({
      configured: { host: lab.relay.host, hasPassword: true },
      login: { verdict: 'right' },
    })
  })

  test('when the provider refuses the login, the status names the refusal and what waits', async () => {
    await setRelayMode('reject-login')
    const [from] = lab.mailUsers
    await submit(lab, { from: from!.email, to: 'friend@elsewhere.test', subject: 'waits' })
    await app.work('relay.probe', maria)
    await until('the refusal in the log', 30_000, async () => {
      const { lastRefusal } = await app.ask('relay.status', maria)
      return lastRefusal !== undefined
    })
    const status = await app.ask('relay.status', maria)
    await setRelayMode('normal')
    expect(status).toMatchObject({
      login: { verdict: 'wrong', code: 'login-refused' },
      waiting: { count: 1, reasons: [{ count: 1, reply: expect.stringContaining('535') }] },
      lastRefusal: { kind: 'deferred', reply: expect.stringContaining('535') },
    })
  })

  test('a choice without a password keeps the one that is set', async () => {
    const { password: _password, ...without } = choice({ port: 2525 })
    const { transaction } = await app.work('relay.set', { ...maria, choice: without })
    expect(transaction.outcome).toBe('committed')
    const env = await readFile(`${PROJECT_DIR}/mailu.env`, 'utf8')
    expect(env).toContain(`\nRELAYHOST=[${lab.relay.host}]:2525\n`)
  })

  test('who insists gets a relay that does not work', async () => {
    const work = { ...maria, choice: choice({ password: 'wrong' }), insist: true }
    const { probe: report, transaction } = await app.work('relay.set', work)
    expect([report.isUsable, transaction.outcome]).toEqual([false, 'committed'])
    expect((await app.ask('relay.status', maria)).login.verdict).toBe('wrong')
  })
})

/** Looks into the arguments of every process of the machine, the containers' too, until it is stopped. */
function watchArguments(canary: string): () => Promise<{ looks: number; hits: number }> {
  const stop = new AbortController()
  const looking = (async () => {
    const seen = { looks: 0, hits: 0 }
    while (!stop.signal.aborted) {
      const { stdout } = await run('sh', ['-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null; true'])
      seen.looks++
      if (stdout.includes(canary)) seen.hits++
    }
    return seen
  })()
  return () => {
    stop.abort()
    return looking
  }
}
