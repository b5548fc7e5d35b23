/** Opens an archive for its one writer: cuts off what a crash left, and takes in what the reading of a mailbox tells. */
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../../platform.ts'
import type { ArchiveRun } from './archive-store.ts'
import { openCatalogue } from './catalogue.ts'
import { createCommitter } from './committer.ts'
import { onDisk, onDiskLater, diskFailure } from './disk-failure.ts'
import { type ArchiveFiles, diskFiles } from './files.ts'
import { readHead } from './head.ts'
import { checkVersion, openJournalWriter } from './journal-file.ts'
import { catalogueFile, journalFile } from './layout.ts'
import { createRun } from './run.ts'
import { openSegments } from './segments.ts'
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

/** @throws AppError `archive-busy` (who), `archive-newer`, `archive-unreadable`, `archive-disk-full`, `archive-not-writable`, `archive-away` (the folder is not there) */
export async function openRun(dir: string, deps: RunDeps): Promise<ArchiveRun> {
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
      const journal = openJournalWriter(file, catalogue.applied(), account)
      const known = new Map(
        catalogue.db
          .all('SELECT id, end_at FROM segment')
          .map(row => [Number(row['id']), Number(row['end_at'])]),
      )
      const segments = keep(openSegments({ files, dir, known, now: () => deps.clock.now() }), one =>
        one.close(),
      )
      const checkPlace = () => {
        if (journal.isThere() && segments.isThere()) return
        throw new AppError('archive-away', { dir, reason: 'it was moved or deleted' })
      }
      const translate = (error: unknown) => diskFailure(dir, error)
      const committer = createCommitter({ segments, journal, catalogue, checkPlace, translate })
      return createRun({ ...deps, db: catalogue.db, committer, segments, close })
    })
  } catch (error) {
    close()
    throw error
  }
}
