/** What a disk answers, in the archive's own words. */
import { existsSync } from 'node:fs'
import { AppError } from '../../../shared/errors.ts'

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const refused = new Set(['EACCES', 'EPERM', 'EROFS'])
// EIO and ESTALE are what a pulled disk and a lost network drive answer.
const away = new Set(['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'EIO', 'ESTALE', 'ENOTCONN', 'EBADF'])

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

// SQLite says the same of a folder that is gone and of one that may not be written.
const isRefusedBySqlite = (dir: string, reason: string): boolean =>
  /readonly database/i.test(reason) || (/unable to open database/i.test(reason) && existsSync(dir))

/** The failure as `archive-disk-full`, `archive-not-writable` or `archive-away` of this folder; any other as it is. */
export function diskFailure(dir: string, error: unknown): unknown {
  const code = codeOf(error)
  const reason = error instanceof Error ? error.message : String(error)
  const options = { cause: error, retryable: true }
  if (full.has(code) || /database or disk is full/i.test(reason))
    return new AppError('archive-disk-full', { dir }, options)
  if (refused.has(code) || isRefusedBySqlite(dir, reason))
    return new AppError('archive-not-writable', { dir, reason }, options)
  if (away.has(code) || /unable to open database|disk I\/O error/i.test(reason))
    return new AppError('archive-away', { dir, reason }, options)
  return error
}

/** Runs it; what the disk refuses is thrown as an AppError. */
export function onDisk<T>(dir: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw diskFailure(dir, error)
  }
}

/** The same for what takes its time. */
export async function onDiskLater<T>(dir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw diskFailure(dir, error)
  }
}
