import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import {
  allCapabilities,
  type Conversation,
  deliver,
  type FakeImapOptions,
  makeFolder,
  startFakeImap,
} from '../../../../fakes/imap-server.ts'
import { createMemoryArchive } from '../../../../fakes/memory-archive.ts'
import { mail, syncHere, writing } from '../../../../support/sync-here.ts'

type OnCommand = NonNullable<FakeImapOptions['onCommand']>

/** A server with ten messages that answers some commands in its own way. */
async function hostile(onCommand: OnCommand, capabilities = allCapabilities) {
  const inbox = makeFolder('INBOX')
  for (let n = 1; n <= 10; n += 1) deliver(inbox, mail(n))
  const server = await startFakeImap({ folders: [inbox], onCommand, capabilities })
  const archive = createMemoryArchive()
  const limits = { silenceMs: 400, stallMs: 800 }
  const run = (): Promise<unknown> =>
    syncHere(server, archive, { limits }).then(
      () => 'done',
      (error: unknown) => error,
    )
  return { inbox, server, archive, run }
}

const on =
  (pattern: RegExp, answer: (to: Conversation, tag: string) => void): OnCommand =>
  (words, tag, to) => {
    if (!pattern.test(words)) return false
    answer(to, tag)
    return true
  }

/** Writes a piece again and again, as fast as it is taken, until the line ends. */
const flood = (to: Conversation, piece: string): void => {
  let left = 20_000
  const more = (): void => {
    for (let i = 0; i < 10 && left > 0; i += 1, left -= 1) to.write(piece)
    if (left > 0) setImmediate(more)
  }
  more()
}

const anyBody = /^UID FETCH .*BODY\.PEEK\[\]/

describe('a hostile server ends in a named failure', () => {
  const commands = { login: /^AUTH/, list: /^LIST/, examine: /^EXAMINE/, search: /^UID SEARCH/ }
  test.each(Object.entries(commands))(
    'BYE in place of the answer to %s',
    async (_name, pattern) => {
      const { run, server } = await hostile(on(pattern, to => to.write('* BYE shutting down\r\n')))
      expect(await run()).toMatchObject(
        pattern === commands.login || pattern === commands.list
          ? { code: 'mailbox-bye', params: { reply: 'shutting down' }, retryable: true }
          : { code: 'mailbox-folder-refused', params: { folder: 'INBOX', reply: 'shutting down' } },
      )
      expect(server.opened).toBeLessThan(10)
    },
  )

  test('BYE at each message names all of them', async () => {
    const { run, archive } = await hostile(on(anyBody, to => to.write('* BYE no\r\n')))
    expect(await run()).toBe('done')
    expect(archive.folder('INBOX').failures.map(({ uid }) => uid)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ])
  })

  test('a BYE in place of the greeting', async () => {
    const server = await startFakeImap({ folders: [], greeting: '* BYE too many connections' })
    await expect(syncHere(server, createMemoryArchive())).rejects.toMatchObject({
      code: 'mailbox-bye',
      params: { reply: 'too many connections' },
    })
  })

  test('something that is no IMAP', async () => {
    const server = await startFakeImap({ folders: [], greeting: 'SSH-2.0-OpenSSH_9.2' })
    await expect(syncHere(server, createMemoryArchive())).rejects.toMatchObject({
      code: 'mailbox-not-understood',
      params: { reply: 'SSH-2.0-OpenSSH_9.2' },
    })
  })

  test('a line without end', async () => {
    const before = process.memoryUsage().rss
    const { run } = await hostile(on(/^LIST/, to => flood(to, 'x'.repeat(65_536))))
    expect(await run()).toMatchObject({ code: 'mailbox-not-understood' })
    expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20)
  })

  test('untagged answers without end that nobody asked for', async () => {
    const { run } = await hostile(
      on(/^EXAMINE/, to => {
        setInterval(() => to.write('* 1 RECENT\r\n* OK [UIDNEXT 9] still here\r\n'), 20).unref()
      }),
    )
    expect(await run()).toMatchObject({
      code: 'mailbox-folder-refused',
      params: { reply: 'nothing of what was asked for 1 seconds' },
    })
  })

  test('silence', async () => {
    const { run } = await hostile(on(/^LIST/, () => undefined))
    expect(await run()).toMatchObject({
      code: 'mailbox-silent',
      params: { reason: 'no answer for 1 seconds' },
    })
  })

  test.each([
    ['more than it gives', '* 1 FETCH (UID 1 BODY[] {5000}\r\nshort)\r\n', 'the line broke'],
    [
      'less than it gives',
      '* 1 FETCH (UID 1 BODY[] {3}\r\nlonger than said)\r\n',
      'the line broke',
    ],
    ['gigabytes', '* 1 FETCH (UID 1 BODY[] {99999999999}\r\n', 'a text of 99999999999 bytes'],
    ['no number', '* 1 FETCH (UID 1 BODY[] {-1}\r\n', 'the line broke'],
    ['a list without end', `* 1 FETCH ${'('.repeat(1000)}\r\n`, 'lists nested'],
    ['a string without end', '* 1 FETCH (UID "1\r\n', 'a string without end'],
  ])('a literal or list that announces %s', async (_name, bytes, reason) => {
    const { run, archive } = await hostile((words, _tag, to) => {
      if (!anyBody.test(words) || !/ 1(:| )/.test(words)) return false
      to.write(bytes)
      return true
    })
    await run()
    const [first] = archive.folder('INBOX').failures
    expect(first).toMatchObject({ uid: 1 })
    expect(first!.reason).toContain(reason)
    expect(archive.folder('INBOX').placed.size).toBe(9)
  })

  test('UIDs that lie: what was not asked for is not taken for what was', async () => {
    const { run, archive } = await hostile(
      on(anyBody, (to, tag) => {
        to.write('* 1 FETCH (UID 77 FLAGS () INTERNALDATE "x" BODY[] {2}\r\nhi)\r\n')
        to.write('* 1 FETCH (FLAGS () INTERNALDATE "x" BODY[] {2}\r\nhi)\r\n')
        to.write(`${tag} OK done\r\n`)
      }),
    )
    expect(await run()).toBe('done')
    expect(archive.folder('INBOX').placed.size).toBe(0)
    expect(archive.folder('INBOX').failures.length).toBe(10)
    expect(archive.folder('INBOX').failures[0]!.reason).toBe(
      'the server lists it and does not give it',
    )
  })

  test('counts that cannot be', async () => {
    const { run } = await hostile(
      on(/^EXAMINE/, (to, tag) =>
        to.write(`* 4294967295 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n${tag} OK [READ-ONLY] done\r\n`),
      ),
    )
    expect(await run()).toMatchObject({ code: 'mailbox-too-much' })
  })

  test('a set of messages that cannot be', async () => {
    const { run } = await hostile(
      on(/^UID SEARCH/, (to, tag) =>
        to.write(`* ESEARCH (TAG "${tag}") UID ALL 1:4294967295\r\n${tag} OK done\r\n`),
      ),
    )
    expect(await run()).toMatchObject({ code: 'mailbox-folder-refused' })
  })

  test('a refusal of every message stops asking', async () => {
    const inbox = makeFolder('INBOX')
    for (let n = 1; n <= 1500; n += 1) deliver(inbox, mail(n))
    const server = await startFakeImap({
      folders: [inbox],
      onCommand: on(anyBody, (to, tag) => to.write(`${tag} NO [LIMIT] bandwidth exceeded\r\n`)),
    })
    await expect(syncHere(server, createMemoryArchive())).rejects.toMatchObject({
      code: 'mailbox-folder-refused',
      params: { reply: '[LIMIT] bandwidth exceeded' },
    })
    expect(server.commands.length).toBeLessThan(900)
  })

  test('a name of a folder that carries a command is never sent', async () => {
    const name = 'x"\r\nb1 DELETE INBOX\r\n'
    const { run, server } = await hostile(
      on(/^LIST/, (to, tag) =>
        to.write(
          `* LIST () "." {${name.length}}\r\n${name}\r\n* LIST () "." INBOX\r\n${tag} OK done\r\n`,
        ),
      ),
    )
    expect(await run()).toMatchObject({ code: 'mailbox-folder-refused' })
    expect(server.commands.filter(words => writing.test(words))).toEqual([])
  })
})

test('100,000 folders are read with less than 64 MB more memory', async () => {
  const parts: string[] = []
  for (let n = 0; n < 100_000; n += 1) {
    const name = `"A folder with a name ${n}"`
    parts.push(`* LIST (\\HasNoChildren) "." ${name}\r\n`)
    parts.push(`* STATUS ${name} (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 1 HIGHESTMODSEQ 1)\r\n`)
  }
  parts.push('* LIST () "." INBOX\r\n* STATUS INBOX (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 1)\r\n')
  const answer = Buffer.from(parts.join(''))
  parts.length = 0
  const server = await startFakeImap({
    folders: [],
    onCommand: on(/^LIST/, (to, tag) => {
      to.write(answer)
      to.write(`${tag} OK done\r\n`)
    }),
  })
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // what the flag brings
  const inUse = (): number => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  let ended = 0
  let most = 0
  const before = inUse()
  const folder = { id: 1, uidNext: undefined, highestModseq: undefined, isGone: false }
  await syncHere(server, createMemoryArchive(), {
    run: {
      ...createMemoryArchive().openRun(),
      beginFolder: fact => ({ ...fact, ...folder }),
      placed: () => new Map(),
      endFolder: () => {
        ended += 1
        if (ended % 25_000 === 0) most = Math.max(most, inUse() - before)
      },
    },
  })
  expect(ended).toBe(100_001)
  expect(most).toBeGreaterThan(1 << 20)
  expect(most).toBeLessThan(64 << 20)
}, 60_000)
