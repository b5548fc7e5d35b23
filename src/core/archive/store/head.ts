/** The head of an archive: whose it is, and in which version of the format. */
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { AccountFact } from './archive-store.ts'
import { onDisk, onDiskLater } from './disk-failure.ts'
import { type ArchiveFiles, diskFiles } from './files.ts'
import { journalStart, openJournalWriter, readGroups } from './journal-file.ts'
import {
  catalogueFile,
  formatName,
  formatVersion,
  headFile,
  journalFile,
  lockFile,
  segmentFolder,
  writerFile,
} from './layout.ts'
import { takeWriter } from './writer-lock.ts'

const limitBytes = 2 ** 16
/** Of an empty archive's journal, at most. */
const beginningBytes = 2 ** 13
const ownNames = new Set([
  ...[segmentFolder, journalFile, `${headFile}.new`, lockFile, `${lockFile}-journal`, writerFile],
  ...['', '-wal', '-shm'].map(end => catalogueFile + end),
])

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

/** Whether it is there already. @throws AppError `archive-folder-taken` when anything else is */
function isMade(dir: string, account: AccountFact, files: ArchiveFiles): boolean {
  const found = files.list(dir)
  if (found.includes(headFile)) {
    if (readHead(dir, files).id === account.id) return true
    throw new AppError('archive-folder-taken', { dir })
  }
  if (found.some(name => !ownNames.has(name))) throw new AppError('archive-folder-taken', { dir })
  return false
}

/** Whose journal it is, when its first group is whole. */
function accountOf(dir: string, files: ArchiveFiles): AccountFact | undefined {
  const file = files.open(join(dir, journalFile), 'read')
  try {
    for (const { facts } of readGroups(file, journalStart))
      for (const fact of facts) if (fact.is === 'journal') return fact.account
    if (file.size() <= beginningBytes) return undefined
    const reason = 'its first line is not what was written, and archive.json is missing'
    throw new AppError('archive-unreadable', { file: join(dir, journalFile), reason })
  } finally {
    file.close()
  }
}

async function beginJournal(dir: string, account: AccountFact, files: ArchiveFiles): Promise<void> {
  files.makeFolder(join(dir, segmentFolder))
  const file = files.open(join(dir, journalFile), 'edit')
  const journal = openJournalWriter(file, journalStart, account)
  try {
    await journal.append([], {})
  } finally {
    journal.close()
  }
  await files.syncFolder(dir)
}

/**
 * Makes the empty archive of an account, the head last; one that is there already for the same account is left as it is.
 * A head that is missing is made anew from the journal, which stays as it is.
 * @throws AppError `archive-folder-taken` when anything else is there, `archive-busy`, `archive-disk-full`, `archive-not-writable`
 */
export async function createArchive(
  dir: string,
  account: AccountFact,
  files: ArchiveFiles = diskFiles,
): Promise<void> {
  await onDiskLater(dir, async () => {
    files.makeFolder(dir)
    if (isMade(dir, account, files)) return
    // Another process may be making it, or be at work in it already.
    const lock = await takeWriter(dir, 'a first start')
    try {
      if (isMade(dir, account, files)) return
      const hasJournal = files.exists(join(dir, journalFile))
      const said = hasJournal ? accountOf(dir, files) : undefined
      if (said && said.id !== account.id) throw new AppError('archive-folder-taken', { dir })
      // What a beginning that was cut left behind is begun again; a journal that says something never is.
      if (!said) await beginJournal(dir, account, files)
      await writeHead(dir, account, files)
    } finally {
      lock.release()
    }
  })
}
