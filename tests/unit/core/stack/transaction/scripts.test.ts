/** The transaction's own scripts, run by a real shell, killed at every place and on a disk without room. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RemoteHost } from '../../../../../src/core/net/ssh/session.ts'
import { sha256Of } from '../../../../../src/core/stack/read-files.ts'
import { type Change, homeOf } from '../../../../../src/core/stack/transaction/change.ts'
import { readPending } from '../../../../../src/core/stack/transaction/pending.ts'
import { beginCommand } from '../../../../../src/core/stack/transaction/remote-commands.ts'
import { begin, commit, undo } from '../../../../../src/core/stack/transaction/verbs.ts'
import { createLocalHost } from '../../../../fakes/local-host.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const signal = new AbortController().signal
const old = Buffer.from('OLD=1\n')
const fresh = Buffer.from([0xff, 0x00, 0x0a, ...Buffer.from("it's $HOME `x` \\ new\r\n")])

interface Set {
  readonly change: Change
  readonly contents: () => (string | undefined)[]
  readonly host: RemoteHost
}

/** Two files that change and one that is made. */
function createSet(folder: string): Set {
  const path = (name: string): string => join(folder, name)
  mkdirSync(path("it's over"))
  const names = ['mailu.env', "it's over/postfix.cf", 'new.yml']
  for (const name of names.slice(0, 2)) writeFileSync(path(name), old)
  const change: Change = {
    home: homeOf(folder),
    who: "maria's laptop",
    files: names.map((name, index) => ({
      path: path(name),
      ...(index < 2 && { before: sha256Of(old) }),
      content: fresh,
    })),
    projectDir: folder,
    compose: [],
    services: [],
  }
  const read = (name: string): string | undefined => {
    const [dir = '', base = ''] = name.includes('/') ? name.split('/') : ['.', name]
    return readdirSync(path(dir)).includes(base) ? readFileSync(path(name), 'latin1') : undefined
  }
  return { change, contents: () => names.map(read), host: createLocalHost() }
}

const untouched = [old.toString('latin1'), old.toString('latin1'), undefined]
const written = Array.from({ length: 3 }, () => fresh.toString('latin1'))
const options = (): Parameters<typeof begin>[3] => ({ leaseSeconds: 60, now: Date.now(), signal })

describe('a set of files', () => {
  test('is written together, byte for byte, and stays when it is confirmed', async () => {
    const { change, contents, host } = createSet(await tempFolder())
    const { id } = await begin(host, change, 'never', options())
    expect(contents()).toEqual(written)
    expect(
      await commit({ host, home: change.home, id, rights: 'never' }, change.files, signal),
    ).toBe(true)
    expect(contents()).toEqual(written)
    expect(readdirSync(change.home)).toEqual(['copies'])
  })

  test('comes back together, and a file that was made is gone again', async () => {
    const { change, contents, host } = createSet(await tempFolder())
    const { id } = await begin(host, change, 'never', options())
    const outcome = await undo({ host, home: change.home, id, rights: 'never' }, Date.now(), signal)
    expect(outcome).toBe('rolled-back')
    expect(contents()).toEqual(untouched)
  })

  test('stays as it is when one of them was changed by somebody else', async () => {
    const { change, contents, host } = createSet(await tempFolder())
    const { id } = await begin(host, change, 'never', options())
    writeFileSync(change.files[1]!.path, 'MINE\n')
    const outcome = await undo({ host, home: change.home, id, rights: 'never' }, Date.now(), signal)
    expect(outcome).toBe('left-alone')
    expect(contents()).toEqual([written[0], 'MINE\n', written[2]])
  })

  test('is undone by the server when nobody gives a sign of life', async () => {
    const { change, contents, host } = createSet(await tempFolder())
    const { id } = await begin(host, change, 'never', { ...options(), leaseSeconds: 1 })
    await expect
      .poll(async () => (await readPending(host, change.home, 'never', Date.now(), signal)).last, {
        timeout: 15_000,
      })
      .toMatchObject({ id, state: 'rolled-back' })
    expect(contents()).toEqual(untouched)
  })

  test('is not written where one of them is not what it was', async () => {
    const { change, contents, host } = createSet(await tempFolder())
    writeFileSync(change.files[1]!.path, 'MINE\n')
    await expect(begin(host, change, 'never', options())).rejects.toMatchObject({
      code: 'env-changed-meanwhile',
      params: { path: change.files[1]!.path },
    })
    expect(contents()).toEqual([untouched[0], 'MINE\n', undefined])
    expect(readdirSync(change.home)).toEqual(['copies'])
  })
})

/** The script ended after its first `count` lines by a signal that nothing can catch. */
const killedAfter = (count: number): string =>
  [...beginCommand.script.split('\n').slice(0, count), 'kill -9 $$'].join('\n')

/** Every line after which the script can end: where what stands before is whole. */
function killPoints(): number[] {
  const lines = beginCommand.script.split('\n')
  const first = lines.findIndex(line => line.startsWith('mkdir -p'))
  return lines.flatMap((_, index) => {
    if (index < first) return []
    try {
      execFileSync('/bin/sh', ['-n'], {
        input: killedAfter(index + 1),
        stdio: ['pipe', 'ignore', 'ignore'],
      })
      return [index + 1]
    } catch {
      return []
    }
  })
}

test('N2c killed at any place, the files are all old or all new, and the next change works', async () => {
  const points = killPoints()
  expect(points.length).toBeGreaterThan(12)
  const folders: string[] = []
  while (folders.length < points.length) folders.push(await tempFolder())
  const tried = points.map(async (point, index) => {
    const { change, contents, host } = createSet(folders[index]!)
    const dying: RemoteHost = {
      ...host,
      run: (command, args, run) =>
        host.run(
          command === beginCommand ? { ...command, script: killedAfter(point) } : command,
          args,
          run,
        ),
    }
    await expect(begin(dying, change, 'never', options())).rejects.toThrow()
    const left = await readPending(host, change.home, 'never', Date.now(), signal)
    if (left.now) {
      const at = { host, home: change.home, id: left.now.id, rights: 'never' as const }
      expect([point, await undo(at, Date.now(), signal)]).toEqual([point, 'rolled-back'])
    }
    expect([point, contents()]).toEqual([point, untouched])
    const { id } = await begin(host, change, 'never', options())
    await commit({ host, home: change.home, id, rights: 'never' }, change.files, signal)
    expect([point, contents()]).toEqual([point, written])
  })
  await Promise.all(tried)
}, 120_000)

test('a disk without room: nothing is written, nothing is left, and that is said', async () => {
  const { change, contents, host } = createSet(await tempFolder())
  const large = {
    ...change,
    files: change.files.map(file => ({ ...file, content: Buffer.alloc(200_000, 'x') })),
  }
  const tight: RemoteHost = {
    ...host,
    run: (command, args, run) =>
      // A file may not grow over 50 KiB here: for the script the same as no room.
      host.run({ ...command, script: `trap '' XFSZ; ulimit -f 100\n${command.script}` }, args, run),
  }
  await expect(begin(tight, large, 'never', options())).rejects.toMatchObject({ code: 'disk-full' })
  expect(contents()).toEqual(untouched)
  expect(readdirSync(change.home)).toEqual(['copies'])
  expect(readdirSync(join(change.home, 'copies'))).toEqual([])
})
