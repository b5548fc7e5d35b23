import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createArchive } from '../../../../../src/core/archive/store/head.ts'
import { openReader } from '../../../../../src/core/archive/store/open-reader.ts'
import { openRun } from '../../../../../src/core/archive/store/open-run.ts'
import { rebuildCatalogue } from '../../../../../src/core/archive/store/rebuild-catalogue.ts'
import {
  account,
  beginRun,
  clock,
  contentOf,
  date,
  inbox,
  put,
  putBody,
  sha256,
} from '../../../../support/archive-here.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const odd = {
  'no blank line after the header': 'Subject: x\r\n',
  empty: '',
  'bare line feeds': 'Subject: x\n\nFrom me\n>From you\n',
  'no line end at the end': 'Subject: x\r\n\r\nFrom ',
  'zero bytes': 'a: \0\r\n\r\n\0\0',
  'an 8-bit header': Buffer.from('Subject: Gr\xfc\xdfe\r\n\r\n', 'latin1'),
  '100,000 lines of header': 'X-A: b\r\n'.repeat(100_000),
}

test('odd messages come back byte for byte, whatever the pieces they came in', async () => {
  const dir = await tempFolder()
  const run = await beginRun(join(dir, 'a'))
  const folder = run.beginFolder(inbox())
  const bodies = Object.values(odd).map((text, index) => {
    const body = putBody(run, text, index === 6 ? 65_536 : 3)
    run.place(folder.id, { uid: index + 1, body, flags: ['\\Seen'], internalDate: date })
    return body
  })
  run.endFolder(folder.id, { uidNext: 8, highestModseq: 2n ** 60n, exists: 7 })
  const summary = await run.finish()
  expect(summary).toMatchObject({
    snapshot: 1,
    added: 7,
    folders: [{ path: 'INBOX', onServer: 7, here: 7, kept: 0, missing: [] }],
  })
  const reader = await openReader(join(dir, 'a'))
  for (const [index, text] of Object.values(odd).entries())
    expect((await reader.read(bodies[index]!.hash)).equals(Buffer.from(text))).toBe(true)
  expect([...reader.messages(folder.id)].map(({ hash, size }) => ({ hash, size }))).toEqual(
    Object.values(odd).map(text => ({ hash: sha256(text), size: Buffer.byteLength(text) })),
  )
  expect(reader.folders()[0]).toMatchObject({ highestModseq: 2n ** 60n, uidNext: 8 })
  reader.close()
})

test('the same bytes in two folders are stored once, and a message known by its X-GUID needs no bytes', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  const folder = run.beginFolder(inbox())
  const other = run.beginFolder({ ...inbox(), path: 'Copies' })
  const first = put(run, folder.id, 1, 'the same', { guid: 'g1' })
  const second = put(run, other.id, 9, 'the same')
  expect([first.isNew, second.isNew]).toEqual([true, false])
  const known = run.knownGuid('g1')
  expect(known).toBe(first.hash)
  run.place(other.id, { uid: 10, body: known!, flags: [], internalDate: date, guid: 'g1' })
  await run.durable()
  expect(run.knownGuid('g1')).toBe(first.hash)
  expect([...run.placed(other.id).keys()]).toEqual([9, 10])
  expect((await run.finish()).bytes).toBe(8)
  const segment = readFileSync(join(dir, 'segments/00000001.mbox'), 'latin1')
  expect(segment.split('the same')).toHaveLength(2)
})

test('a message whose line broke leaves nothing, and one of another length than said is refused', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  const folder = run.beginFolder(inbox())
  const dropped = run.body(1_000_000)
  void dropped.write(Buffer.alloc(600_000, 'x'))
  dropped.drop()
  const short = run.body(10)
  void short.write(Buffer.from('12345'))
  expect(() => short.end()).toThrow('ended after 5')
  const long = run.body(3)
  expect(() => void long.write(Buffer.from('12345'))).toThrow('2 too many')
  long.drop()
  put(run, folder.id, 1, 'whole')
  await run.finish()
  const segment = readFileSync(join(dir, 'segments/00000001.mbox'), 'latin1')
  expect(segment).not.toContain('x'.repeat(10))
  expect(segment).not.toContain('12345')
  expect(segment.match(/^From /gm)).toHaveLength(2)
})

test('a mailbox can be looked at as of any run: what came, what went, which flags it had', async () => {
  const dir = join(await tempFolder(), 'a')
  const at = async (work: (run: Awaited<ReturnType<typeof beginRun>>, id: number) => void) => {
    const run = await beginRun(dir)
    const { id } = run.beginFolder(inbox())
    work(run, id)
    await run.finish()
    return id
  }
  const id = await at((run, folder) => {
    put(run, folder, 1, 'one')
    put(run, folder, 2, 'two', { flags: ['\\Seen'] })
  })
  await at((run, folder) => {
    run.gone(folder, [1])
    run.flags(folder, 2, ['\\Seen', '\\Answered'])
    put(run, folder, 3, 'three')
  })
  await at((run, folder) => {
    run.flags(folder, 2, [])
    run.folderGone(folder)
  })
  const check = async () => {
    const reader = await openReader(dir)
    const asOf = (snapshot?: number) =>
      [...reader.messages(id, snapshot)].map(({ uid, flags }) => `${uid} ${flags.join()}`)
    expect([1, 2, 3].map(asOf)).toEqual([
      ['1 ', '2 \\Seen'],
      ['2 \\Seen,\\Answered', '3 '],
      ['2 ', '3 '],
    ])
    expect(reader.folders(2)).toMatchObject([{ path: 'INBOX', here: 2, kept: 1 }])
    expect(reader.folders(3)).toEqual([])
    expect(reader.folders()).toMatchObject([{ isGone: true, here: 0, kept: 3 }])
    expect([...reader.messages(id)].map(({ isGone }) => isGone)).toEqual([true, true, true])
    expect((await reader.read(sha256('one'))).toString()).toBe('one')
    expect(reader.snapshots().map(({ isComplete }) => isComplete)).toEqual([true, true, true])
    reader.close()
  }
  await check()
  await rebuildCatalogue(dir)
  await check()
})

test('B18 messages that the server numbered anew are recognised, unless two would fit', async () => {
  const dir = join(await tempFolder(), 'a')
  const first = await beginRun(dir)
  const old = first.beginFolder(inbox(1))
  put(first, old.id, 1, 'aaa', { messageId: '<1@x>' })
  put(first, old.id, 2, 'twin 1', { messageId: '<2@x>' })
  put(first, old.id, 3, 'twin 2', { messageId: '<2@x>' })
  put(first, old.id, 4, 'deleted', { messageId: '<4@x>' })
  await first.finish()

  const run = await beginRun(dir)
  const anew = run.beginFolder(inbox(2))
  expect(anew.id).not.toBe(old.id)
  expect(run.placed(anew.id).size).toBe(0)
  const key = { messageId: '<1@x>', size: 3, internalDate: date }
  const found = run.recognise(anew.id, key)
  expect(found).toBe(sha256('aaa'))
  expect(run.recognise(anew.id, { ...key, size: 4 })).toBeUndefined()
  expect(run.recognise(anew.id, { ...key, messageId: '<2@x>', size: 6 })).toBeUndefined()
  run.place(anew.id, { ...key, uid: 11, body: found!, flags: [], isUnproven: true })
  put(run, anew.id, 12, 'twin 1', { messageId: '<2@x>' })
  put(run, anew.id, 13, 'twin 2', { messageId: '<2@x>' })
  run.endFolder(anew.id, { uidNext: 14, highestModseq: undefined, exists: 3 })
  expect(await run.finish()).toMatchObject({
    recognised: 1,
    added: 2,
    bytes: 0,
    folders: [{ path: 'INBOX', onServer: 3, here: 3, kept: 1 }],
  })

  const next = await beginRun(dir)
  expect(next.folders()).toMatchObject([{ id: anew.id, uidValidity: 2 }])
  expect(next.unproven(anew.id)).toEqual([11])
  put(next, anew.id, 11, 'aaa')
  await next.durable()
  expect(next.unproven(anew.id)).toEqual([])
  expect((await next.finish()).added).toBe(0)
  const reader = await openReader(dir)
  expect(reader.folders(1)).toMatchObject([{ id: old.id, here: 4, kept: 0 }])
  expect([...reader.messages(anew.id)].map(({ uid, isGone }) => [uid, isGone])).toEqual([
    [11, false],
    [12, false],
    [13, false],
    [4, true],
  ])
  reader.close()
})

test('B17 N7e a message that could not be stored is missing by name and owed to the next run', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  const { id } = run.beginFolder(inbox())
  put(run, id, 1, 'fine')
  run.failed(id, { uid: 1, reason: 'the line broke, and then it came' })
  put(run, id, 1, 'fine')
  run.failed(id, { uid: 2, subject: 'Poison', reason: 'the server sent too few bytes' })
  run.endFolder(id, { uidNext: 3, highestModseq: 1n, exists: 2 })
  expect(await run.finish()).toMatchObject({
    failed: 2,
    folders: [{ onServer: 2, here: 1, missing: [{ uid: 2, subject: 'Poison' }] }],
  })
  const reader = await openReader(dir)
  expect(reader.folders()[0]?.missing).toEqual([
    { uid: 2, subject: 'Poison', reason: 'the server sent too few bytes' },
  ])
  reader.close()
  const next = await beginRun(dir)
  expect(next.owed(id)).toEqual([2])
  put(next, id, 2, 'fine now')
  expect(await next.finish()).toMatchObject({ folders: [{ here: 2, missing: [] }] })
})

test('one writer at a time: another one hears who it is, and a reader works beside it', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  const { id } = run.beginFolder(inbox())
  put(run, id, 1, 'durable')
  await run.durable()
  const reader = await openReader(dir)
  expect([...reader.messages(id)]).toHaveLength(1)
  put(run, id, 2, 'later')
  await run.durable()
  expect([...reader.messages(id)]).toHaveLength(2)
  reader.close()
  await expect(openRun(dir, { clock, who: 'a second one' })).rejects.toMatchObject({
    code: 'archive-busy',
    params: { dir, who: 'a test' },
  })
  await run.abandon()
  const after = await beginRun(dir)
  await after.abandon()
})

test('an abandoned run keeps what came, and its snapshot is named incomplete', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  const { id } = run.beginFolder(inbox())
  put(run, id, 1, 'came')
  await run.abandon()
  const reader = await openReader(dir)
  expect(reader.snapshots()).toMatchObject([{ id: 1, isComplete: false }])
  expect((await reader.read(sha256('came'))).toString()).toBe('came')
  reader.close()
})

test('folders are 0700 and files 0600, and every file says its version', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  put(run, run.beginFolder(inbox()).id, 1, 'x')
  await run.finish()
  const names = await readdir(dir, { recursive: true })
  const modes = new Set(
    names.map(name => {
      const info = statSync(join(dir, name))
      return info.isDirectory()
        ? `d${(info.mode & 0o777).toString(8)}`
        : (info.mode & 0o777).toString(8)
    }),
  )
  expect([...modes].sort()).toEqual(['600', 'd700'])
  expect(statSync(dir).mode & 0o777).toBe(0o700)
  const text = (name: string) => readFileSync(join(dir, name), 'utf8')
  expect(JSON.parse(text('archive.json'))).toMatchObject({ format: 'postern-archive', version: 1 })
  expect(text('journal').split('\n')[0]).toContain('"version":1')
  expect(text('segments/00000001.mbox')).toContain('X-Postern-Version: 1')
})

test('an archive of a newer version is refused and left as it is; another account’s folder too', async () => {
  const dir = join(await tempFolder(), 'a')
  await createArchive(dir, account)
  await createArchive(dir, account)
  await expect(createArchive(dir, { ...account, id: 'b' })).rejects.toMatchObject({
    code: 'archive-folder-taken',
  })
  const head = join(dir, 'archive.json')
  writeFileSync(head, readFileSync(head, 'utf8').replace('"version": 1', '"version": 2'))
  const before = await readdir(dir)
  for (const opening of [openRun(dir, { clock, who: 'me' }), openReader(dir)])
    await expect(opening).rejects.toMatchObject({
      code: 'archive-newer',
      params: { dir, found: 2, known: 1 },
    })
  expect(await readdir(dir)).toEqual(before)
  await expect(openReader(join(dir, 'nowhere'))).rejects.toMatchObject({ code: 'archive-away' })
  writeFileSync(head, 'not JSON')
  await expect(openReader(dir)).rejects.toMatchObject({ code: 'archive-unreadable' })
  const strange = await tempFolder()
  writeFileSync(join(strange, 'letter.txt'), 'mine')
  await expect(createArchive(strange, account)).rejects.toMatchObject({
    code: 'archive-folder-taken',
  })
})

test('a catalogue that is missing, old or noise is made anew and says the same', async () => {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  const { id } = run.beginFolder(inbox())
  put(run, id, 1, 'one', { flags: ['\\Seen'], guid: 'g' })
  await run.finish()
  const said = async () => {
    const reader = await openReader(dir)
    const content = contentOf(reader)
    reader.close()
    return content
  }
  const before = await said()
  const file = join(dir, 'catalogue.sqlite')
  for (const noise of ['', 'noise '.repeat(1000)]) {
    writeFileSync(file, noise)
    expect(await said()).toEqual(before)
  }
})
