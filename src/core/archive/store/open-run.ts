/** Opens an archive for its one writer: cuts off what a crash left, and takes in what the reading of a mailbox tells. */
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { Database } from '../../store/database.ts'
import type { Clock } from '../../platform.ts'
import type { ArchiveRun } from './archive-store.ts'
import { openCatalogue } from './catalogue.ts'
import { type Committer, createCommitter } from './committer.ts'
import { onDisk, onDiskLater, diskFailure } from './disk-failure.ts'
import { type ArchiveFiles, diskFiles } from './files.ts'
import { readHead } from './head.ts'
import { checkVersion, openJournalWriter } from './journal-file.ts'
import { catalogueFile, journalFile } from './layout.ts'
import { createRun } from './run.ts'
import { openSegments, type Segments } from './segments.ts'
import { takeWriter } from './writer-lock.ts'

export interface RunDeps {
  readonly clock: Clock
  /** Who writes, in words: another one who finds the archive busy is told. */
  readonly who: string
  /** @default the disk */
  readonly files?: ArchiveFiles
}

/** Opens the journal that must be there. @throws AppError `archive-unreadable`, `archive-newer` */
export function openJournalFile(dir: string, files: ArchiveFiles, how: 'read' | 'edit') {
  const path = join(dir, journalFile)
  if (!files.exists(path))
    throw new AppError('archive-unreadable', { file: path, reason: 'it is missing' })
  const file = onDisk(dir, () => files.open(path, how))
  try {
    checkVersion(file, dir)
    return file
  } catch (error) {
    file.close()
    throw error
  }
}

export interface Writer {
  readonly db: Database
  readonly committer: Committer
  readonly segments: Segments
  readonly files: ArchiveFiles
  /** Closes all of it; once is enough. */
  close(): void
}

/** Opens all that a writer needs. `full` names segments that take no further message. @throws AppError as `openRun` */
export async function openWriter(
  dir: string,
  deps: RunDeps,
  full: (db: Database) => ReadonlySet<number> = () => new Set(),
): Promise<Writer> {
  const files = deps.files ?? diskFiles
  const account = readHead(dir, files)
  const opened: (() => void)[] = []
  const close = () => {
    for (const one of opened.splice(0).reverse()) one()
  }
  const keep = <T>(value: T, closeIt: (value: T) => void): T => {
    opened.push(() => closeIt(value))
    return value
  }
  try {
    return await onDiskLater(dir, async () => {
      keep(await takeWriter(dir, deps.who), lock => lock.release())
      const file = keep(openJournalFile(dir, files, 'edit'), one => one.close())
      const catalogue = keep(await openCatalogue(join(dir, catalogueFile), file), one =>
        one.close(),
      )
      const { db } = catalogue
      const journal = openJournalWriter(file, catalogue.applied(), account)
      const known = new Map(
        db
          .all('SELECT id, end_at FROM segment')
          .map(row => [Number(row['id']), Number(row['end_at'])]),
      )
      const now = () => deps.clock.now()
      const segments = keep(openSegments({ files, dir, known, full: full(db), now }), one =>
        one.close(),
      )
      const checkPlace = () => {
        if (journal.isThere() && segments.isThere()) return
        throw new AppError('archive-away', { dir, reason: 'it was moved or deleted' })
      }
      const translate = (error: unknown) => diskFailure(dir, error)
      const committer = createCommitter({ segments, journal, catalogue, checkPlace, translate })
      return { db, committer, segments, files, close }
    })
  } catch (error) {
    close()
    throw error
  }
}

/** @throws AppError `archive-busy` (who), `archive-newer`, `archive-unreadable`, `archive-disk-full`, `archive-not-writable`, `archive-away` (the folder is not there) */
export async function openRun(dir: string, deps: RunDeps): Promise<ArchiveRun> {
  const { db, committer, segments, close } = await openWriter(dir, deps)
  return createRun({ ...deps, db, committer, segments, close })
}
