import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openReader } from '../../../../../src/core/archive/store/open-reader.ts'
import { verifyArchive } from '../../../../../src/core/archive/store/verify-archive.ts'
import { beginRun, inbox, put, sha256 } from '../../../../support/archive-here.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const options = { signal: new AbortController().signal, progress: () => undefined }
const mail = (subject: string, body: string) => `Subject: ${subject}\r\n\r\n${body}\r\n`
const letter = mail('=?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n from afar', 'the letter')

async function threeMails(): Promise<{ dir: string; id: number }> {
  const dir = join(await tempFolder(), 'a')
  const run = await beginRun(dir)
  const { id } = run.beginFolder(inbox())
  put(run, id, 1, mail('one', 'From here\r\n'.repeat(300_000)))
  put(run, id, 2, letter)
  put(run, run.beginFolder({ ...inbox(), path: 'Copies' }).id, 7, letter)
  put(run, id, 3, mail('three', 'x'.repeat(3_000_000)))
  await run.finish()
  return { dir, id }
}

function flip(file: string, find: string): void {
  const bytes = readFileSync(file)
  const at = bytes.indexOf(find)
  expect(at).toBeGreaterThan(0)
  bytes[at] = bytes[at]! ^ 1
  writeFileSync(file, bytes)
}

test('N7g a flipped byte is named by folder, UID and subject, and the next run fetches that message again', async () => {
  const { dir, id } = await threeMails()
  const seen: [number, number][] = []
  const progress = (done: number, total: number) => void seen.push([done, total])
  const clean = await verifyArchive(dir, { ...options, progress })
  expect(clean).toMatchObject({ bodies: 3, damaged: [], badLines: [] })
  expect(seen.at(-1)).toEqual([clean.bytes, clean.bytes])

  flip(join(dir, 'segments/00000001.mbox'), 'the letter')
  const hash = sha256(letter)
  const subject = 'Grüße from afar'
  expect((await verifyArchive(dir, options)).damaged).toEqual([
    { folder: 'INBOX', uid: 2, subject, hash },
    { folder: 'Copies', uid: 7, subject, hash },
  ])
  const reader = await openReader(dir)
  await expect(reader.read(hash)).rejects.toMatchObject({
    code: 'archive-damaged',
    params: { folder: 'INBOX', uid: 2, subject },
  })
  await expect(reader.read('00'.repeat(32))).rejects.toMatchObject({ code: 'archive-no-message' })
  reader.close()

  const run = await beginRun(dir)
  expect(run.owed(id)).toEqual([2])
  expect([...run.placed(id).keys()]).toEqual([1, 3])
  expect(put(run, id, 2, letter).isNew).toBe(true)
  await run.finish()
  expect((await verifyArchive(dir, options)).damaged).toEqual([])
})

test('a segment that is gone is damage to each of its messages, not a failure to look', async () => {
  const { dir } = await threeMails()
  rmSync(join(dir, 'segments/00000001.mbox'))
  const { damaged } = await verifyArchive(dir, options)
  expect(damaged.map(({ folder, uid }) => `${folder} ${uid}`).sort()).toEqual([
    'Copies 7',
    'INBOX 1',
    'INBOX 2',
    'INBOX 3',
  ])
  const run = await beginRun(dir)
  const { id } = run.beginFolder(inbox())
  expect(run.owed(id)).toEqual([1, 2, 3])
  put(run, id, 2, letter)
  await run.finish()
  expect((await verifyArchive(dir, options)).damaged).toHaveLength(2)
})

test('a journal whose line was changed loses that line alone, and verify names it', async () => {
  const { dir, id } = await threeMails()
  flip(join(dir, 'journal'), `"uid":2,`)
  rmSync(join(dir, 'catalogue.sqlite'))
  const report = await verifyArchive(dir, options)
  const lines = readFileSync(join(dir, 'journal'), 'latin1').split('\n')
  expect(report.badLines.map(line => lines[line - 1]?.includes('"is":"message"'))).toEqual([true])
  const reader = await openReader(dir)
  expect([...reader.messages(id)].map(({ uid }) => uid)).toEqual([1, 3])
  expect((await reader.read(sha256(letter))).toString()).toBe(letter)
  reader.close()
})

test('a message whose place in the segment is lost with a line is named, and fetched again', async () => {
  const { dir, id } = await threeMails()
  const hash = sha256(letter)
  flip(join(dir, 'journal'), `{"is":"body","hash":"${hash}`)
  rmSync(join(dir, 'catalogue.sqlite'))
  expect((await verifyArchive(dir, options)).damaged).toMatchObject([
    { folder: 'INBOX', uid: 2, subject: undefined },
    { folder: 'Copies', uid: 7 },
  ])
  const run = await beginRun(dir)
  expect(run.owed(id)).toEqual([2])
  put(run, id, 2, letter)
  await run.finish()
  expect((await verifyArchive(dir, options)).damaged).toEqual([])
})

test('a verify that is cancelled says so', async () => {
  const { dir } = await threeMails()
  await expect(
    verifyArchive(dir, { ...options, signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: 'cancelled' })
})
