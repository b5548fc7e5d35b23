/** What the catalogue is asked, for runs and readers alike. */
import type { Database, Row, SqlValue } from '../../store/database.ts'
import { hashBytes } from './apply-facts.ts'
import type { Failure, KnownFolder, Listed, Placed, Snapshot } from './archive-store.ts'

/** Rows at a time: lists of any length take little memory. */
const page = 500

const text = (value: SqlValue | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

const hex = (value: SqlValue | undefined): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : ''

export const flagList = (flags: string): string[] => (flags === '' ? [] : flags.split(' '))

export function toPlaced(row: Row): Placed {
  return {
    uid: Number(row['uid']),
    hash: hex(row['hash']),
    size: Number(row['size']),
    flags: flagList(text(row['flags']) ?? ''),
    internalDate: text(row['internal_date']) ?? '',
  }
}

/** Where the bytes of a body lie. */
export interface BodyPlace {
  readonly hash: string
  readonly size: number
  readonly segment: number
  readonly at: number
  readonly length: number
  readonly isQuoted: boolean
}

export const toBodyPlace = (row: Row): BodyPlace => ({
  hash: hex(row['hash']),
  size: Number(row['size']),
  segment: Number(row['segment'] ?? 0),
  at: Number(row['at'] ?? 0),
  length: Number(row['length'] ?? 0),
  isQuoted: Number(row['is_quoted']) === 1,
})

/** Nothing when there is no such body, or the journal's line about it is damaged. */
export function bodyPlace(db: Database, hash: string): BodyPlace | undefined {
  const row = db.get('SELECT * FROM body WHERE hash = ? AND segment IS NOT NULL', hashBytes(hash))
  return row && toBodyPlace(row)
}

/** Whether its bytes are here and, as far as is known, whole. */
export const hasBody = (db: Database, hash: string): boolean =>
  db.get(
    'SELECT 1 FROM body WHERE hash = ? AND segment IS NOT NULL AND is_damaged = 0',
    hashBytes(hash),
  ) !== undefined

const toFolder = (row: Row): KnownFolder => ({
  id: Number(row['id']),
  path: text(row['path']) ?? '',
  delimiter: text(row['delimiter']),
  specialUse: text(row['special_use']),
  uidValidity: Number(row['uid_validity']),
  uidNext: row['uid_next'] === null ? undefined : Number(row['uid_next']),
  highestModseq:
    typeof row['highest_modseq'] === 'string' ? BigInt(row['highest_modseq']) : undefined,
  isGone: Number(row['is_gone']) === 1,
})

const isGone = `NOT EXISTS (SELECT 1 FROM folder_life l WHERE l.folder = f.id AND l.until IS NULL) AS is_gone`

/** The folder of that number, whatever became of it. */
export function folderOf(db: Database, id: number): KnownFolder | undefined {
  const row = db.get(`SELECT f.*, ${isGone} FROM folder f WHERE f.id = ?`, id)
  return row && toFolder(row)
}

/** Other folders that once had this path: before the server numbered its messages anew. */
export const olderOnes = (db: Database, folder: KnownFolder): number[] =>
  db
    .all(
      'SELECT id FROM folder WHERE path = ? AND id <> ? ORDER BY id DESC',
      folder.path,
      folder.id,
    )
    .map(row => Number(row['id']))

/** The newest of each path: the one that lives, or that lived last. */
export function newestFolders(db: Database): KnownFolder[] {
  const rows = db.all(
    `SELECT f.*, ${isGone} FROM folder f
     ORDER BY f.path, (SELECT coalesce(max(until), min(since)) FROM folder_life l WHERE l.folder = f.id), is_gone DESC, f.id`,
  )
  return [...new Map(rows.map(toFolder).map(folder => [folder.path, folder])).values()]
}

/** Those of the server as of a snapshot. */
export const foldersAsOf = (db: Database, snapshot: number): KnownFolder[] =>
  db
    .all(
      `SELECT f.*, ${isGone} FROM folder f JOIN folder_life o ON o.folder = f.id
       WHERE o.since <= ? AND (o.until IS NULL OR o.until > ?) ORDER BY f.path`,
      ...[snapshot, snapshot],
    )
    .map(toFolder)

export const failuresOf = (db: Database, folder: number): Failure[] =>
  db
    .all('SELECT uid, subject, reason FROM failure WHERE folder = ? ORDER BY uid', folder)
    .map(row => {
      const subject = text(row['subject'])
      return {
        uid: Number(row['uid']),
        ...(subject === undefined ? {} : { subject }),
        reason: text(row['reason']) ?? '',
      }
    })

export const snapshotsOf = (db: Database): Snapshot[] =>
  db.all('SELECT * FROM snapshot ORDER BY id').map(row => ({
    id: Number(row['id']),
    startedAt: text(row['started_at']) ?? '',
    endedAt: text(row['ended_at']),
    by: text(row['by_whom']) ?? '',
    isComplete: Number(row['is_complete']) === 1,
  }))

/** Pages through rows that are ordered by UID. The statement takes its parameters, the last UID seen and the size of the page. */
export function* pagedByUid(
  db: Database,
  sql: string,
  ...params: readonly SqlValue[]
): Generator<Row, void, undefined> {
  for (let last = -1; ;) {
    const rows = db.all(sql, ...params, last, page)
    yield* rows
    const final = rows.at(-1)
    if (!final || rows.length < page) return
    last = Number(final['uid'])
  }
}

const asOf = `
  SELECT p.uid, b.hash, b.size, p.internal_date,
    coalesce((SELECT w.flags FROM flags_was w WHERE w.folder = p.folder AND w.uid = p.uid AND w.until > ?
      AND (p.until IS NULL OR w.until <= p.until) ORDER BY w.until LIMIT 1), p.flags) AS flags
  FROM place p JOIN body b ON b.id = p.body
  WHERE p.since <= ? AND (p.until IS NULL OR p.until > ?) AND p.folder = ? AND p.uid > ?
  ORDER BY p.uid LIMIT ?`

/** The messages of a folder that were on the server as of a snapshot. */
export function* messagesAsOf(
  db: Database,
  folder: number,
  snapshot: number,
): Generator<Listed, void, undefined> {
  const rows = pagedByUid(db, asOf, snapshot, snapshot, snapshot, folder)
  for (const row of rows) yield { ...toPlaced(row), isGone: false }
}

const everThere = `
  SELECT p.uid, b.hash, b.size, p.flags, p.internal_date, p.until IS NOT NULL AS is_gone
  FROM place p JOIN body b ON b.id = p.body
  WHERE p.since = (SELECT max(since) FROM place n WHERE n.folder = p.folder AND n.uid = p.uid)`

/** All that were ever in a folder, then what older ones of its path had and it has not. */
export function* messagesEver(
  db: Database,
  folder: KnownFolder,
): Generator<Listed, void, undefined> {
  const own = `${everThere} AND p.folder = ? AND p.uid > ? ORDER BY p.uid LIMIT ?`
  for (const row of pagedByUid(db, own, folder.id))
    yield { ...toPlaced(row), isGone: folder.isGone || Number(row['is_gone']) === 1 }
  const older = `${everThere} AND p.body NOT IN (SELECT body FROM place WHERE folder = ? AND until IS NULL)
    AND p.folder = ? AND p.uid > ? ORDER BY p.uid LIMIT ?`
  for (const id of olderOnes(db, folder))
    for (const row of pagedByUid(db, older, folder.id, id)) yield { ...toPlaced(row), isGone: true }
}
