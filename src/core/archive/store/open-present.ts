/** The catalogue for those who read: up to date, beside a writer or alone, also of a disk that can only be read. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { type Catalogue, openCatalogue, openFitting } from './catalogue.ts'
import { diskFailure } from './disk-failure.ts'
import type { ArchiveFile, ArchiveFiles } from './files.ts'
import { catalogueFile } from './layout.ts'
import { openJournalFile } from './open-run.ts'
import { tryWriter } from './writer-lock.ts'

const patienceMs = 5000
const stepMs = 50

/** Up to date, or kept so by a writer. */
async function openInPlace(dir: string, journal: ArchiveFile): Promise<Catalogue> {
  const path = join(dir, catalogueFile)
  for (let waited = 0; ; waited += stepMs) {
    const fitting = await openFitting(path, journal)
    if (fitting && fitting.applied().at === journal.size()) return fitting
    const lock = await tryWriter(dir, 'somebody who reads').catch((error: unknown) => {
      fitting?.close()
      throw error
    })
    if (lock) {
      fitting?.close()
      try {
        return await openCatalogue(path, journal)
      } finally {
        lock.release()
      }
    }
    // There is a writer: it keeps the catalogue behind its journal by a group at most.
    if (fitting) return fitting
    if (waited >= patienceMs) throw new AppError('archive-busy', { dir, who: 'another Postern' })
    await new Promise(resolve => setTimeout(resolve, stepMs))
  }
}

/** Where nothing can be written, the catalogue is made in a temporary folder. */
async function openElsewhere(journal: ArchiveFile): Promise<Catalogue> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-catalogue-'))
  const catalogue = await openCatalogue(join(folder, catalogueFile), journal)
  return {
    ...catalogue,
    close() {
      catalogue.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const isReadOnly = (dir: string, error: unknown): boolean =>
  isAppError(diskFailure(dir, error), 'archive-not-writable')

/** @throws AppError `archive-unreadable`, `archive-newer`, `archive-busy` */
export async function openPresent(dir: string, files: ArchiveFiles): Promise<Catalogue> {
  const journal = openJournalFile(dir, files, 'read')
  try {
    return await openInPlace(dir, journal)
  } catch (error) {
    if (isReadOnly(dir, error)) return await openElsewhere(journal)
    throw error
  } finally {
    journal.close()
  }
}
