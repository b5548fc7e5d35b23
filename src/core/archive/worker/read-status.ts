/** What an archive says of itself. */
import type { ArchiveStatus } from '../../../shared/model/archive.ts'
import { openReader } from '../store/open-reader.ts'
import { tallyOf } from '../tally-of.ts'

/** @throws AppError `archive-away`, `archive-newer`, `archive-unreadable`, `archive-busy` */
export async function readStatus(folder: string): Promise<Omit<ArchiveStatus, 'account'>> {
  const reader = await openReader(folder)
  try {
    const runs = reader.snapshots()
    const last = runs.at(-1)
    const whole = runs.findLast(({ isComplete }) => isComplete)
    return {
      runs: runs.length,
      ...(last && { lastRunAt: last.startedAt }),
      ...(whole?.endedAt !== undefined && { lastWholeAt: whole.endedAt }),
      folders: reader.folders().map(tallyOf),
    }
  } finally {
    reader.close()
  }
}
