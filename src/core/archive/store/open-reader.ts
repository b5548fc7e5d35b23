/** Opens an archive for reading, beside its writer or alone, also from a disk that can only be read. */
import { AppError } from '../../../shared/errors.ts'
import type { ArchiveReader, BodyHash } from './archive-store.ts'
import {
  bodyPlace,
  folderOf,
  foldersAsOf,
  messagesAsOf,
  messagesEver,
  newestFolders,
  snapshotsOf,
} from './catalogue-reading.ts'
import { countFolder, now } from './counting.ts'
import { damageOf } from './damage.ts'
import { onDiskLater } from './disk-failure.ts'
import { type ArchiveFiles, diskFiles } from './files.ts'
import { readHead } from './head.ts'
import { openPresent } from './open-present.ts'
import { piecesOf } from './read-body.ts'

/** @throws AppError `archive-away`, `archive-newer`, `archive-unreadable` */
export async function openReader(
  dir: string,
  files: ArchiveFiles = diskFiles,
): Promise<ArchiveReader> {
  const account = readHead(dir, files)
  const catalogue = await onDiskLater(dir, () => openPresent(dir, files))
  const { db } = catalogue

  async function* stream(hash: BodyHash): AsyncGenerator<Uint8Array, void> {
    const place = bodyPlace(db, hash)
    if (!place) throw damageOf(db, hash) ?? new AppError('archive-no-message', { id: hash })
    const pieces = piecesOf(files, dir, place)
    let beginning: Uint8Array | undefined
    for (;;) {
      const piece = pieces.next()
      if (piece.done) {
        if (piece.value) return
        throw damageOf(db, hash, beginning) ?? new AppError('archive-no-message', { id: hash })
      }
      beginning ??= piece.value
      yield piece.value
    }
  }
  return {
    account,
    stream,
    snapshots: () => snapshotsOf(db),
    folders: (snapshot = now) =>
      (snapshot === now ? newestFolders(db) : foldersAsOf(db, snapshot)).map(folder =>
        countFolder(db, folder, snapshot),
      ),
    messages(id, snapshot) {
      if (snapshot !== undefined) return messagesAsOf(db, id, snapshot)
      const folder = folderOf(db, id)
      return folder ? messagesEver(db, folder) : []
    },
    async read(hash) {
      const pieces: Uint8Array[] = []
      for await (const piece of stream(hash)) pieces.push(piece)
      return Buffer.concat(pieces)
    },
    close: () => catalogue.close(),
  }
}
