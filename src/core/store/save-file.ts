/** Writes a file where the person wants it: whole or not at all, readable for them alone. */
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { AppError } from '../../shared/errors.ts'

export interface SavedFile {
  /** Adds text; what is written so far may still be taken back. */
  write(text: string): Promise<void>
  /** Puts it in its place; answers its size in bytes. */
  commit(): Promise<number>
  /** Takes it back: nothing is left, and what was there before still is. */
  discard(): Promise<void>
}

const failure = (file: string, error: unknown): AppError =>
  new AppError(
    'file-not-writable',
    { file, reason: error instanceof Error ? error.message : String(error) },
    { cause: error },
  )

/** Begins a file beside its place. @throws AppError `file-not-writable`, here and from each of its functions */
export async function beginSavedFile(file: string): Promise<SavedFile> {
  const beside = `${file}.${randomBytes(4).toString('hex')}.part`
  let handle: FileHandle
  let sizeBytes = 0
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw failure(file, error)
    }
  }
  await attempt(async () => {
    const { O_CREAT, O_EXCL, O_WRONLY } = constants
    handle = await open(beside, O_CREAT | O_EXCL | O_WRONLY, 0o600)
  })
  return {
    write: text =>
      attempt(async () => {
        const bytes = Buffer.from(text)
        await handle.writeFile(bytes)
        sizeBytes += bytes.length
      }),
    commit: () =>
      attempt(async () => {
        await handle.sync()
        await handle.close()
        await rename(beside, file)
        return sizeBytes
      }),
    discard: () =>
      attempt(async () => {
        await handle.close()
        await rm(beside, { force: true })
      }),
  }
}
