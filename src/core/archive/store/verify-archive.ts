/** Reads every message of an archive back and compares it with its hash, at the speed of the disk. */
// eslint-disable-next-line n/no-unsupported-features/node-builtins -- in Node 20 since 20.12
import { hash as hashOf } from 'node:crypto'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { AppError } from '../../../shared/errors.ts'
import type { Database } from '../../store/database.ts'
import type { VerifyReport } from './archive-store.ts'
import { type BodyPlace, bodyPlace, toBodyPlace } from './catalogue-reading.ts'
import { openCatalogue } from './catalogue.ts'
import { type DamagedBody, placesOfDamage } from './damage.ts'
import { onDiskLater } from './disk-failure.ts'
import { type ArchiveFiles, diskFiles } from './files.ts'
import { readHead } from './head.ts'
import { journalStart, openJournalWriter, readGroups } from './journal-file.ts'
import { catalogueFile } from './layout.ts'
import { openPresent } from './open-present.ts'
import { openJournalFile } from './open-run.ts'
import { piecesOf } from './read-body.ts'
import { createWindows, windowBytes } from './segment-windows.ts'
import { subjectOf } from './subject-of.ts'
import { tryWriter } from './writer-lock.ts'

const page = 500
/** A subject is looked for in so much of a message. */
const subjectBytes = 2 ** 16

/** Nothing when all is right; else what could be read of its beginning. */
function damagedBeginning(
  files: ArchiveFiles,
  dir: string,
  place: BodyPlace,
  bytes: Buffer | undefined,
  reuse: Buffer,
): Uint8Array | undefined {
  if (bytes && !place.isQuoted && hashOf('sha256', bytes, 'hex') === place.hash) return undefined
  let beginning: Uint8Array | undefined
  const pieces = piecesOf(files, dir, place, reuse)
  for (;;) {
    const piece = pieces.next()
    if (piece.done) return piece.value ? undefined : (beginning ?? new Uint8Array())
    beginning ??= Uint8Array.from(piece.value.subarray(0, subjectBytes))
  }
}

function badLinesOf(dir: string, files: ArchiveFiles): number[] {
  const journal = openJournalFile(dir, files, 'read')
  const bad: number[] = []
  try {
    const groups = readGroups(journal, journalStart, line => bad.push(line))
    while (!groups.next().done);
    return bad
  } finally {
    journal.close()
  }
}

/** Writes down what is damaged, so that the next run fetches it again. A writer at work is left alone: the next verify tells it. */
async function noteDamage(
  dir: string,
  files: ArchiveFiles,
  hashes: readonly string[],
): Promise<void> {
  const lock = hashes.length > 0 ? await tryWriter(dir, 'a check') : undefined
  if (!lock) return
  const file = openJournalFile(dir, files, 'edit')
  try {
    const catalogue = await openCatalogue(join(dir, catalogueFile), file)
    try {
      const journal = openJournalWriter(file, catalogue.applied(), readHead(dir, files))
      const facts = hashes.map(hash => ({ is: 'damaged', hash }) as const)
      catalogue.apply(await journal.append(facts, {}))
      catalogue.apply(await journal.append([], {}))
    } finally {
      catalogue.close()
    }
  } finally {
    file.close()
    lock.release()
  }
}

export interface VerifyOptions {
  readonly signal: AbortSignal
  /** In bytes. */
  readonly progress: (done: number, total: number) => void
  /** @default the disk */
  readonly files?: ArchiveFiles
}

async function lookAtAll(
  db: Database,
  dir: string,
  { signal, progress, files = diskFiles }: VerifyOptions,
): Promise<{ bodies: number; bytes: number; damaged: Map<number, DamagedBody> }> {
  const windows = createWindows(files, dir)
  const damaged = new Map<number, DamagedBody>()
  const reuse = Buffer.allocUnsafe(windowBytes)
  const total = Number(db.get('SELECT coalesce(sum(length), 0) AS n FROM body')?.['n'])
  let [bodies, bytes, unseen, last] = [0, 0, 0, 0]
  try {
    for (;;) {
      const rows = db.all('SELECT * FROM body WHERE id > ? ORDER BY id LIMIT ?', last, page)
      for (const row of rows) {
        const place = toBodyPlace(row)
        last = Number(row['id'])
        bodies += 1
        bytes += place.length
        unseen += place.length
        const beginning =
          row['segment'] === null
            ? new Uint8Array()
            : damagedBeginning(files, dir, place, windows.at(place), reuse)
        if (beginning) damaged.set(last, { hash: place.hash, subject: subjectOf(beginning) })
        if (unseen < windowBytes) continue
        unseen = 0
        progress(bytes, total)
        await breathe()
        if (signal.aborted) throw new AppError('cancelled', {})
      }
      if (rows.length < page) break
    }
    progress(bytes, total)
    return { bodies, bytes, damaged }
  } finally {
    windows.close()
  }
}

/** Beside a writer too. @throws AppError `cancelled`, and as `openReader` */
export async function verifyArchive(dir: string, options: VerifyOptions): Promise<VerifyReport> {
  const files = options.files ?? diskFiles
  readHead(dir, files)
  return onDiskLater(dir, async () => {
    const catalogue = await openPresent(dir, files)
    try {
      const { bodies, bytes, damaged } = await lookAtAll(catalogue.db, dir, options)
      // A writer may have put some of them elsewhere meanwhile.
      const reuse = Buffer.allocUnsafe(windowBytes)
      for (const [id, { hash }] of damaged) {
        const present = bodyPlace(catalogue.db, hash)
        if (present && !damagedBeginning(files, dir, present, undefined, reuse)) damaged.delete(id)
      }
      const named = placesOfDamage(catalogue.db, damaged)
      await noteDamage(
        dir,
        files,
        [...damaged.values()].map(({ hash }) => hash),
      )
      return { bodies, bytes, damaged: named, badLines: badLinesOf(dir, files) }
    } finally {
      catalogue.close()
    }
  })
}
