/** The catalogue: SQLite over the journal, so that nothing has to be read twice. Made anew whenever it does not fit. */
import { closeSync, openSync, rmSync } from 'node:fs'
import { createDatabase, type Database } from '../../store/database.ts'
import { findDriver } from '../../store/drivers.ts'
import { applyFacts } from './apply-facts.ts'
import { catalogueSchema, catalogueVersion } from './catalogue-schema.ts'
import type { ArchiveFile } from './files.ts'
import {
  type Group,
  holdsPlace,
  type JournalPlace,
  journalStart,
  readGroups,
} from './journal-file.ts'

export interface Catalogue {
  readonly db: Database
  /** How much of the journal is in it. */
  applied(): JournalPlace
  /** All of a group or nothing. */
  apply(group: Group): void
  close(): void
}

const isDamaged = (error: unknown): boolean =>
  error instanceof Error && /not a database|malformed|disk image/i.test(error.message)

function remember(db: Database, { at, sum }: JournalPlace): void {
  const set = 'INSERT OR REPLACE INTO meta VALUES (?, ?)'
  db.run(set, 'applied_at', String(at))
  db.run(set, 'applied_sum', String(sum))
}

function over(db: Database): Catalogue {
  const meta = (key: string) =>
    Number(db.get('SELECT value FROM meta WHERE key = ?', key)?.['value'] ?? 0)
  return {
    db,
    applied: () => ({ at: meta('applied_at'), sum: meta('applied_sum') }),
    apply: group =>
      db.transaction(() => {
        applyFacts(db, group.facts)
        remember(db, group.end)
      }),
    close: () => db.close(),
  }
}

const versionOf = (db: Database): number =>
  Number(db.get('PRAGMA user_version')?.['user_version'] ?? 0)

async function openDatabase(file: string): Promise<Database> {
  // Made here, so that it is 0600 from the first moment.
  closeSync(openSync(file, 'a', 0o600))
  const open = await findDriver()
  const db = createDatabase(file, open(file))
  try {
    // It can be made anew: that it is whole matters, not that it has the last group.
    db.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    db.exec('PRAGMA cache_size = -4000')
    versionOf(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Deletes it; only while nobody has it open. */
export function removeCatalogue(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
}

async function openFresh(file: string): Promise<Database> {
  removeCatalogue(file)
  const db = await openDatabase(file)
  db.transaction(() => {
    db.exec(catalogueSchema)
    db.exec(`PRAGMA user_version = ${catalogueVersion}`)
  })
  return db
}

/** As it is, if it is of this version and fits the journal. */
export async function openFitting(
  file: string,
  journal: ArchiveFile | undefined,
): Promise<Catalogue | undefined> {
  let db: Database | undefined
  try {
    db = await openDatabase(file)
    if (versionOf(db) === catalogueVersion) {
      const catalogue = over(db)
      const applied = catalogue.applied()
      const fits = journal ? holdsPlace(journal, applied) : applied.at === 0
      if (fits) return catalogue
    }
  } catch (error) {
    if (!isDamaged(error)) throw error
  }
  db?.close()
  return undefined
}

/** Takes in what the journal has more. Answers the place behind its last whole group. */
function catchUp(catalogue: Catalogue, journal: ArchiveFile | undefined): void {
  if (!journal) return
  for (const group of readGroups(journal, catalogue.applied())) catalogue.apply(group)
}

/** For the holder of the writer's lock: opened, made anew if need be, and brought up to date with the journal. */
export async function openCatalogue(
  file: string,
  journal: ArchiveFile | undefined,
): Promise<Catalogue> {
  const fitting = await openFitting(file, journal)
  if (fitting) {
    try {
      catchUp(fitting, journal)
      return fitting
    } catch (error) {
      fitting.close()
      if (!isDamaged(error)) throw error
    }
  }
  const catalogue = over(await openFresh(file))
  if (journal && journal.size() > journalStart.at) catchUp(catalogue, journal)
  return catalogue
}
