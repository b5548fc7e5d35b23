/** Makes the catalogue anew from the journal. */
import { join } from 'node:path'
import { openCatalogue, removeCatalogue } from './catalogue.ts'
import { onDiskLater } from './disk-failure.ts'
import { diskFiles } from './files.ts'
import { readHead } from './head.ts'
import { catalogueFile } from './layout.ts'
import { openJournalFile } from './open-run.ts'
import { takeWriter } from './writer-lock.ts'

/** @throws AppError as `openRun` */
export async function rebuildCatalogue(dir: string): Promise<void> {
  readHead(dir)
  await onDiskLater(dir, async () => {
    const lock = await takeWriter(dir, 'a rebuild')
    const file = openJournalFile(dir, diskFiles, 'read')
    try {
      removeCatalogue(join(dir, catalogueFile))
      const catalogue = await openCatalogue(join(dir, catalogueFile), file)
      catalogue.close()
    } finally {
      file.close()
      lock.release()
    }
  })
}
