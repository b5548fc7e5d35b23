/** The head of an archive: whose it is, and in which version of the format. */
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { AccountFact } from './archive-store.ts'
import { onDisk, onDiskLater } from './disk-failure.ts'
import { type ArchiveFiles, diskFiles } from './files.ts'
import { openJournalWriter, journalStart } from './journal-file.ts'
import { formatName, formatVersion, headFile, journalFile, segmentFolder } from './layout.ts'

const limitBytes = 2 ** 16

function readText(files: ArchiveFiles, path: string): string {
  const file = files.open(path, 'read')
  try {
    const bytes = Buffer.alloc(limitBytes)
    return bytes.toString('utf8', 0, file.read(bytes, 0))
  } finally {
    file.close()
  }
}

interface Head {
  readonly format?: unknown
  readonly version?: unknown
  readonly account?: Partial<AccountFact>
}

function parse(file: string, text: string): Head {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch (error) {
    throw new AppError('archive-unreadable', { file, reason: 'it is not JSON' }, { cause: error })
  }
  throw new AppError('archive-unreadable', { file, reason: 'it is no object' })
}

/** @throws AppError `archive-away`, `archive-newer`, `archive-unreadable` */
export function readHead(dir: string, files: ArchiveFiles = diskFiles): AccountFact {
  const path = join(dir, headFile)
  const head = parse(
    path,
    onDisk(dir, () => readText(files, path)),
  )
  const { account, version } = head
  if (head.format !== formatName || typeof version !== 'number')
    throw new AppError('archive-unreadable', { file: path, reason: 'it names another format' })
  if (version > formatVersion)
    throw new AppError('archive-newer', { dir, found: version, known: formatVersion })
  const { id, name, host, user } = account ?? {}
  if (id === undefined || name === undefined || host === undefined || user === undefined)
    throw new AppError('archive-unreadable', { file: path, reason: 'it names no account' })
  return { id, name, host, user }
}

async function writeHead(dir: string, account: AccountFact, files: ArchiveFiles): Promise<void> {
  const path = join(dir, headFile)
  const beside = `${path}.new`
  const file = files.open(beside, 'edit')
  const text = JSON.stringify({ format: formatName, version: formatVersion, account }, null, 2)
  try {
    file.truncate(0)
    file.write(Buffer.from(`${text}\n`), 0)
    await file.sync()
  } finally {
    file.close()
  }
  files.replace(beside, path)
  await files.syncFolder(dir)
}

/**
 * Makes the empty archive of an account, the head last; one that is there already for the same account is left as it is.
 * @throws AppError `archive-folder-taken` when anything else is there, `archive-disk-full`, `archive-not-writable`
 */
export async function createArchive(
  dir: string,
  account: AccountFact,
  files: ArchiveFiles = diskFiles,
): Promise<void> {
  await onDiskLater(dir, async () => {
    files.makeFolder(dir)
    const found = files.list(dir)
    if (found.includes(headFile)) {
      if (readHead(dir, files).id === account.id) return
      throw new AppError('archive-folder-taken', { dir })
    }
    // What a beginning that was cut left behind may be begun again.
    const own = new Set([segmentFolder, journalFile, `${headFile}.new`])
    if (found.some(name => !own.has(name))) throw new AppError('archive-folder-taken', { dir })
    files.makeFolder(join(dir, segmentFolder))
    const journal = openJournalWriter(
      files.open(join(dir, journalFile), 'edit'),
      journalStart,
      account,
    )
    try {
      await journal.append([], {})
    } finally {
      journal.close()
    }
    await files.syncFolder(dir)
    await writeHead(dir, account, files)
  })
}
