/** Small archives for tests: mail is put into them as a run over a mailbox would. */
import { createHash } from 'node:crypto'
import type {
  AccountFact,
  ArchiveReader,
  ArchiveRun,
  NewPlace,
  StoredBody,
} from '../../src/core/archive/store/archive-store.ts'
import type { ArchiveFiles } from '../../src/core/archive/store/files.ts'
import { createArchive } from '../../src/core/archive/store/head.ts'
import { openRun } from '../../src/core/archive/store/open-run.ts'

export const account: AccountFact = {
  id: 'a1',
  name: 'Anna',
  host: 'mail.example.org',
  user: 'anna@example.org',
}

export const clock = { now: () => Date.UTC(2026, 10, 23, 12) }
export const date = '17-Jul-1996 02:44:25 -0700'

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

export const inbox = (uidValidity = 1) => ({
  path: 'INBOX',
  delimiter: '.',
  specialUse: undefined,
  uidValidity,
})

/** Makes the archive when it is missing, and begins a run. */
export async function beginRun(dir: string, files?: ArchiveFiles): Promise<ArchiveRun> {
  await createArchive(dir, account, files)
  return openRun(dir, { clock, who: 'a test', ...(files ? { files } : {}) })
}

/** Writes a body in pieces of a size. */
export function putBody(
  run: ArchiveRun,
  bytes: Uint8Array | string,
  pieceBytes = 1 << 16,
): StoredBody {
  const all = Buffer.from(bytes)
  const writer = run.body(all.length)
  for (let at = 0; at < all.length; at += pieceBytes)
    void writer.write(all.subarray(at, at + pieceBytes))
  return writer.end()
}

/** Writes a body and places it. */
export function put(
  run: ArchiveRun,
  folder: number,
  uid: number,
  text: Uint8Array | string,
  more: Partial<NewPlace> = {},
): StoredBody {
  const body = putBody(run, text)
  run.place(folder, { uid, body, flags: [], internalDate: date, ...more })
  return body
}

/** All that an archive holds, for comparing two. */
export function contentOf(reader: ArchiveReader, snapshot?: number): unknown {
  return reader
    .folders(snapshot)
    .map(({ id, path, uidValidity, onServer, here, kept, missing }) => ({
      ...{ path, uidValidity, onServer, here, kept, missing },
      messages: [...reader.messages(id, snapshot)],
    }))
}
