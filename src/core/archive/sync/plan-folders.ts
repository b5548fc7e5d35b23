/** Which folders must be opened at all: those of which one look at the list does not say that nothing changed. */
import type { ListedFolder } from '../../net/imap/reading/list-folders.ts'
import type { ArchiveRun, KnownFolder } from '../store/archive-store.ts'

export interface FolderToRead {
  readonly listed: ListedFolder
  readonly known: KnownFolder | undefined
}

const isUnchanged = (run: ArchiveRun, known: KnownFolder, { status }: ListedFolder): boolean =>
  status !== undefined &&
  !known.isGone &&
  known.uidValidity === status.uidValidity &&
  known.uidNext === status.uidNext &&
  status.highestModseq !== undefined &&
  status.highestModseq > 0n &&
  known.highestModseq === status.highestModseq &&
  run.owed(known.id).length === 0 &&
  run.placed(known.id).size === status.messages

/** A folder without messages needs no opening. @returns true when it is done */
function noteEmpty(run: ArchiveRun, { listed, known }: FolderToRead): boolean {
  const { path, delimiter, specialUse, status } = listed
  if (status?.messages !== 0 || status.uidValidity === undefined) return false
  const { uidValidity, uidNext, highestModseq } = status
  const folder = run.beginFolder({ path, delimiter, specialUse, uidValidity })
  const left = folder.id === known?.id ? [...run.placed(folder.id).keys()] : []
  if (left.length > 0) run.gone(folder.id, left)
  run.endFolder(folder.id, { uidNext, highestModseq, exists: 0 })
  return true
}

/** Notes what is unchanged, empty or gone, and returns the rest, the largest first. @param rereads see `SyncInput` */
export function planFolders(
  listed: readonly ListedFolder[],
  run: ArchiveRun,
  rereads: number,
): readonly FolderToRead[] {
  const known = new Map(run.folders().map(folder => [folder.path, folder]))
  const toRead: FolderToRead[] = []
  const there = new Set<string>()
  for (const one of listed) {
    if (!one.canBeRead) continue
    there.add(one.path)
    const before = known.get(one.path)
    const toProve = rereads > 0 && before ? run.unproven(before.id).length : 0
    if (before && toProve === 0 && isUnchanged(run, before, one)) {
      const { path, delimiter, specialUse } = one
      const { uidValidity, uidNext, highestModseq } = before
      const folder = run.beginFolder({ path, delimiter, specialUse, uidValidity })
      run.endFolder(folder.id, { uidNext, highestModseq, exists: one.status?.messages ?? 0 })
    } else if (!noteEmpty(run, { listed: one, known: before }))
      toRead.push({ listed: one, known: before })
  }
  for (const folder of known.values())
    if (!folder.isGone && !there.has(folder.path)) run.folderGone(folder.id)
  const weight = ({ listed: { status } }: FolderToRead): number => status?.messages ?? 0
  return toRead.sort((a, b) => weight(b) - weight(a))
}
