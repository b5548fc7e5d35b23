/** Opens the store: newer ones are refused, older ones copied aside and migrated, damaged ones moved aside. */
import { existsSync, renameSync, statSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, isAppError } from '../../shared/errors.ts'
import type { Clock } from '../platform.ts'
import type { Database } from './database.ts'
import { createDatabase } from './database.ts'
import { findDriver } from './drivers.ts'
import { migrations as known } from './migrations.ts'

export interface StoreOptions {
  readonly clock: Clock
  /** @default the shipped list */
  readonly migrations?: readonly string[]
}

const stamp = (clock: Clock): string => new Date(clock.now()).toISOString().replace(/[:.]/g, '-')

const versionOf = (db: Database): number =>
  Number(db.get('PRAGMA user_version')?.['user_version'] ?? 0)

/** Before anything is done to it: even a pragma may write. */
function refuseNewer(db: Database, steps: readonly string[]): void {
  const found = versionOf(db)
  if (found > steps.length) {
    throw new AppError('store-newer', { found, known: steps.length, file: db.file })
  }
}

function migrate(db: Database, clock: Clock, steps: readonly string[]): void {
  const found = versionOf(db)
  if (found === steps.length) return
  if (found > 0)
    db.exec(`VACUUM INTO '${`${db.file}.v${found}-${stamp(clock)}`.replaceAll("'", "''")}'`)
  for (const [index, step] of steps.entries()) {
    if (index < found) continue
    db.transaction(() => {
      db.exec(step)
      db.exec(`PRAGMA user_version = ${index + 1}`)
    })
  }
}

function isDamaged(error: unknown): boolean {
  return error instanceof Error && /not a database|malformed|disk image/i.test(error.message)
}

function translate(file: string, error: unknown): unknown {
  if (isAppError(error)) return error
  const reason = error instanceof Error ? error.message : 'unknown'
  return /readonly|full|unable to open|EACCES|permission/i.test(reason)
    ? new AppError('store-not-writable', { file, reason }, { cause: error })
    : error
}

async function openAndMigrate(file: string, options: StoreOptions): Promise<Database> {
  const open = await findDriver()
  const db = createDatabase(file, open(file))
  const steps = options.migrations ?? known
  try {
    refuseNewer(db, steps)
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON',
    )
    migrate(db, options.clock, steps)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * The store at `file`, migrated to the present schema. `damagedCopy` names where an unreadable one was put.
 * @throws AppError `store-newer`, `store-not-writable`
 */
export async function openStore(
  file: string,
  options: StoreOptions,
): Promise<{ readonly db: Database; readonly damagedCopy: string | undefined }> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  let damagedCopy: string | undefined
  try {
    const db = await openAndMigrate(file, options)
    await chmod(file, 0o600)
    return { db, damagedCopy }
  } catch (error) {
    if (!isDamaged(error) || !existsSync(file) || statSync(file).size === 0)
      throw translate(file, error)
    damagedCopy = `${file}.damaged-${stamp(options.clock)}`
    renameSync(file, damagedCopy)
  }
  const db = await openAndMigrate(file, options)
  await chmod(file, 0o600)
  return { db, damagedCopy }
}
