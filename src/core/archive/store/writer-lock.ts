/** One writer an archive, between processes: a lock that dies with its process, and a note that says who holds it. */
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { tryProcessLock } from '../../store/process-lock.ts'
import { lockFile, writerFile } from './layout.ts'

export interface WriterLock {
  release(): void
}

/** Somebody who reads may hold it for a moment, to bring the catalogue up to date. */
const patienceMs = 3000
const stepMs = 50

/** Takes the lock, or nothing when another one has it. */
export async function tryWriter(dir: string, who: string): Promise<WriterLock | undefined> {
  const file = join(dir, lockFile)
  closeSync(openSync(file, 'a', 0o600))
  const lock = await tryProcessLock(file)
  if (lock) {
    const note = JSON.stringify({ version: 1, who, process: process.pid })
    writeFileSync(join(dir, writerFile), `${note}\n`, { mode: 0o600 })
  }
  return lock
}

function holder(dir: string): string {
  try {
    const note = JSON.parse(readFileSync(join(dir, writerFile), 'utf8')) as { who?: unknown }
    if (typeof note.who === 'string') return note.who
  } catch {
    // Half written, or not yet: the lock says that there is somebody.
  }
  return 'another Postern'
}

/** Takes the lock. @throws AppError `archive-busy` with who has it */
export async function takeWriter(dir: string, who: string): Promise<WriterLock> {
  for (let waited = 0; ; waited += stepMs) {
    const lock = await tryWriter(dir, who)
    if (lock) return lock
    if (waited >= patienceMs)
      throw new AppError('archive-busy', { dir, who: holder(dir) }, { retryable: true })
    await new Promise(resolve => setTimeout(resolve, stepMs))
  }
}
