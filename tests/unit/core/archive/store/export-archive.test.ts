import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  exportArchive,
  type ExportOptions,
} from '../../../../../src/core/archive/store/export-archive.ts'
import { createNames } from '../../../../../src/core/archive/store/export-names.ts'
import { parseInternalDate } from '../../../../../src/core/archive/store/internal-date.ts'
import { openReader } from '../../../../../src/core/archive/store/open-reader.ts'
import { beginRun, date, inbox, put, sha256 } from '../../../../support/archive-here.ts'
import { hasPython } from '../../../../support/python.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const letter = 'Subject: one\n\nFrom me\n>From you\nno line end'
const other = 'Subject: two\r\n\r\ntwo\r\n'

async function smallArchive(): Promise<string> {
  const folder = await tempFolder()
  const run = await beginRun(join(folder, 'archive'))
  const { id } = run.beginFolder(inbox())
  const work = run.beginFolder({ ...inbox(), path: 'Work.A/B' })
  put(run, id, 1, letter, { flags: ['\\Seen', '\\answered', '$Label'] })
  put(run, id, 2, other)
  put(run, id, 3, 'deleted')
  put(run, work.id, 1, other)
  await run.finish()
  const next = await beginRun(join(folder, 'archive'))
  next.gone(id, [3])
  await next.finish()
  return folder
}

async function take(folder: string, more: Partial<ExportOptions>) {
  const seen: [number, number][] = []
  const reader = await openReader(join(folder, 'archive'))
  try {
    const report = await exportArchive(reader, {
      to: join(folder, 'out'),
      form: 'eml',
      os: 'linux',
      encodeName: name => name.replace('_', '&AF8-'),
      signal: new AbortController().signal,
      progress: (done, total) => void seen.push([done, total]),
      ...more,
    })
    const names = await readdir(join(folder, 'out'), { recursive: true, withFileTypes: true })
    const files = names
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(join(folder, 'out').length + 1))
    return {
      report,
      files: files.sort(),
      seen,
      text: (name: string) => readFileSync(join(folder, 'out', name), 'utf8'),
    }
  } finally {
    reader.close()
  }
}

test('as eml each message is a file of its own, byte for byte, dated as in its folder', async () => {
  const folder = await smallArchive()
  const { report, files, seen, text } = await take(folder, {})
  const own = (body: string) => sha256(body).slice(0, 8)
  expect(files).toEqual([
    `INBOX/1-${own(letter)}.eml`,
    `INBOX/2-${own(other)}.eml`,
    `Work/A_B/1-${own(other)}.eml`,
  ])
  expect(files.map(text)).toEqual([letter, other, other])
  expect(statSync(join(folder, 'out', files[0]!)).mtimeMs).toBe(parseInternalDate(date))
  expect(report).toEqual({ messages: 3, bytes: letter.length + 2 * other.length, damaged: [] })
  expect(seen.at(-1)).toEqual([3, 3])
})

test('as of a snapshot, of one folder, or with what was deleted', async () => {
  const first = await take(await smallArchive(), { snapshot: 1, folders: [1] })
  expect(first.report.messages).toBe(3)
  const all = await take(await smallArchive(), { withDeleted: true })
  expect([all.report.messages, all.seen.at(-1)]).toEqual([4, [4, 4]])
})

test.skipIf(!hasPython)('as mbox Python reads back what was stored', async () => {
  const folder = await smallArchive()
  const { files, text } = await take(folder, { form: 'mbox' })
  expect(files).toEqual(['INBOX.mbox', 'Work/A_B.mbox'])
  expect(text('INBOX.mbox')).toBe(
    `From postern@localhost Wed Jul 17 09:44:25 1996\nSubject: one\n\n>From me\n>>From you\nno line end\n\n` +
      `From postern@localhost Wed Jul 17 09:44:25 1996\n${other}\n`,
  )
  const script = `import mailbox, sys
for m in mailbox.mbox(sys.argv[1]): print(m['subject'])`
  const said = execFileSync('python3', ['-c', script, join(folder, 'out/INBOX.mbox')])
  expect(said.toString()).toBe('one\ntwo\n')
})

test('as Maildir flags and dates stay, folders lie behind a dot, and Windows gets a semicolon', async () => {
  const folder = await smallArchive()
  const { files, text } = await take(folder, { form: 'maildir' })
  expect(files).toEqual([
    `.Work.A&AF8-B/cur/837596665.M1P1.postern,S=${other.length}:2,`,
    `cur/837596665.M1P1.postern,S=${letter.length}:2,RS`,
    `cur/837596665.M2P1.postern,S=${other.length}:2,`,
  ])
  expect(text(files[1]!)).toBe(letter)
  const windows = await take(await smallArchive(), { form: 'maildir', os: 'win32' })
  expect(windows.files[2]).toContain(';2,')
})

test('a damaged message is left out and named, the others come; a folder with files is refused', async () => {
  for (const form of ['mbox', 'eml'] as const) {
    const folder = await smallArchive()
    const segment = join(folder, 'archive/segments/00000001.mbox')
    const bytes = readFileSync(segment)
    bytes[bytes.indexOf('no line end')] = 0x4e
    writeFileSync(segment, bytes)
    const { report, files, text } = await take(folder, { form })
    expect(report).toMatchObject({ messages: 2, damaged: [{ folder: 'INBOX', uid: 1 }] })
    expect(files.map(text).join('')).not.toContain('line end')
    await expect(take(folder, { form })).rejects.toMatchObject({ code: 'archive-folder-taken' })
  }
})

test('an export that is cancelled says so', async () => {
  const signal = AbortSignal.abort()
  await expect(take(await smallArchive(), { signal })).rejects.toMatchObject({ code: 'cancelled' })
})

test('folders’ names never become one on disk, and every system takes them', () => {
  const nameOf = createNames()
  expect(
    ['Work', 'work', 'a/b', 'a:b', 'CON', 'x.', '..', '', 'nul.txt'].map(path =>
      nameOf(path, undefined),
    ),
  ).toEqual([...['Work', 'work (2)', 'a_b', 'a_b (2)', '_CON', 'x_', '_', '_ (2)', '_nul.txt']])
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'binary' })), paths => {
      const name = createNames()
      const names = paths.map(path => name(path, '.'))
      expect(new Set(names.map(one => one.toLowerCase())).size).toBe(paths.length)
      for (const part of names.flatMap(one => one.split('/')))
        expect(part).not.toMatch(/^\.|[<>:"\\|?*\0]|[. ]$|^$/)
    }),
  )
})

test('dates are read with their zone, and nothing is made of other text', () => {
  expect(parseInternalDate(' 7-Feb-1994 21:52:25 -0800')).toBe(Date.UTC(1994, 1, 8, 5, 52, 25))
  expect(parseInternalDate('17-JUL-1996 02:44:25 +0530')).toBe(Date.UTC(1996, 6, 16, 21, 14, 25))
  expect(['', 'yesterday', '17-Foo-1996 02:44:25 +0000'].map(parseInternalDate)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
