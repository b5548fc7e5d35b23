import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createArchive } from '../../../../../src/core/archive/store/head.ts'
import { openReader } from '../../../../../src/core/archive/store/open-reader.ts'
import { openRun } from '../../../../../src/core/archive/store/open-run.ts'
import { tryWriter } from '../../../../../src/core/archive/store/writer-lock.ts'
import { verifyArchive } from '../../../../../src/core/archive/store/verify-archive.ts'
import { crashArchives } from '../../../../prove/archive-crash.ts'
import { chanceOf } from '../../../../../scripts/prove/seeded.ts'
import {
  account,
  beginRun,
  clock,
  contentOf,
  inbox,
  put,
  sha256,
} from '../../../../support/archive-here.ts'
import { backUp, mailboxAt } from '../../../../support/archive-mailbox.ts'
import { fullFiles } from '../../../../support/archive-power.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const options = { signal: new AbortController().signal, progress: () => undefined }

async function contentIn(dir: string): Promise<unknown> {
  const reader = await openReader(dir)
  try {
    return contentOf(reader)
  } finally {
    reader.close()
  }
}

test('N7d a writer killed, or cut from its power, leaves an archive that one more run makes whole', async () => {
  const failures: string[] = []
  let held = 0
  await crashArchives({
    points: 8,
    seed: 11,
    chance: chanceOf(11),
    say: () => undefined,
    point: (name, why) => {
      if (why === undefined) held += 1
      else failures.push(`${name}: ${why}`)
    },
  })
  expect({ held, failures }).toEqual({ held: 8, failures: [] })
}, 60_000)

test('a full disk says so at any byte, damages nothing, and the next run goes on', async () => {
  const whole = join(await tempFolder(), 'whole')
  const uncut = await beginRun(whole)
  await backUp(uncut, mailboxAt(0, 5), 5)
  await uncut.finish()
  for (const room of [0, 1000, 40_000, 300_000, 470_000]) {
    const dir = join(await tempFolder(), 'a')
    const files = fullFiles(room)
    const fill = async () => {
      const run = await beginRun(dir, files)
      try {
        await backUp(run, mailboxAt(0, 5), 5)
        await run.finish()
      } finally {
        await run.abandon()
      }
    }
    await expect(fill()).rejects.toMatchObject({ code: 'archive-disk-full', params: { dir } })
    files.free()
    await fill()
    expect((await verifyArchive(dir, options)).damaged).toEqual([])
    expect(await contentIn(dir)).toEqual(await contentIn(whole))
  }
})

test('four writers started at once take turns or hear who writes, and the archive verifies', async () => {
  const dir = join(await tempFolder(), 'a')
  const writer = fileURLToPath(new URL('../../../../prove/archive-writer.ts', import.meta.url))
  const ends = await Promise.all(
    [1, 2, 3, 4].map(async () => {
      const child = spawn(process.execPath, [writer, dir, '5', '0'], { stdio: 'pipe' })
      const said: Buffer[] = []
      child.stderr.on('data', (bytes: Buffer) => said.push(bytes))
      const [code] = (await once(child, 'close')) as [number]
      return code === 0 ? 'wrote' : /archive-busy/.exec(Buffer.concat(said).toString())?.[0]
    }),
  )
  expect(ends).toContain('wrote')
  expect(ends.filter(end => end !== 'wrote' && end !== 'archive-busy')).toEqual([])
  const report = await verifyArchive(dir, options)
  expect(report).toMatchObject({ damaged: [], badLines: [] })
  expect(report.bodies).toBeGreaterThan(50)
}, 60_000)

test('nobody makes an archive anew while another process is making it', async () => {
  const dir = join(await tempFolder(), 'a')
  mkdirSync(dir)
  const other = await tryWriter(dir, 'another process')
  await expect(createArchive(dir, account)).rejects.toMatchObject({
    code: 'archive-busy',
    params: { who: 'another process' },
  })
  expect(readdirSync(dir)).not.toContain('journal')
  other?.release()
  await createArchive(dir, account)
})

test('a folder that is taken away in the middle is missed before anything counts as stored', async () => {
  const folder = await tempFolder()
  const dir = join(folder, 'a')
  const run = await beginRun(dir)
  const { id } = run.beginFolder(inbox())
  put(run, id, 1, 'before')
  await run.durable()
  renameSync(dir, join(folder, 'elsewhere'))
  put(run, id, 2, 'after')
  await expect(run.finish()).rejects.toMatchObject({ code: 'archive-away', params: { dir } })
  await run.abandon()
  await expect(openRun(dir, { clock, who: 'me' })).rejects.toMatchObject({ code: 'archive-away' })
  renameSync(join(folder, 'elsewhere'), dir)
  expect((await verifyArchive(dir, options)).damaged).toEqual([])
  const again = await beginRun(dir)
  put(again, id, 2, 'after')
  await again.finish()
})

test('a folder that is deleted in the middle is missed too', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  put(run, run.beginFolder(inbox()).id, 1, 'before')
  await run.durable()
  rmSync(dir, { recursive: true })
  const { id } = run.beginFolder({ ...inbox(), path: 'Other' })
  put(run, id, 2, 'after')
  await expect(run.durable()).rejects.toMatchObject({ code: 'archive-away' })
  await run.abandon()
})

test('what a crash left behind the last word is cut off; what was said stays', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  put(run, run.beginFolder(inbox()).id, 1, 'whole')
  await run.finish()
  const [journal, segment] = [join(dir, 'journal'), join(dir, 'segments/00000001.mbox')]
  const before = statSync(segment).size
  appendFileSync(segment, 'From postern@localhost half a mess')
  appendFileSync(journal, '00000000 {"is":"message","folder":1,\n'.repeat(300))
  const next = await beginRun(dir)
  put(next, 1, 2, 'more')
  await next.finish()
  expect(statSync(segment).size).toBe(
    before + 'From postern@localhost Mon Nov 23 12:00:00 2026\nmore\n\n'.length,
  )
  expect(readFileSync(journal, 'utf8')).toMatch(/"is":"commit","ends":\{\}\}\n$/)
  expect(await verifyArchive(dir, options)).toMatchObject({ bodies: 2, damaged: [], badLines: [] })
})

test('a last group with a bad line never happened: a power cut tore it', async () => {
  const folder = await tempFolder()
  const [dir, copy] = [join(folder, 'a'), join(folder, 'copy')]
  const run = await beginRun(dir)
  put(run, run.beginFolder(inbox()).id, 1, 'first')
  await run.durable()
  put(run, 1, 2, 'second')
  await run.durable()
  cpSync(dir, copy, { recursive: true })
  await run.finish()
  rmSync(join(copy, 'catalogue.sqlite'))
  const journal = join(copy, 'journal')
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"uid":2', '"uid":9'))
  expect(await verifyArchive(copy, options)).toMatchObject({ bodies: 1, badLines: [] })
  const next = await beginRun(copy)
  expect([...next.placed(1).keys()]).toEqual([1])
  expect(put(next, 1, 2, 'second').isNew).toBe(true)
  await next.finish()
  expect(await verifyArchive(copy, options)).toMatchObject({ bodies: 2, damaged: [], badLines: [] })
})

test('a journal that is missing is said, and no segment is thrown away for it', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  put(run, run.beginFolder(inbox()).id, 1, 'whole')
  await run.finish()
  renameSync(join(dir, 'journal'), join(dir, 'journal.away'))
  await expect(openRun(dir, { clock, who: 'me' })).rejects.toMatchObject({
    code: 'archive-unreadable',
  })
  renameSync(join(dir, 'journal.away'), join(dir, 'journal'))
  expect((await verifyArchive(dir, options)).damaged).toEqual([])
})

test('a missing head is made anew for the same account, and no journal is begun anew over an old one', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  put(run, run.beginFolder(inbox()).id, 1, 'whole')
  await run.finish()
  const before = readFileSync(join(dir, 'journal'))
  rmSync(join(dir, 'archive.json'))
  await expect(createArchive(dir, { ...account, id: 'other' })).rejects.toMatchObject({
    code: 'archive-folder-taken',
  })
  await createArchive(dir, account)
  expect(readFileSync(join(dir, 'journal')).equals(before)).toBe(true)
  expect(await verifyArchive(dir, options)).toMatchObject({ bodies: 1, damaged: [] })
  rmSync(join(dir, 'archive.json'))
  writeFileSync(join(dir, 'journal'), Buffer.concat([Buffer.alloc(10_000, 'x'), before]))
  const torn = readFileSync(join(dir, 'journal'))
  await expect(createArchive(dir, account)).rejects.toMatchObject({ code: 'archive-unreadable' })
  expect(readFileSync(join(dir, 'journal')).equals(torn)).toBe(true)
})

test('a journal that is an old copy does not make a writer throw away what it does not know', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  put(run, run.beginFolder(inbox()).id, 1, 'whole')
  await run.finish()
  const strange = join(dir, 'segments/00000009.mbox')
  appendFileSync(strange, 'x')
  truncateSync(strange, 2 ** 30 + 1)
  await expect(openRun(dir, { clock, who: 'me' })).rejects.toMatchObject({
    code: 'archive-unreadable',
  })
  expect(statSync(strange).size).toBe(2 ** 30 + 1)
})

/** Root may write everywhere: there it is done as nobody. */
async function asPerson(folder: string, work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return work()
  const nobody = 65_534
  for (const path of [folder, ...readdirSync(folder, { recursive: true, encoding: 'utf8' })])
    chownSync(resolve(folder, path), nobody, nobody)
  process.seteuid?.(nobody)
  try {
    await work()
  } finally {
    process.seteuid?.(0)
  }
}

test('a folder that may only be read is read, and not written', async () => {
  const above = await tempFolder()
  const dir = join(above, 'a')
  const run = await beginRun(dir)
  put(run, run.beginFolder(inbox()).id, 1, 'whole')
  await run.finish()
  rmSync(join(dir, 'catalogue.sqlite'))
  await asPerson(above, async () => {
    chmodSync(dir, 0o500)
    try {
      const reader = await openReader(dir)
      expect((await reader.read(sha256('whole'))).toString()).toBe('whole')
      reader.close()
      await expect(openRun(dir, { clock, who: 'me' })).rejects.toMatchObject({
        code: 'archive-not-writable',
      })
    } finally {
      chmodSync(dir, 0o700)
    }
  })
})
