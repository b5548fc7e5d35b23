/** A change of the env file together with a file beside it: both or neither. */
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SideEdit } from '../../../../../src/core/stack/apply/side-files.ts'
import { AppError } from '../../../../../src/shared/errors.ts'
import type { Verdict } from '../../../../fakes/docker-shim.ts'
import { createFakeStack, type FakeStack, usualEnv } from '../../../../support/fake-stack.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const edits = { set: [{ key: 'RELAYHOST', value: '[relay.test]:465' }], unset: [] }
const none = { set: [], unset: [] }
const refusedLogin: Verdict = {
  kind: 'login',
  service: 'smtp',
  when: 'RELAYHOST=[relay.test]:465',
  says: 'broken Postfix does not begin with TLS, as port 465 wants it',
}

interface Beside {
  readonly fake: FakeStack
  readonly path: string
  readonly side: (content: string | undefined) => SideEdit
  readonly now: () => string | undefined
}

async function beside(
  content?: string,
  options: Parameters<typeof createFakeStack>[1] = {},
): Promise<Beside> {
  const fake = await createFakeStack(await tempFolder(), options)
  const folder = join(fake.dir, 'overrides')
  mkdirSync(folder)
  const path = join(folder, 'postfix.cf')
  if (content !== undefined) writeFileSync(path, content)
  return {
    fake,
    path,
    side: next => ({
      service: 'smtp',
      path,
      edit: () => (next === undefined ? undefined : Buffer.from(next)),
    }),
    now: () => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
  }
}

describe('a file that changes together with the settings', () => {
  test.each([
    ['is made', undefined, 'new\n'],
    ['is rewritten', 'old\n', 'new\n'],
    ['is taken away', 'old\n', undefined],
  ])('N3b %s in the same change, and what reads it starts anew', async (_name, before, after) => {
    const { fake, path, side, now } = await beside(before)
    const result = await fake.stack.applyEdits(fake.where, edits, fake.job(), {
      sides: [side(after)],
    })
    expect(result).toMatchObject({ outcome: 'committed', recreated: ['smtp'], files: [path] })
    expect(now()).toBe(after)
    expect(fake.env()).toContain('RELAYHOST=[relay.test]:465')
    expect(readFileSync(result.copy ?? '', 'utf8')).toBe(usualEnv)
  })

  test.each([
    ['that was not there is gone again', undefined, 'new\n'],
    ['is as it was', 'old\n', 'new\n'],
    ['that was taken away is back', 'old\n', undefined],
  ])(
    'N3b where the login is lost, the file %s, and so are the settings',
    async (_name, before, after) => {
      const { fake, path, side, now } = await beside(before, { verdicts: [refusedLogin] })
      if (before !== undefined) chmodSync(path, 0o640)
      const result = await fake.stack.applyEdits(fake.where, edits, fake.job(), {
        sides: [side(after)],
      })
      expect(result.outcome).toBe('rolled-back')
      expect([now(), fake.env()]).toEqual([before, usualEnv])
      if (before !== undefined) expect(lstatSync(path).mode & 0o777).toBe(0o640)
      expect(fake.containerEnv('smtp')).toContain('RELAYHOST=[relay.test]:587')
      expect(fake.calls().every(call => call.includes('--force-recreate'))).toBe(true)
    },
  )

  test('N3b a change of the file alone recreates its reader, which Compose by itself would not', async () => {
    const { fake, side, now } = await beside()
    const before = fake.containers()['smtp']
    const result = await fake.stack.applyEdits(fake.where, none, fake.job(), {
      sides: [side('new\n')],
    })
    expect(result).toMatchObject({ outcome: 'committed', changedKeys: [], recreated: ['smtp'] })
    expect(result.copy).toBeUndefined()
    expect(now()).toBe('new\n')
    expect(fake.containers()['smtp']).not.toBe(before)
    expect(fake.calls()).toEqual(['docker compose -p mailu up -d --force-recreate --no-deps smtp'])
  })

  test('a file that stays as it is is no part of the change', async () => {
    const { fake, side } = await beside('old\n')
    const same = await fake.stack.applyEdits(fake.where, none, fake.job(), {
      sides: [side('old\n')],
    })
    expect(same.outcome).toBe('nothing-to-do')
    const result = await fake.stack.applyEdits(fake.where, edits, fake.job(), {
      sides: [side('old\n')],
    })
    expect(result).not.toHaveProperty('files')
    expect(fake.calls()).toEqual(['docker compose -p mailu up -d --no-deps smtp'])
  })

  test('N3b an edit that refuses leaves everything as it is', async () => {
    const { fake, path, now } = await beside('old\n')
    const refusal = new AppError('relay-override-own', { path, line: 1, value: 'no' })
    const side: SideEdit = {
      service: 'smtp',
      path,
      edit: () => {
        throw refusal
      },
    }
    const running = fake.stack.applyEdits(fake.where, edits, fake.job(), { sides: [side] })
    await expect(running).rejects.toBe(refusal)
    expect([now(), fake.env(), fake.calls()]).toEqual(['old\n', usualEnv, []])
  })

  test('N3b a file that somebody else changed meanwhile stops the change before anything is written', async () => {
    const { fake, path, now } = await beside('old\n')
    const side: SideEdit = {
      service: 'smtp',
      path,
      edit: () => {
        writeFileSync(path, 'theirs\n')
        return Buffer.from('new\n')
      },
    }
    const running = fake.stack.applyEdits(fake.where, edits, fake.job(), { sides: [side] })
    await expect(running).rejects.toMatchObject({ code: 'env-changed-meanwhile', params: { path } })
    expect([now(), fake.env()]).toEqual(['theirs\n', usualEnv])
  })
})
