import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { SyncProgress } from '../../../../../src/core/archive/sync/progress.ts'
import {
  allCapabilities,
  deliver,
  expunge,
  type FakeFolder,
  type FakeImapOptions,
  makeFolder,
  plainCapabilities,
  setFlags,
  startFakeImap,
} from '../../../../fakes/imap-server.ts'
import { createMemoryArchive, type MemoryArchive } from '../../../../fakes/memory-archive.ts'
import { mail, syncHere, writing } from '../../../../support/sync-here.ts'

const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** What a whole archive of these folders holds. */
const expected = (folders: readonly FakeFolder[]): ReturnType<MemoryArchive['living']> =>
  folders
    .flatMap(({ raw, messages }) =>
      messages.map(({ uid, bytes, flags, internalDate }) => ({
        path: raw,
        uid,
        hash: sha(bytes),
        flags: [...flags].sort().join(' '),
        date: internalDate,
      })),
    )
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.uid - b.uid))

/** Folders of some sizes, the first one the largest. */
function seeded(counts: readonly number[], size = 0): FakeFolder[] {
  let n = 0
  return counts.map((count, i) => {
    const folder = makeFolder(i === 0 ? 'INBOX' : `Folder ${i}`)
    for (let at = 0; at < count; at += 1) {
      n += 1
      deliver(folder, mail(n, `${'x'.repeat(size)}${n}\r\n`), {
        flags: n % 3 === 0 ? ['\\Seen'] : [],
      })
    }
    return folder
  })
}

const servers = {
  'with everything': allCapabilities,
  'with CONDSTORE only': 'IMAP4rev1 CONDSTORE LIST-EXTENDED LIST-STATUS',
  'of RFC 3501': plainCapabilities,
}

describe.each(Object.entries(servers))('on a server %s', (_name, capabilities) => {
  test('N7a every message of every folder comes, and the counts are equal', async () => {
    const folders = seeded([450, 30, 0, 1])
    const server = await startFakeImap({ folders, capabilities })
    const archive = createMemoryArchive()
    await syncHere(server, archive)
    expect(archive.living()).toEqual(expected(folders))
    expect(archive.folders.map(({ fact, state }) => [fact.path, state!.exists]).sort()).toEqual([
      ['Folder 1', 30],
      ['Folder 2', 0],
      ['Folder 3', 1],
      ['INBOX', 450],
    ])
  })

  test('N7a a later run brings what is new, changed and gone, and reads no message twice', async () => {
    const folders = seeded([300, 40])
    const server = await startFakeImap({ folders, capabilities })
    const archive = createMemoryArchive()
    await syncHere(server, archive)
    const [inbox, other] = folders as [FakeFolder, FakeFolder]
    for (let n = 1000; n < 1007; n += 1) deliver(inbox, mail(n))
    for (const uid of [2, 250]) expunge(inbox, uid)
    setFlags(inbox, 7, ['\\Seen', '\\Flagged', 'work'])
    expunge(other, 40)
    folders.push(makeFolder('New'))
    deliver(folders[2]!, mail(2000))
    server.bodies = 0
    await syncHere(server, archive)
    expect(archive.living()).toEqual(expected(folders))
    expect(server.bodies).toBe(8)
    expect(archive.folder('INBOX').kept.map(({ uid }) => uid)).toEqual([2, 250])
    expect(archive.folder('INBOX').state).toMatchObject({ exists: 305, uidNext: 308 })
  })

  test('N7b a change of flags fetches no message', async () => {
    const folders = seeded([50])
    const server = await startFakeImap({ folders, capabilities })
    const archive = createMemoryArchive()
    await syncHere(server, archive)
    setFlags(folders[0]!, 9, ['\\Answered'])
    setFlags(folders[0]!, 10, [])
    server.bodies = 0
    await syncHere(server, archive)
    expect(server.bodies).toBe(0)
    expect(archive.living()).toEqual(expected(folders))
  })

  test('a folder that is gone is noted, and what it had is kept', async () => {
    const folders = seeded([3, 2])
    const server = await startFakeImap({ folders, capabilities })
    const archive = createMemoryArchive()
    await syncHere(server, archive)
    folders.pop()
    await syncHere(server, archive)
    expect(archive.folder('Folder 1')).toMatchObject({ isGone: true, placed: { size: 2 } })
    expect(archive.folder('INBOX').isGone).toBe(false)
  })

  test('N7c a new UIDVALIDITY fetches nothing that is recognised, and doubles nothing', async () => {
    const folders = seeded([200], 8000)
    const server = await startFakeImap({ folders, capabilities })
    const archive = createMemoryArchive()
    await syncHere(server, archive)
    const whole = server.bytes
    const inbox = folders[0]!
    inbox.uidValidity = 77
    inbox.messages = inbox.messages.map((one, i) => ({ ...one, uid: 1000 + i, modseq: 1 }))
    inbox.uidNext = 1300
    for (const n of [3001, 3002, 3003]) deliver(inbox, mail(n))
    server.bodies = 0
    server.bytes = 0
    await syncHere(server, archive)
    expect(archive.living()).toEqual(expected(folders))
    expect(server.bodies).toBe(3)
    expect(server.bytes / whole).toBeLessThanOrEqual(0.05)
    expect(archive.folder('INBOX').placed.get(1000)).toMatchObject({ isUnproven: true })
    expect(archive.folder('INBOX').placed.get(1301)).toMatchObject({ isUnproven: false })
    expect(archive.bodies.size).toBe(203)
  })

  test('N7f no command of a first, a later or a hindered run writes', async () => {
    const folders = seeded([30, 4])
    const server = await startFakeImap({ folders, capabilities })
    const archive = createMemoryArchive()
    folders[0]!.messages[3]!.poison = 'refused'
    folders[0]!.messages[8]!.isHidden = true
    await syncHere(server, archive)
    deliver(folders[0]!, mail(500))
    folders[1]!.uidValidity = 9
    await syncHere(server, archive)
    expect(server.commands.length).toBeGreaterThan(10)
    expect(server.commands.filter(words => writing.test(words))).toEqual([])
    expect(server.commands.filter(words => / FETCH .*BODY/.test(words)).length).toBeGreaterThan(1)
  })

  test('N7e three bad messages of a thousand are named and skipped, and asked for again next time', async () => {
    const folders = seeded([1000])
    const inbox = folders[0]!
    inbox.messages[99]!.poison = 'refused'
    inbox.messages[99]!.bytes = Buffer.from(
      inbox.messages[99]!.bytes.toString('latin1').replace(
        'Message 100',
        '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=',
      ),
      'latin1',
    )
    inbox.messages[499]!.poison = 'hang-up'
    inbox.messages[899]!.poison = 'no-text'
    const server = await startFakeImap({ folders, capabilities })
    const archive = createMemoryArchive()
    await syncHere(server, archive)
    expect(archive.folder('INBOX').placed.size).toBe(997)
    expect(archive.folder('INBOX').failures).toEqual([
      { uid: 100, subject: 'Grüße', reason: '[SERVERBUG] Internal error' },
      {
        uid: 500,
        subject: 'Message 500',
        reason: 'the line broke at it 4 times: the server closed the line',
      },
      { uid: 900, subject: 'Message 900', reason: 'the server has no text for it' },
    ])
    for (const message of inbox.messages) delete message.poison
    server.bodies = 0
    await syncHere(server, archive)
    expect(archive.living()).toEqual(expected(folders))
    expect(archive.folder('INBOX').failures).toEqual([])
    expect(server.bodies).toBe(3)
  })

  test('B17 messages that the server counts and does not give are named by their UIDs', async () => {
    const folders = seeded([120])
    const hidden = [5, 17, 18, 60, 61, 62, 119]
    for (const uid of hidden) folders[0]!.messages[uid - 1]!.isHidden = true
    const server = await startFakeImap({ folders, capabilities })
    const archive = createMemoryArchive()
    await syncHere(server, archive)
    const inbox = archive.folder('INBOX')
    expect(inbox.failures.map(({ uid }) => uid)).toEqual(hidden)
    expect(inbox.state!.exists - inbox.placed.size).toBe(7)
  })

  test('N7d a line that is cut at random points leaves the same archive as an uncut one', async () => {
    let seed = 7
    const random = (most: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed % most
    }
    const folders = seeded([260, 20], 700)
    const cuts = Array.from({ length: 60 }, () => 1200 + random(60_000))
    const server = await startFakeImap({ folders, capabilities, cuts: [...cuts] })
    const archive = createMemoryArchive()
    for (let run = 0; run < 30; run += 1) {
      const failed = await syncHere(server, archive).then(
        () => false,
        () => true,
      )
      if (!failed && archive.folders.every(({ failures }) => failures.length === 0)) break
    }
    expect(archive.living()).toEqual(expected(folders))
    expect(archive.bodies.size).toBe(280)
    expect(server.opened).toBeGreaterThan(5)
  })
})

test('N7b a run with nothing new takes at most 20 commands and no message, whatever the number of folders', async () => {
  const folders = seeded([20, ...Array.from({ length: 30 }, () => 3)])
  const server = await startFakeImap({ folders, serverId: 'Dovecot' })
  const archive = createMemoryArchive()
  await syncHere(server, archive)
  server.commands.length = 0
  server.bodies = 0
  await syncHere(server, archive)
  expect(server.bodies).toBe(0)
  const verbs = server.commands.map(words => words.split(' ')[0])
  expect(verbs.filter(verb => verb !== 'LOGOUT')).toEqual([
    'AUTHENTICATE',
    'ID',
    'LIST',
    'NAMESPACE',
  ])
})

test('a message that moved is not fetched again where the server names its bytes', async () => {
  const folders = seeded([5, 1])
  for (const { messages, raw } of folders)
    folders.find(one => one.raw === raw)!.messages = messages.map(one => ({
      ...one,
      guid: `${raw.replace(' ', '')}-${one.uid}`,
    }))
  const server = await startFakeImap({ folders, serverId: 'Dovecot' })
  const archive = createMemoryArchive()
  await syncHere(server, archive)
  const [inbox, other] = folders as [FakeFolder, FakeFolder]
  const moved = inbox.messages[2]!
  expunge(inbox, moved.uid)
  deliver(other, moved.bytes, { guid: moved.guid!, internalDate: moved.internalDate })
  server.bodies = 0
  await syncHere(server, archive)
  expect(server.bodies).toBe(0)
  expect(archive.living()).toEqual(expected(folders))
})

test('messages that cannot be told apart by their header are fetched after a new UIDVALIDITY', async () => {
  const inbox = makeFolder('INBOX')
  deliver(inbox, mail(1, 'aaaa\r\n'))
  deliver(inbox, mail(1, 'bbbb\r\n'))
  deliver(inbox, 'Subject: no id\r\n\r\ncccc\r\n')
  deliver(inbox, mail(4))
  const server = await startFakeImap({ folders: [inbox] })
  const archive = createMemoryArchive()
  await syncHere(server, archive)
  inbox.uidValidity = 2
  server.bodies = 0
  await syncHere(server, archive)
  expect(archive.living()).toEqual(expected([inbox]))
  expect(server.bodies).toBe(3)
})

test('what was recognised is read again in later runs, as many as are wanted, until it is proven', async () => {
  const folders = seeded([10])
  const server = await startFakeImap({ folders })
  const archive = createMemoryArchive()
  await syncHere(server, archive)
  folders[0]!.uidValidity = 2
  await syncHere(server, archive)
  const unproven = (): number =>
    [...archive.folder('INBOX').placed.values()].filter(one => one.isUnproven).length
  const seen = [unproven()]
  for (let run = 0; run < 3; run += 1) {
    await syncHere(server, archive, { rereads: 4 })
    seen.push(unproven())
  }
  expect(seen).toEqual([10, 6, 2, 0])
})

test('names of folders come as people read them, with any delimiter, and are asked for as the server writes them', async () => {
  const names = [
    'INBOX',
    'Entw&APw-rfe',
    'a&b',
    'a&-b',
    'Q "1"',
    'x/y\\z',
    '&ZeVnLIqe-',
    'gr\xc3\xbcn',
  ]
  const folders = names.map((raw, i) => makeFolder(raw, { delimiter: i % 2 === 0 ? '/' : null }))
  for (const [i, folder] of folders.entries()) deliver(folder, mail(i))
  const holder = makeFolder('Holder', { attributes: '\\Noselect \\HasChildren' })
  const sent = makeFolder('Sent', { attributes: '\\HasNoChildren \\Sent' })
  const server = await startFakeImap({ folders: [...folders, holder, sent] })
  const archive = createMemoryArchive()
  await syncHere(server, archive)
  expect(
    Object.fromEntries(archive.folders.map(({ fact, placed }) => [fact.path, placed.size])),
  ).toEqual({
    INBOX: 1,
    Entwürfe: 1,
    'a&b': 1,
    'a&-b': 1,
    'Q "1"': 1,
    'x/y\\z': 1,
    日本語: 1,
    grün: 1,
    Sent: 0,
  })
  expect(archive.folder('Sent').fact).toEqual({
    path: 'Sent',
    delimiter: '.',
    specialUse: '\\Sent',
    uidValidity: 1,
  })
  expect(archive.folder('Entwürfe').fact.delimiter).toBeUndefined()
})

test('folders of a namespace of the account that the list leaves out are found', async () => {
  const shown = seeded([1])
  const own = makeFolder('#mine.Old')
  deliver(own, mail(7))
  const options: FakeImapOptions = {
    folders: [...shown, own],
    namespace: '(("" ".")("#mine." "."))',
    onCommand: (words, tag, to) => {
      if (!words.startsWith('LIST "" "*"')) return false
      to.write(`* LIST (\\HasNoChildren) "." "INBOX"\r\n${tag} OK done\r\n`)
      return true
    },
  }
  const server = await startFakeImap(options)
  const archive = createMemoryArchive()
  await syncHere(server, archive)
  expect(archive.living().map(({ path }) => path)).toEqual(['#mine.Old', 'INBOX'])
})

test('a folder that cannot be opened is named after all others were read', async () => {
  const folders = seeded([3, 2, 2])
  folders[0]!.refusal = 'NO [NOPERM] Permission denied'
  const server = await startFakeImap({ folders })
  const archive = createMemoryArchive()
  await expect(syncHere(server, archive)).rejects.toMatchObject({
    code: 'mailbox-folder-refused',
    params: { folder: 'INBOX', count: 1, reply: '[NOPERM] Permission denied' },
  })
  expect(archive.living()).toEqual(expected(folders.slice(1)))
})

test('mail that arrives and goes while it is read makes no failure, and is found next time', async () => {
  const folders = seeded([400])
  const inbox = folders[0]!
  let isDone = false
  const server = await startFakeImap({
    folders,
    onCommand: (words, _tag, to) => {
      if (isDone || !/^UID FETCH .*BODY/.test(words)) return false
      isDone = true
      to.write('* 3 EXPUNGE\r\n* 400 EXISTS\r\n')
      inbox.messages = inbox.messages.filter(({ uid }) => uid !== 390)
      inbox.vanished.push({ uid: 390, modseq: (inbox.modseq += 1) })
      deliver(inbox, mail(9000))
      return false
    },
  })
  const archive = createMemoryArchive()
  await syncHere(server, archive)
  expect(archive.folder('INBOX').failures).toEqual([])
  expect(archive.folder('INBOX').state!.exists).toBe(399)
  await syncHere(server, archive)
  expect(archive.living()).toEqual(expected(folders))
})

test('how far it is is told: folder, messages and bytes, up to the whole', async () => {
  const folders = seeded([250, 3], 100)
  const server = await startFakeImap({ folders })
  const told: SyncProgress[] = []
  await syncHere(server, createMemoryArchive(), { progress: at => told.push(at) })
  const bytes = folders
    .flatMap(({ messages }) => messages)
    .reduce((sum, one) => sum + one.bytes.length, 0)
  expect(told.at(-1)).toMatchObject({ done: 253, total: 253, bytes, bytesTotal: bytes })
  expect(told.every(({ done, total }) => done <= total)).toBe(true)
})

test('a disk that fails ends the run with its own failure, and nothing is tried again', async () => {
  const folders = seeded([30])
  const server = await startFakeImap({ folders })
  const archive = createMemoryArchive({
    onWrite: () => {
      throw new Error('the disk is full')
    },
  })
  await expect(syncHere(server, archive)).rejects.toThrow('the disk is full')
  expect(server.opened).toBe(1)
})

test('a disk slower than the line holds the line back', async () => {
  const folders = seeded([40], 20_000)
  const server = await startFakeImap({ folders })
  let waiting = 0
  let most = 0
  const archive = createMemoryArchive({
    onWrite: async () => {
      waiting += 1
      most = Math.max(most, waiting)
      await new Promise(resolve => setImmediate(resolve))
      waiting -= 1
    },
  })
  await syncHere(server, archive, { connections: 1 })
  expect(archive.living()).toEqual(expected(folders))
  expect(most).toBe(1)
})

test('a cancelled run ends as cancelled at once', async () => {
  const folders = seeded([500], 2000)
  const server = await startFakeImap({ folders })
  const abort = new AbortController()
  const archive = createMemoryArchive({ onWrite: () => abort.abort() })
  await expect(syncHere(server, archive, { signal: abort.signal })).rejects.toMatchObject({
    code: 'cancelled',
  })
})
