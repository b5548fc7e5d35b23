import { describe, expect, test } from 'vitest'
import type { WireError } from '../../../src/shared/errors.ts'
import { type FakeBridge, fakeBridge, jobId } from '../../fakes/cli/fake-bridge.ts'
import { runPostern } from '../../fakes/cli/run-postern.ts'

const failure = (code: WireError['code'], params: WireError['params'] = {}): WireError => ({
  code,
  params,
  retryable: false,
  trail: ['deeper'],
})
const methods = (bridge: FakeBridge) => bridge.calls.map(({ method }) => method)

describe('exit codes', () => {
  test('N12a an expected failure ends with 1 and says what, why, now and whether mail is lost', async () => {
    const error = failure('server-not-found', { server: 'nas' })
    const bridge = fakeBridge({ 'stack.status': { error } })
    const ran = await runPostern(['stack', 'status', '--server', 'nas'], bridge)
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr.split('\n')).toEqual([
      'postern: There is no server called “nas” here.',
      '  Why:   It was removed, or the name is spelt differently.',
      '  Now:   Look at the list of servers.',
      '  Mail:  No mail is lost.',
      '',
    ])
  })

  test('N12a with --json the failure is the document on stdout, and stderr is still', async () => {
    const error = failure('server-not-found', { server: 'nas' })
    const bridge = fakeBridge({ 'stack.status': { error } })
    const ran = await runPostern(['stack', 'status', '--server', 'nas', '--json'], bridge)
    expect(ran).toMatchObject({ code: 1, stderr: '' })
    expect(JSON.parse(ran.stdout)).toMatchObject({
      error: { ...error, words: { what: 'There is no server called “nas” here.' } },
    })
  })

  test('a job that failed ends with 1', async () => {
    const error = failure('login-refused', { user: 'me', host: 'h', tried: 'agent' })
    const bridge = fakeBridge({ 'servers.doctor': { error } })
    expect(await runPostern(['servers', 'doctor', 'x'], bridge)).toMatchObject({ code: 1 })
  })

  test('a job that a crash ended is a failure that may be tried again', async () => {
    const bridge = fakeBridge({ 'stack.up': { job: tell => tell({ status: 'interrupted' }) } })
    const ran = await runPostern(['stack', 'up', '--server', 's', '--json'], bridge)
    expect(ran.code).toBe(1)
    expect(JSON.parse(ran.stdout)).toMatchObject({
      error: { code: 'job-interrupted', retryable: true },
    })
  })

  test('N12a a bug in the core ends with 3 and shows its trail for the report', async () => {
    const bridge = fakeBridge({ 'servers.list': { error: failure('unexpected') } })
    const ran = await runPostern(['servers', 'list'], bridge)
    expect(ran.code).toBe(3)
    expect(ran.stderr).toContain('Trail:  deeper')
  })

  test('N12a a bug in the command line itself ends with 3, not with a stack', async () => {
    const bridge = fakeBridge({ 'servers.list': { value: [{ name: 'half a server' }, null] } })
    const ran = await runPostern(['servers', 'list'], bridge)
    expect(ran.code).toBe(3)
    expect(ran.stderr).not.toMatch(/at .*\.ts:/)
    expect(ran.closed).toBe(1)
  })

  test('an input that only the core can judge ends with 2', async () => {
    const error = failure('invalid-input', { method: 'servers.look', where: 'host', issue: 'odd' })
    const bridge = fakeBridge({ 'servers.look': { error } })
    expect(await runPostern(['servers', 'look', 'x'], bridge)).toMatchObject({ code: 2 })
  })

  test('a change that was undone ends with 1 and carries its result', async () => {
    const result = {
      id: '7',
      outcome: 'rolled-back',
      path: '/mailu/mailu.env',
      changedKeys: ['A'],
      recreated: ['smtp'],
      checks: [{ id: 'smtp', before: 'works', after: 'broken' }],
      tookSeconds: 3,
    }
    const bridge = fakeBridge({ 'stack.envRollback': { value: result } })
    const ran = await runPostern(
      ['stack', 'env', 'rollback', '6', '--server', 's', '--json'],
      bridge,
    )
    expect(ran.code).toBe(1)
    expect(JSON.parse(ran.stdout)).toMatchObject({
      error: { code: 'transaction-rolled-back', params: { failed: 'Postfix greets', id: '7' } },
      result,
    })
  })

  test('without any server the person is told to add one', async () => {
    const bridge = fakeBridge({ 'servers.list': { value: [] } })
    const ran = await runPostern(['stack', 'status', '--json'], bridge)
    expect(ran.code).toBe(1)
    expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: 'server-none' } })
  })

  test('among several servers nothing is guessed, and the one that the window shows is taken', async () => {
    const server = (id: string) => ({
      id,
      name: `name ${id}`,
      host: 'h',
      port: 22,
      user: 'me',
      hasPassword: false,
      hasPassphrase: false,
      hasSudoPassword: false,
      addedAt: '2026-11-22T10:00:00Z',
    })
    const two = { 'servers.list': { value: [server('a'), server('b')] } } as const
    const lost = fakeBridge({ ...two, 'settings.get': { value: {} } })
    const ran = await runPostern(['stack', 'find', '--json'], lost)
    expect(JSON.parse(ran.stdout)).toMatchObject({
      error: { code: 'server-choice-needed', params: { names: 'name a, name b' } },
    })
    const shown = fakeBridge({ ...two, 'settings.get': { value: { currentServer: 'b' } } })
    await runPostern(['stack', 'find'], shown)
    expect(shown.calls.find(({ method }) => method === 'stack.find')?.input).toEqual({
      server: 'b',
    })
  })
})

describe('Ctrl-C', () => {
  /** Interrupts when the job has begun. */
  const interruptible = (settles: 'cancelled' | 'done') => {
    const press = { again: (): void => undefined }
    const bridge = fakeBridge({
      'stack.up': {
        job: tell => {
          tell({ status: 'running', fraction: 0.1 })
          press.again()
          if (settles === 'done')
            setTimeout(() => {
              tell({
                status: 'done',
                result: { services: [], recreated: [], nextImages: [], output: '' },
              })
            }, 5)
        },
      },
    })
    const onStart = (interrupt: () => void) => {
      press.again = interrupt
    }
    return { bridge, onStart }
  }
  const up = ['stack', 'up', '--server', 's', '--json']

  test('N12a cancels the running job, waits until it has settled, and ends with 130', async () => {
    const { bridge, onStart } = interruptible('cancelled')
    const ran = await runPostern(up, bridge, { onStart })
    expect(ran).toMatchObject({ code: 130, left: undefined, closed: 1 })
    expect(bridge.calls).toContainEqual({ method: 'jobs.cancel', input: { id: jobId } })
    expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: 'cancelled' } })
  })

  test('a job that was done before the wish arrived is reported as done', async () => {
    const { bridge, onStart } = interruptible('done')
    expect(await runPostern(up, bridge, { onStart })).toMatchObject({ code: 0 })
  })

  test('N12a pressed twice leaves at once', async () => {
    let interrupt = (): void => undefined
    const bridge = fakeBridge({
      'stack.up': {
        job: tell => {
          interrupt()
          interrupt()
          tell({ status: 'cancelled' })
        },
      },
    })
    const ran = await runPostern(up, bridge, {
      onStart: press => {
        interrupt = press
      },
    })
    expect(ran.left).toBe(130)
  })

  test('a question is left at once', async () => {
    const bridge = fakeBridge()
    const silent = { ...bridge, call: () => new Promise<never>(() => undefined) }
    const ran = await runPostern(['servers', 'list'], silent, {
      onStart: interrupt => setTimeout(interrupt, 5),
    })
    expect(ran.code).toBe(130)
  })

  test('while stdin is awaited it ends the waiting', async () => {
    const ran = await runPostern(
      ['servers', 'add', 'x', '--host', 'h', '--password-stdin'],
      fakeBridge(),
      { onStart: interrupt => setTimeout(interrupt, 5) },
    )
    expect(ran.code).toBe(130)
  })

  test('a host that goes away while a job runs is said, not waited for', async () => {
    const bridge = fakeBridge({ 'stack.up': { job: () => undefined } })
    const error = failure('host-gone')
    let polls = 0
    const leaving = {
      ...bridge,
      call: (method: string, input: unknown) =>
        method === 'jobs.get' && ++polls > 0
          ? Promise.resolve({ ok: false as const, error })
          : bridge.call(method, input),
    }
    expect(await runPostern(up, leaving)).toMatchObject({ code: 1 })
    expect(methods(bridge)).toContain('stack.up')
  })
})
