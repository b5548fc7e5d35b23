/** The folders of a run: those of the catalogue, and what the run itself said since. */
import type { Database } from '../../store/database.ts'
import type { FolderFact, FolderState, KnownFolder } from './archive-store.ts'
import { newestFolders } from './catalogue-reading.ts'
import type { Fact } from './journal-lines.ts'

export interface KnownFolders {
  all(): readonly KnownFolder[]
  byId(id: number): KnownFolder
  begin(fact: FolderFact): KnownFolder
  gone(id: number): void
  end(id: number, state: FolderState): void
}

export function createKnownFolders(db: Database, add: (fact: Fact) => void): KnownFolders {
  const byPath = new Map(newestFolders(db).map(folder => [folder.path, folder]))
  const paths = new Map([...byPath.values()].map(folder => [folder.id, folder.path]))
  let next = Number(db.get('SELECT max(id) AS newest FROM folder')?.['newest'] ?? 0) + 1

  const keep = (folder: KnownFolder): KnownFolder => {
    byPath.set(folder.path, folder)
    paths.set(folder.id, folder.path)
    return folder
  }
  const byId = (id: number): KnownFolder => {
    const folder = byPath.get(paths.get(id) ?? '')
    if (folder?.id !== id) throw new Error(`folder ${id} was not begun in this run`)
    return folder
  }
  /** The server came back to an earlier numbering: its UIDs are good again. */
  const earlier = ({ path, uidValidity }: FolderFact): number | undefined => {
    const row = db.get(
      'SELECT id FROM folder WHERE path = ? AND uid_validity = ?',
      ...[path, uidValidity],
    )
    return row && Number(row['id'])
  }
  return {
    all: () => [...byPath.values()],
    byId,
    begin(fact) {
      const known = byPath.get(fact.path)
      const isSame = known?.uidValidity === fact.uidValidity
      const { path, delimiter, specialUse, uidValidity } = fact
      if (
        isSame &&
        !known.isGone &&
        known.delimiter === delimiter &&
        known.specialUse === specialUse
      )
        return known
      const id = isSame ? known.id : (earlier(fact) ?? next++)
      add({ is: 'folder', folder: id, path, delimiter, use: specialUse, validity: uidValidity })
      const state = isSame ? known : { uidNext: undefined, highestModseq: undefined }
      const { uidNext, highestModseq } = state
      return keep({
        ...{ id, path, delimiter, specialUse, uidValidity, uidNext, highestModseq },
        isGone: false,
      })
    },
    gone(id) {
      add({ is: 'folder-gone', folder: id })
      keep({ ...byId(id), isGone: true })
    },
    end(id, { uidNext, highestModseq, exists }) {
      const modseq = highestModseq?.toString()
      add({ is: 'read', folder: id, exists, next: uidNext, modseq })
      keep({ ...byId(id), uidNext, highestModseq })
    },
  }
}
