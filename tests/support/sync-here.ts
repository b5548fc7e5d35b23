/** Runs against a fake mailbox on this computer, into an archive in memory. */
import { type SyncInput, syncMailbox } from '../../src/core/archive/sync/sync-mailbox.ts'
import type { MailboxWay } from '../../src/core/net/imap/reading/mailbox-way.ts'
import { Secret } from '../../src/shared/secret.ts'
import type { FakeImap } from '../fakes/imap-server.ts'
import type { MemoryArchive } from '../fakes/memory-archive.ts'

export const wayTo = (port: number, more: Partial<MailboxWay> = {}): MailboxWay => ({
  host: '127.0.0.1',
  port,
  security: 'none-on-loopback',
  user: 'anna',
  password: new Secret('secret'),
  ...more,
})

/** One run; pauses are a thousandth of the real ones. */
export const syncHere = (
  server: Pick<FakeImap, 'port'>,
  archive: MemoryArchive,
  more: Partial<SyncInput> = {},
): Promise<void> =>
  syncMailbox({
    mailbox: wayTo(server.port),
    run: archive.openRun(),
    connections: 2,
    signal: new AbortController().signal,
    progress: () => undefined,
    pauseMs: 1,
    ...more,
  })

/** A message of its own. */
export const mail = (n: number, body = `Body ${n}\r\n`): string =>
  `From: a@example.test\r\nSubject: Message ${n}\r\nMessage-ID: <${n}@example.test>\r\n\r\n${body}`

/** Commands that change a mailbox, or mark what is read (RFC 9051). */
export const writing =
  /^(UID )?(STORE|APPEND|EXPUNGE|MOVE|COPY|SELECT|CREATE|DELETE|RENAME|SUBSCRIBE|UNSUBSCRIBE|CLOSE|SETMETADATA|SETACL|REPLACE)\b|\bBODY\[|RFC822(?!\.SIZE)/i
