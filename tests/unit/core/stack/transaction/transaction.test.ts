import { lstat, mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { copyName } from '../../../../../src/core/stack/transaction/change.ts'
import { AppError } from '../../../../../src/shared/errors.ts'
import { Secret } from '../../../../../src/shared/secret.ts'
import { createFakeStack, type FakeStack, usualEnv } from '../../../../support/fake-stack.ts'
import type { ChangePoint } from '../../../../../src/core/stack/transaction/run-change.ts'
import type { Verdict } from '../../../../fakes/docker-shim.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const signal = new AbortController().signal
const set = (key: string, value: string) => ({
  set: [{ key, value: new Secret(value) }],
  unset: [],
})
const refusedLogin: Verdict = {
  kind: 'login',
  service: 'smtp',
  when: 'RELAYPASSWORD=wrong',
  says: 'broken 535 5.7.8 authentication failed',
}

/** As after a restart of the server: nobody watches the change any more. */
async function loseWatchdog(fake: FakeStack): Promise<void> {
  const watcher = await readlink(join(fake.dir, '.postern', 'change', 'watcher'))
  process.kill(Number(watcher), 'SIGKILL')
}

/** Does something when a change reaches a point. */
const at = (point: ChangePoint, action: () => unknown) => ({
  atPoint: async (now: ChangePoint): Promise<void> => {
    if (now === point) await action()
  },
})

const leftBehind = async (fake: FakeStack): Promise<string[]> =>
  (await readdir(fake.dir, { recursive: true }))
    .filter(name => !name.startsWith('.postern/copies/'))
    .sort()

/**
 * The server works on by itself after the job has ended: its folder may go when the change was put aside and the watchdog
 * that did so, which is the last thing it does, has left.
 */
async function serverHasFinished(fake: FakeStack): Promise<void> {
  const home = join(fake.dir, '.postern')
  await vi.waitFor(
    async () => {
      expect(await readdir(home)).not.toContain('change')
      const watcher = Number(await readlink(join(home, 'last', 'watcher')))
      expect(() => process.kill(watcher, 0)).toThrow('ESRCH')
    },
    { timeout: 10_000, interval: 50 },
  )
}

const tidy = ['.postern', '.postern/copies', 'docker-compose.yml', 'mailu.env']

describe('a change of settings', () => {
  test('N2c is written, tried and confirmed; owner and mode stay, nothing lies about', async () => {
    const fake = await createFakeStack(await tempFolder())
    const before = fake.containers()
    const { mode } = await lstat(fake.envFile)
    const result = await fake.stack.applyEdits(
      fake.where,
      set('MESSAGE_RATELIMIT', '100/day'),
      fake.job(),
    )
    expect(result).toMatchObject({
      outcome: 'committed',
      changedKeys: ['MESSAGE_RATELIMIT'],
      recreated: ['admin'],
    })
    expect(fake.env()).toBe(usualEnv.replace('200/day', '100/day'))
    expect((await lstat(fake.envFile)).mode).toBe(mode)
    expect(fake.calls()).toEqual(['docker compose -p mailu up -d --no-deps admin'])
    const after = fake.containers()
    expect(Object.keys(after).filter(name => after[name] !== before[name])).toEqual(['admin'])
    expect(await leftBehind(fake)).toEqual(tidy)
    expect(await readFile(result.copy ?? '', 'utf8')).toBe(usualEnv)
    expect((await lstat(result.copy ?? '')).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['MESSAGE_RATELIMIT', '90/day', ['admin']],
    ['RELAYHOST', '[other.test]:587', ['smtp']],
    ['DOMAIN', 'second.test', ['admin', 'front', 'imap', 'smtp']],
    ['MESSAGE_SIZE_LIMIT', '60000000', ['front', 'smtp']],
    ['MADE_UP', 'x', ['admin', 'front', 'imap', 'smtp']],
  ])('N2d says beforehand that %s=%s recreates %j', async (key, value, expected) => {
    const fake = await createFakeStack(await tempFolder())
    const plan = await fake.stack.handlers['stack.envPreview'](
      { ...fake.where, edits: set(key, value) },
      { signal },
    )
    const before = fake.containers()
    await fake.stack.applyEdits(fake.where, set(key, value), fake.job())
    const after = fake.containers()
    const changed = Object.keys(after).filter(name => after[name] !== before[name])
    expect(changed.sort()).toEqual(expected)
    expect(plan.recreate.map(one => one.service).sort()).toEqual(expected)
  })

  test('an edit that changes nothing writes nothing', async () => {
    const fake = await createFakeStack(await tempFolder())
    const result = await fake.stack.applyEdits(
      fake.where,
      set('DOMAIN', 'example.test'),
      fake.job(),
    )
    expect(result.outcome).toBe('nothing-to-do')
    expect(await leftBehind(fake)).toEqual(['docker-compose.yml', 'mailu.env'])
  })

  test('B7 an edit that loses the relay login is undone byte for byte, and said so', async () => {
    const fake = await createFakeStack(await tempFolder(), { verdicts: [refusedLogin] })
    const result = await fake.stack.applyEdits(
      fake.where,
      set('RELAYPASSWORD', 'wrong'),
      fake.job(),
    )
    expect(result.outcome).toBe('rolled-back')
    expect(result.checks.find(one => one.id === 'relay-login')).toEqual({
      id: 'relay-login',
      before: 'works',
      after: 'broken',
      reply: '535 5.7.8 authentication failed',
    })
    expect(fake.env()).toBe(usualEnv)
    expect(fake.containerEnv('smtp')).toContain('RELAYPASSWORD=right')
    expect(await leftBehind(fake)).toEqual(tidy)
  })

  test('a relay that is not reached is no fault of the change', async () => {
    const says = 'unknown the relay is not reached: timed out'
    const fake = await createFakeStack(await tempFolder(), {
      verdicts: [{ kind: 'login', service: 'smtp', when: 'RELAYPASSWORD=other', says }],
    })
    const result = await fake.stack.applyEdits(
      fake.where,
      set('RELAYPASSWORD', 'other'),
      fake.job(),
    )
    expect(result.outcome).toBe('committed')
    expect(result.checks.find(one => one.id === 'relay-login')?.after).toBe('unknown')
  })

  test('a lost login stands where the person insists', async () => {
    const fake = await createFakeStack(await tempFolder(), { verdicts: [refusedLogin] })
    const result = await fake.stack.applyEdits(
      fake.where,
      set('RELAYPASSWORD', 'wrong'),
      fake.job(),
      { skip: ['relay-login'] },
    )
    expect(result.outcome).toBe('committed')
  })

  test('a stack that was broken before stays editable', async () => {
    const fake = await createFakeStack(await tempFolder(), {
      verdicts: [
        { kind: 'smtp', service: 'smtp', says: 'broken connection refused' },
        { kind: 'http', service: 'admin', says: 'broken HTTP 500' },
      ],
    })
    const result = await fake.stack.applyEdits(
      fake.where,
      set('MESSAGE_SIZE_LIMIT', '60000000'),
      fake.job(),
    )
    expect(result).toMatchObject({ outcome: 'committed', recreated: ['front', 'smtp'] })
  })

  test('a container that did not receive what was written is a failure', async () => {
    const fake = await createFakeStack(await tempFolder())
    const compose = join(fake.dir, 'docker-compose.yml')
    fake.shim.state.envFile = compose
    const result = await fake.stack.applyEdits(
      fake.where,
      set('MESSAGE_RATELIMIT', '100/day'),
      fake.job(),
    )
    expect(result.outcome).toBe('rolled-back')
    expect(result.checks.at(-1)).toEqual({
      id: 'received',
      before: 'works',
      after: 'broken',
      reply: 'MESSAGE_RATELIMIT',
    })
    expect(fake.env()).toBe(usualEnv)
  })

  test('a Compose that fails is undone, with what it said', async () => {
    const fake = await createFakeStack(await tempFolder(), {
      needs: at('written', () => (fake.shim.state.composeFails = 'ERROR: no such image')),
    })
    await expect(
      fake.stack.applyEdits(fake.where, set('MESSAGE_RATELIMIT', '100/day'), fake.job()),
    ).rejects.toMatchObject({
      code: 'transaction-rolled-back',
      params: { failed: 'ERROR: no such image' },
    })
    expect(fake.env()).toBe(usualEnv)
  })
})

describe('before anything is written', () => {
  test('N2c a draft whose base has moved on is refused', async () => {
    const fake = await createFakeStack(await tempFolder())
    const { baseSha256 } = await fake.stack.handlers['stack.envPreview'](
      { ...fake.where, edits: set('DOMAIN', 'x.test') },
      { signal },
    )
    const second = usualEnv.replace('POSTMASTER=admin', 'POSTMASTER=root')
    await writeFile(fake.envFile, second)
    await expect(
      fake.stack.handlers['stack.envApply'](
        { ...fake.where, baseSha256, edits: set('DOMAIN', 'x.test') },
        fake.job(),
      ),
    ).rejects.toMatchObject({ code: 'env-changed-meanwhile' })
    expect(fake.env()).toBe(second)
  })

  test('N2c an edit by somebody else between reading and writing survives', async () => {
    const second = usualEnv.replace('POSTMASTER=admin', 'POSTMASTER=root')
    const fake = await createFakeStack(await tempFolder(), {
      needs: at('prepared', () => writeFile(fake.envFile, second)),
    })
    await expect(
      fake.stack.applyEdits(fake.where, set('DOMAIN', 'x.test'), fake.job()),
    ).rejects.toMatchObject({ code: 'env-changed-meanwhile', params: { path: fake.envFile } })
    expect(fake.env()).toBe(second)
    expect(await leftBehind(fake)).toEqual(tidy)
  })

  test.each([
    ['v2' as const, 'SITENAME="no end\n'],
    ['v2' as const, 'SITENAME=${!}\n'],
    ['v1' as const, 'SITENAME: yaml\n'],
    ['v1' as const, 'SITENAME="no end\n'],
  ])('under %s a file with %j is refused, whatever is edited', async (compose, line) => {
    const env = usualEnv + line
    const fake = await createFakeStack(await tempFolder(), { env, compose })
    await expect(
      fake.stack.applyEdits(fake.where, set('DOMAIN', 'x.test'), fake.job()),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^env-(draft|value)-refused$/) as string,
    })
    expect(fake.env()).toBe(env)
    expect(await leftBehind(fake)).toEqual(['docker-compose.yml', 'mailu.env'])
  })

  test('a draft that the Compose of the server refuses is not written', async () => {
    const fake = await createFakeStack(await tempFolder(), { refuses: 'DOMAIN=x.test' })
    const plan = await fake.stack.handlers['stack.envPreview'](
      { ...fake.where, edits: set('DOMAIN', 'x.test') },
      { signal },
    )
    expect(plan.accepted).toBe(false)
    await expect(
      fake.stack.applyEdits(fake.where, set('DOMAIN', 'x.test'), fake.job()),
    ).rejects.toMatchObject({ code: 'env-draft-refused' })
    expect(fake.env()).toBe(usualEnv)
  })

  test('a preview shows no secret and leaves nothing', async () => {
    const fake = await createFakeStack(await tempFolder())
    const plan = await fake.stack.handlers['stack.envPreview'](
      { ...fake.where, edits: set('RELAYPASSWORD', 'canary-7') },
      { signal },
    )
    expect(plan).toMatchObject({
      accepted: true,
      changedKeys: ['RELAYPASSWORD'],
      recreate: [{ service: 'smtp', keys: ['RELAYPASSWORD'] }],
      keepRunning: ['admin', 'front', 'imap', 'redis'],
    })
    expect(JSON.stringify(plan)).not.toMatch(/canary|right/)
    expect(await leftBehind(fake)).toEqual(['docker-compose.yml', 'mailu.env'])
  })
})

describe('while a change is on trial', () => {
  test('an edit by somebody else survives the undoing, and that is said', async () => {
    const second = '# mine now\n'
    const fake = await createFakeStack(await tempFolder(), {
      verdicts: [refusedLogin],
      needs: at('checked', () => writeFile(fake.envFile, second)),
    })
    const result = await fake.stack.applyEdits(
      fake.where,
      set('RELAYPASSWORD', 'wrong'),
      fake.job(),
    )
    expect(result.outcome).toBe('left-alone')
    expect(fake.env()).toBe(second)
    expect(await readFile(result.copy ?? '', 'utf8')).toBe(usualEnv)
  })

  test('a second change is held off and told who is at it', async () => {
    let second: unknown
    const fake = await createFakeStack(await tempFolder(), {
      needs: at('recreated', async () => {
        const other = await fake.again({ atPoint: undefined, who: 'petra@desk' })
        second = await other
          .applyEdits(fake.where, set('DOMAIN', 'x.test'), fake.job())
          .catch((error: unknown) => error)
      }),
    })
    const first = await fake.stack.applyEdits(
      fake.where,
      set('MESSAGE_RATELIMIT', '1/day'),
      fake.job(),
    )
    expect(first.outcome).toBe('committed')
    expect(second).toMatchObject({ code: 'transaction-running', params: { who: 'maria@laptop' } })
  })

  test('cancelling ends the job at once and the server undoes the change', async () => {
    const abort = new AbortController()
    const fake = await createFakeStack(await tempFolder(), {
      needs: at('recreated', () => abort.abort()),
    })
    const running = fake.stack.applyEdits(
      fake.where,
      set('MESSAGE_RATELIMIT', '1/day'),
      fake.job(abort.signal),
    )
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    await vi.waitFor(async () => expect(fake.env()).toBe(usualEnv), {
      timeout: 10_000,
      interval: 100,
    })
    await vi.waitFor(
      async () => expect(fake.containerEnv('admin')).toContain('MESSAGE_RATELIMIT=200/day'),
      { timeout: 10_000, interval: 100 },
    )
    await serverHasFinished(fake)
  })

  test('what fails because it was cut off in the middle is cancelled, not failed', async () => {
    const abort = new AbortController()
    const fake = await createFakeStack(await tempFolder(), {
      needs: at('recreated', () => {
        abort.abort()
        throw new AppError('connection-lost', { host: 'localhost' })
      }),
    })
    const running = fake.stack.applyEdits(
      fake.where,
      set('MESSAGE_RATELIMIT', '1/day'),
      fake.job(abort.signal),
    )
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    await serverHasFinished(fake)
  })

  test('the status shows the change, and what became of one that nobody finished', async () => {
    const states: unknown[] = []
    const fake = await createFakeStack(await tempFolder(), {
      needs: at('written', async () => {
        const other = await fake.again({ atPoint: undefined })
        const { pending } = await other.handlers['stack.status'](fake.where, { signal })
        states.push(pending)
        await loseWatchdog(fake)
        throw new Error('the laptop is gone')
      }),
    })
    await expect(
      fake.stack.applyEdits(fake.where, set('MESSAGE_RATELIMIT', '1/day'), fake.job()),
    ).rejects.toThrow('the laptop is gone')
    expect(fake.env()).toContain('1/day')
    const next = await fake.again({ atPoint: undefined })
    const first = await next.handlers['stack.status'](fake.where, { signal })
    expect(first.pending?.state).toBe('armed')
    await vi.waitFor(
      async () => {
        const { pending } = await next.handlers['stack.status'](fake.where, { signal })
        expect(pending?.state).toBe('rolled-back')
      },
      { timeout: 10_000, interval: 200 },
    )
    expect(fake.env()).toBe(usualEnv)
    expect(fake.containerEnv('admin')).toContain('MESSAGE_RATELIMIT=200/day')
    expect(states).toMatchObject([{ state: 'armed', who: 'maria@laptop' }])
    const again = await next.applyEdits(fake.where, set('MESSAGE_RATELIMIT', '2/day'), fake.job())
    expect(again.outcome).toBe('committed')
    const { pending } = await next.handlers['stack.status'](fake.where, { signal })
    expect(pending).toBeUndefined()
  })

  test('a job that a crash ended tells what became of its change', async () => {
    const fake = await createFakeStack(await tempFolder())
    const job = fake.job()
    const dying = fake.stack.applyEdits(fake.where, set('MESSAGE_RATELIMIT', '1/day'), {
      ...job,
      progress(step) {
        if (step === 'recreate') throw new Error('killed')
      },
    })
    await expect(dying).rejects.toThrow('killed')
    await loseWatchdog(fake)
    const resumed = await fake.stack.handlers['stack.envApply'](
      { ...fake.where, edits: { set: [], unset: [] } },
      fake.job(signal, job.checkpoints[0]),
    )
    expect(resumed.outcome).toBe('rolled-back')
    expect(fake.env()).toBe(usualEnv)
  })
})

describe('earlier settings', () => {
  test('the last ten are kept', async () => {
    const fake = await createFakeStack(await tempFolder())
    const copies = join(fake.dir, '.postern', 'copies')
    await mkdir(copies, { recursive: true })
    for (let day = 10; day < 22; day += 1)
      await writeFile(
        join(copies, copyName(fake.envFile, 'f'.repeat(64), Date.UTC(2026, 0, day))),
        '',
      )
    await writeFile(join(copies, copyName('/else/mailu.env', 'f'.repeat(64), 0)), '')
    await fake.stack.applyEdits(fake.where, set('MESSAGE_RATELIMIT', '1/day'), fake.job())
    const kept = await fake.stack.handlers['stack.envHistory'](fake.where, { signal })
    expect(kept.length).toBe(10)
    expect(kept[0]).toMatchObject({ sizeBytes: usualEnv.length, isCurrent: false })
    expect(kept.at(-1)?.takenAt).toBe('2026-01-13T00:00:00.000Z')
    expect((await readdir(copies)).length).toBe(11)
  })

  test('N2f one is compared with the file as it is, secrets masked, and only what was compared is replaced', async () => {
    const fake = await createFakeStack(await tempFolder())
    await fake.stack.applyEdits(fake.where, set('MESSAGE_RATELIMIT', '1/day'), fake.job())
    await fake.stack.applyEdits(fake.where, set('RELAYPASSWORD', 'another'), fake.job())
    const [, oldest] = await fake.stack.handlers['stack.envHistory'](fake.where, { signal })
    const copy = { ...fake.where, id: oldest?.id ?? '' }
    const seen = await fake.stack.handlers['stack.envCopyPreview'](copy, { signal })
    expect(seen).toMatchObject({
      accepted: true,
      changedKeys: ['MESSAGE_RATELIMIT', 'RELAYPASSWORD'],
      recreate: [
        { service: 'admin', keys: ['MESSAGE_RATELIMIT'] },
        { service: 'smtp', keys: ['RELAYPASSWORD'] },
      ],
    })
    expect(seen.diff.filter(line => line.kind !== 'same').map(line => line.text)).toEqual([
      'MESSAGE_RATELIMIT=1/day',
      'MESSAGE_RATELIMIT=200/day',
      'RELAYPASSWORD=••••••',
      'RELAYPASSWORD=••••••',
    ])
    const { baseSha256 } = seen
    await fake.stack.applyEdits(fake.where, set('MESSAGE_RATELIMIT', '2/day'), fake.job())
    await expect(
      fake.stack.handlers['stack.envRollback']({ ...copy, baseSha256 }, fake.job()),
    ).rejects.toMatchObject({ code: 'env-changed-meanwhile' })
    expect(fake.env()).toContain('2/day')
  })

  test('any of them comes back by the same way', async () => {
    const fake = await createFakeStack(await tempFolder())
    await fake.stack.applyEdits(fake.where, set('MESSAGE_RATELIMIT', '1/day'), fake.job())
    const [copy] = await fake.stack.handlers['stack.envHistory'](fake.where, { signal })
    const result = await fake.stack.handlers['stack.envRollback'](
      { ...fake.where, id: copy?.id ?? '' },
      fake.job(),
    )
    expect(result).toMatchObject({ outcome: 'committed', recreated: ['admin'] })
    expect(fake.env()).toBe(usualEnv)
    await expect(
      fake.stack.handlers['stack.envRollback']({ ...fake.where, id: '../mailu.env' }, fake.job()),
    ).rejects.toMatchObject({ code: 'env-copy-not-found' })
  })
})
