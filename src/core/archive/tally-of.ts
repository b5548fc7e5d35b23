/** One folder of an archive as it is shown: counted on both sides. */
import type { FolderTally } from '../../shared/model/archive.ts'
import type { FolderCount } from './store/archive-store.ts'

export const tallyOf = ({
  path,
  isGone,
  onServer,
  here,
  kept,
  missing,
}: FolderCount): FolderTally => ({
  path,
  isGone,
  ...(onServer !== undefined && { onServer }),
  here,
  kept,
  missing: missing.map(({ uid, subject, reason }) => ({
    uid,
    ...(subject !== undefined && { subject }),
    reason,
  })),
})
