/** One writer a data folder: a lock of the operating system, held through SQLite's own file locking, that dies with its process. */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { findDriver } from './drivers.ts'

export interface ProcessLock {
  release(): void
}

/** Takes the lock `file` or answers undefined at once when another process has it. */
export async function tryProcessLock(file: string): Promise<ProcessLock | undefined> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const open = await findDriver()
  const driver = open(file)
  try {
    driver.exec(
      'PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE',
    )
    driver.exec('BEGIN EXCLUSIVE')
    return { release: () => driver.close() }
  } catch (error) {
    driver.close()
    if (error instanceof Error && /locked|busy/i.test(error.message)) return undefined
    throw error
  }
}
