import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openReader } from '../../../../../src/core/archive/store/open-reader.ts'
import { createMemoryArchive, type MemoryArchive } from '../../../../fakes/memory-archive.ts'
import { beginRun } from '../../../../support/archive-here.ts'
import { startCutLine } from '../../../../support/cut-line.ts'
import { type Dovecot, hasDovecot, startDovecot } from '../../../../support/dovecot.ts'
import { asServed, hardMessages } from '../../../../support/hard-messages.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'
import { mail, syncHere } from '../../../../support/sync-here.ts'

/** Dovecot says 0x80 for a NUL: RFC 9051 allows none in a literal. */
const nulOfDovecot = 0x80

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** The hashes of a folder's files, as Dovecot serves them. */
const ofFiles = (server: Dovecot, folder: string): string[] =>
  [...server.files(folder).values()].map(file => sha(asServed(file, nulOfDovecot))).sort()

const ofArchive = (archive: MemoryArchive, path: string): string[] =>
  archive
    .living()
    .filter(one => one.path === path)
    .map(({ hash }) => hash)
    .sort()

function seed(server: Dovecot, count: number): void {
  let n = 0
  for (const bytes of Object.values(hardMessages)) {
    n += 1
    server.put('', `${1_700_000_000 + n}.hard${n}.host:2,${n % 2 === 0 ? 'S' : 'F'}`, bytes)
  }
  for (let at = 0; at < count; at += 1) {
    n += 1
    const folder = ['', '.Sent', '.Entw&APw-rfe', '.a.b.c'][at % 4]!
    server.put(
      folder,
      `${1_700_000_000 + n}.m${n}.host:2,S`,
      Buffer.from(mail(n, `${'x'.repeat(n * 7)}\r\n`)),
    )
  }
}

const folders = { INBOX: '', Sent: '.Sent', Entwürfe: '.Entw&APw-rfe', 'a.b.c': '.a.b.c' }

const expectWhole = (server: Dovecot, archive: MemoryArchive): void => {
  for (const [path, folder] of Object.entries(folders))
    expect({ path, hashes: ofArchive(archive, path) }).toEqual({
      path,
      hashes: ofFiles(server, folder),
    })
  expect(archive.folders.flatMap(({ failures }) => failures)).toEqual([])
}

describe.skipIf(!hasDovecot)('against the real Dovecot', () => {
  test('N7a every message is what lies in the Maildir, byte by byte, the hard ones too', async () => {
    const server = await startDovecot()
    seed(server, 400)
    const archive = createMemoryArchive()
    await syncHere(server, archive)
    expectWhole(server, archive)
    expect(archive.living().length).toBe(400 + Object.keys(hardMessages).length)
    expect(
      [...server.files('').keys()].filter(name => name.includes('hard') && !/,[SF]$/.test(name)),
    ).toEqual([])
    expect(archive.folder('Sent').fact.specialUse).toBe('\\Sent')
  })

  test('N7b the second run, with nothing new, opens no folder', async () => {
    const server = await startDovecot()
    seed(server, 100)
    const archive = createMemoryArchive()
    await syncHere(server, archive)
    const opened: string[] = []
    const line = await startCutLine(server.port)
    let bytes = 0
    await syncHere({ port: line.port }, archive, {
      progress: at => {
        opened.push(at.folder)
        bytes += at.bytes
      },
    })
    await line.stop()
    expect({ opened, bytes, lines: line.opened }).toEqual({ opened: [''], bytes: 0, lines: 1 })
  })

  test('N7b new, changed and removed messages come through QRESYNC', async () => {
    const server = await startDovecot()
    seed(server, 80)
    const archive = createMemoryArchive()
    await syncHere(server, archive)
    server.put('.Sent', '1800000000.new.host:2,', Buffer.from(mail(9000)))
    server.rename('.Sent', 'S', 'FRS')
    await syncHere(server, archive)
    expectWhole(server, archive)
    server.remove('.Sent', 1)
    server.remove('.Sent', 1)
    await syncHere(server, archive)
    expectWhole(server, archive)
    expect(archive.folder('Sent').kept.length).toBe(2)
    expect(
      new Set(
        archive
          .living()
          .filter(({ path }) => path === 'Sent')
          .map(({ flags }) => flags),
      ),
    ).toEqual(new Set(['', '\\Answered \\Flagged \\Seen']))
  })

  test('N7c B18 a new UIDVALIDITY costs at most 5 % of the bytes and doubles nothing', async () => {
    const server = await startDovecot()
    for (let n = 1; n <= 200; n += 1)
      server.put(
        '',
        `${1_700_000_000 + n}.m${n}.host:2,S`,
        Buffer.from(mail(n, `${'x'.repeat(9000)}\r\n`)),
      )
    const archive = createMemoryArchive()
    const mailbox = { open: () => server.openPipe() }
    await syncHere(server, archive, { mailbox })
    const whole = server.piped
    const before = archive.folder('INBOX').fact.uidValidity
    await server.forgetNumbers()
    await syncHere(server, archive, { mailbox })
    expect(archive.folder('INBOX').fact.uidValidity).not.toBe(before)
    expect(ofArchive(archive, 'INBOX')).toEqual(ofFiles(server, ''))
    expect((server.piped - whole) / whole).toBeLessThanOrEqual(0.05)
    expect(archive.bodies.size).toBe(200)
  })

  test('N7d a line cut again and again leaves the same archive', async () => {
    const server = await startDovecot()
    seed(server, 200)
    const line = await startCutLine(server.port)
    const archive = createMemoryArchive()
    for (let run = 0; run < 14; run += 1) {
      line.cutAfter(
        run < 12
          ? { bytes: 60_000 + run * 1_300_000, how: run % 2 === 0 ? 'reset' : 'end' }
          : undefined,
      )
      await syncHere({ port: line.port }, archive).catch(() => undefined)
      const whole = archive.folders.reduce((sum, { placed }) => sum + placed.size, 0)
      if (whole === 200 + Object.keys(hardMessages).length) break
    }
    line.cutAfter(undefined)
    await syncHere({ port: line.port }, archive)
    await line.stop()
    expectWhole(server, archive)
    expect(line.opened).toBeGreaterThan(3)
  }, 60_000)

  test('a pipe that is logged in is read as the network is', async () => {
    const server = await startDovecot()
    seed(server, 60)
    const archive = createMemoryArchive()
    await syncHere(server, archive, { mailbox: { open: () => server.openPipe() } })
    expectWhole(server, archive)
  })

  test('a message that moved to another folder is not fetched again', async () => {
    const server = await startDovecot()
    server.put('', '1700000001.m1.host:2,S', Buffer.from(mail(1)))
    server.put('.Sent', '1700000002.m2.host:2,S', Buffer.from(mail(2)))
    const archive = createMemoryArchive()
    await syncHere(server, archive)
    server.put('.Sent', '1700000001.m1.host:2,S', Buffer.from(mail(1)))
    server.remove('', 1)
    let bytes = 0
    await syncHere(server, archive, { progress: at => (bytes = at.bytes) })
    expect(bytes).toBe(0)
    expect(ofArchive(archive, 'Sent')).toEqual(ofFiles(server, '.Sent'))
    expect(ofArchive(archive, 'INBOX')).toEqual([])
  })

  test('N7a what a run over Dovecot brings lies in the archive on disk, byte by byte', async () => {
    const server = await startDovecot()
    seed(server, 100)
    const dir = join(await tempFolder(), 'archive')
    const sync = async () => {
      const run = await beginRun(dir)
      await syncHere(server, createMemoryArchive(), { run })
      return run.finish()
    }
    const summary = await sync()
    expect(summary).toMatchObject({ added: 100 + Object.keys(hardMessages).length, failed: 0 })
    expect(summary.folders.every(one => one.onServer === one.here)).toBe(true)
    const reader = await openReader(dir)
    for (const { id, path } of reader.folders()) {
      const hashes: string[] = []
      for (const { hash } of reader.messages(id)) hashes.push(sha(await reader.read(hash)))
      expect(hashes.sort()).toEqual(ofFiles(server, folders[path as keyof typeof folders]))
    }
    reader.close()
    expect(await sync()).toMatchObject({ added: 0, recognised: 0, gone: 0, flagsChanged: 0 })
  })
})
