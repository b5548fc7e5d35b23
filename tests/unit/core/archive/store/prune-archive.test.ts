import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { chanceOf } from '../../../../../scripts/prove/seeded.ts'
import { createArchive } from '../../../../../src/core/archive/store/head.ts'
import { openReader } from '../../../../../src/core/archive/store/open-reader.ts'
import { openRun } from '../../../../../src/core/archive/store/open-run.ts'
import { previewPrune, pruneArchive } from '../../../../../src/core/archive/store/prune-archive.ts'
import { verifyArchive } from '../../../../../src/core/archive/store/verify-archive.ts'
import { account, inbox, put, sha256 } from '../../../../support/archive-here.ts'
import { powerFiles } from '../../../../support/archive-power.ts'
import { hasPython } from '../../../../support/python.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const options = { signal: new AbortController().signal, progress: () => undefined }
const onDay = (day: number) => ({ now: () => Date.UTC(2026, 0, day) })

/** Days 1, 10, 20: `ancient` is deleted by day 10, `recent` by day 20; `moved` went from INBOX to Kept by day 10. */
async function threeRuns(): Promise<string> {
  const dir = join(await tempFolder(), 'a')
  await createArchive(dir, account)
  const on = async (day: number) => {
    const run = await openRun(dir, { clock: onDay(day), who: 'a test' })
    const ids = ['INBOX', 'Kept'].map(path => run.beginFolder({ ...inbox(), path }).id)
    return { run, box: ids[0]!, kept: ids[1]! }
  }
  const first = await on(1)
  put(first.run, first.box, 1, 'ancient\nFrom it', { guid: 'g1' })
  put(first.run, first.box, 2, 'moved\nFrom the start')
  put(first.run, first.box, 3, 'recent')
  put(first.run, first.box, 4, 'stays')
  await first.run.finish()
  const second = await on(10)
  second.run.gone(second.box, [1, 2])
  put(second.run, second.kept, 1, 'moved\nFrom the start')
  await second.run.finish()
  const third = await on(20)
  third.run.gone(third.box, [3])
  await third.run.finish()
  return dir
}

async function pruneOn(dir: string, day: number, keepDays: number) {
  const preview = await previewPrune(dir, { clock: onDay(day), keepDays })
  const removed = await pruneArchive(dir, { clock: onDay(day), who: 'a test', keepDays })
  expect(removed).toEqual(preview)
  return removed
}

test.skipIf(!hasPython)(
  'N7j what the preview lists is what goes, and nothing that a kept snapshot has',
  async () => {
    const dir = await threeRuns()
    expect((await pruneOn(dir, 21, 100)).messages).toEqual([])
    const { messages, bytes, keptFrom } = await pruneOn(dir, 21, 15)
    expect(keptFrom).toBe(2)
    expect(messages).toMatchObject([{ folder: 'INBOX', uid: 1, hash: sha256('ancient\nFrom it') }])
    expect(bytes).toBe(15)
    const check = async () => {
      const reader = await openReader(dir)
      expect(reader.snapshots().map(({ id }) => id)).toEqual([2, 3])
      const asOf = (snapshot: number) =>
        reader
          .folders(snapshot)
          .map(({ id }) => [...reader.messages(id, snapshot)].map(({ uid }) => uid))
      expect([asOf(2), asOf(3)]).toEqual([
        [[3, 4], [1]],
        [[4], [1]],
      ])
      await expect(reader.read(messages[0]!.hash)).rejects.toMatchObject({
        code: 'archive-no-message',
      })
      for (const text of ['moved\nFrom the start', 'recent', 'stays'])
        expect((await reader.read(sha256(text))).toString()).toBe(text)
      reader.close()
      expect(await verifyArchive(dir, options)).toMatchObject({
        bodies: 3,
        damaged: [],
        badLines: [],
      })
    }
    await check()
    rmSync(join(dir, 'catalogue.sqlite'))
    await check()
    const names = await readdir(join(dir, 'segments'))
    expect(names).toEqual(['00000002.mbox'])
    expect(readFileSync(join(dir, 'segments/00000002.mbox'), 'utf8')).not.toContain('ancient')
    const python = fileURLToPath(new URL('../../../../../docs/read-archive.py', import.meta.url))
    const out = join(dir, '..', 'out')
    const said = execFileSync('/bin/sh', ['-c', 'python3 "$@" 2>&1', 'sh', python, dir, out])
    expect(said.toString()).toBe('INBOX, UID 1: not here (forget)\n')
    expect(
      (await readdir(out, { recursive: true })).filter(name => name.endsWith('.eml')),
    ).toHaveLength(4)
    expect((await pruneOn(dir, 21, 15)).messages).toEqual([])
  },
)

test('the last complete snapshot is kept however long ago it was, and the archive goes on afterwards', async () => {
  const dir = await threeRuns()
  const { messages, keptFrom } = await pruneOn(dir, 300, 0)
  expect(keptFrom).toBe(3)
  expect(messages.map(({ uid }) => uid)).toEqual([1, 3])
  const run = await openRun(dir, { clock: onDay(301), who: 'a test' })
  expect(run.snapshot).toBe(4)
  expect(run.knownGuid('g1')).toBeUndefined()
  const { id } = run.beginFolder(inbox())
  expect([...run.placed(id).keys()]).toEqual([4])
  expect(put(run, id, 9, 'recent').isNew).toBe(true)
  await run.durable()
  expect(run.knownGuid('g1')).toBeUndefined()
  await run.finish()
  expect((await verifyArchive(dir, options)).damaged).toEqual([])
})

test('a removal that is cut from its power at any step loses nothing that stays, and can be done again', async () => {
  const chance = chanceOf(9)
  let cuts = 0
  for (let cutAt = 1; cutAt < 30; cutAt += 1) {
    const dir = await threeRuns()
    const left = join(await tempFolder(), 'left')
    // What was there before the removal is on the disk.
    const files = powerFiles(Number.POSITIVE_INFINITY)
    files.adopt(dir)
    files.cutAt(cutAt)
    const deps = { clock: onDay(21), who: 'a test', keepDays: 15 }
    const isCut = await pruneArchive(dir, { ...deps, files }).then(
      () => false,
      () => true,
    )
    files.leave(dir, left, chance)
    expect((await verifyArchive(left, options)).damaged).toEqual([])
    await pruneArchive(left, deps)
    const report = await verifyArchive(left, options)
    expect(report).toMatchObject({ bodies: 3, damaged: [] })
    if (isCut) cuts += 1
    else {
      expect(cuts).toBeGreaterThan(5)
      expect(existsSync(join(left, 'segments/00000001.mbox'))).toBe(false)
      return
    }
  }
  expect.unreachable('it was never done')
})
