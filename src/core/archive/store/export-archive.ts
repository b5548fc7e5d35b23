/** Takes mail out of an archive in a form that other programs read. */
import { AppError, isAppError } from '../../../shared/errors.ts'
import type { OperatingSystem } from '../../platform.ts'
import type { ArchiveReader, FolderCount } from './archive-store.ts'
import { onDiskLater } from './disk-failure.ts'
import { createSinks, type ExportForm } from './export-forms.ts'
import { diskFiles } from './files.ts'

export interface ExportOptions {
  /** An empty folder, or one that is not there yet. */
  readonly to: string
  readonly form: ExportForm
  /** As of that snapshot; without one, as of now. */
  readonly snapshot?: number
  /** These folders alone, by their numbers. */
  readonly folders?: readonly number[]
  /** Also what was deleted on the server; only as of now. @default false */
  readonly withDeleted?: boolean
  readonly os: OperatingSystem
  /** How IMAP writes names of folders (RFC 3501, 5.1.3). */
  readonly encodeName: (name: string) => string
  readonly signal: AbortSignal
  /** In messages. */
  readonly progress: (done: number, total: number) => void
}

export interface ExportReport {
  readonly messages: number
  readonly bytes: number
  /** Left out, since their bytes are not what they were. */
  readonly damaged: readonly { readonly folder: string; readonly uid: number }[]
}

/** @throws AppError `archive-folder-taken` when `to` holds files, `archive-disk-full`, `archive-not-writable`, `cancelled` */
export async function exportArchive(
  reader: ArchiveReader,
  options: ExportOptions,
): Promise<ExportReport> {
  const { to, snapshot, folders, withDeleted = false, signal, progress } = options
  const isWanted = ({ id, isGone }: FolderCount) =>
    (folders === undefined || folders.includes(id)) &&
    (snapshot !== undefined || withDeleted || !isGone)
  const wanted = reader.folders(snapshot).filter(isWanted)
  const total = wanted.reduce((sum, { here, kept }) => sum + here + (withDeleted ? kept : 0), 0)
  const damaged: { folder: string; uid: number }[] = []
  let [messages, bytes] = [0, 0]
  return onDiskLater(to, async () => {
    diskFiles.makeFolder(to)
    if (diskFiles.list(to).length > 0) throw new AppError('archive-folder-taken', { dir: to })
    const sinkOf = createSinks(options)
    for (const folder of wanted) {
      const sink = sinkOf(folder)
      try {
        for (const message of reader.messages(folder.id, snapshot)) {
          if (message.isGone && !withDeleted) continue
          if (signal.aborted) throw new AppError('cancelled', {})
          try {
            await sink.put(message, reader.stream(message.hash))
            messages += 1
            bytes += message.size
          } catch (error) {
            if (!isAppError(error, 'archive-damaged')) throw error
            damaged.push({ folder: folder.path, uid: message.uid })
          }
          progress(messages + damaged.length, total)
        }
      } finally {
        await sink.close()
      }
    }
    return { messages, bytes, damaged }
  })
}
