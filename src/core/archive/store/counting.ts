/** How many messages a folder has: on the server, here, and kept after they were deleted there. */
import type { Database } from '../../store/database.ts'
import type { FolderCount, KnownFolder } from './archive-store.ts'
import { failuresOf, olderOnes } from './catalogue-reading.ts'

/** As of no snapshot: behind all of them. */
export const now = Number.MAX_SAFE_INTEGER

// Takes the snapshot twice. (libsql cannot take numbered parameters.)
const isLiving = 'p.since <= ? AND (p.until IS NULL OR p.until > ?)'
const isWhole = 'b.segment IS NOT NULL AND b.is_damaged = 0'

const count = (db: Database, sql: string, ...params: (string | number)[]): number =>
  Number(db.get(sql, ...params)?.['n'] ?? 0)

function keptOf(db: Database, folder: KnownFolder, snapshot: number): number {
  const own = count(
    db,
    `SELECT count(DISTINCT p.uid) AS n FROM place p WHERE p.folder = ? AND p.since <= ? AND NOT EXISTS (
       SELECT 1 FROM place q WHERE q.folder = p.folder AND q.uid = p.uid AND q.since <= ?
         AND (q.until IS NULL OR q.until > ?))`,
    ...[folder.id, snapshot, snapshot, snapshot],
  )
  // Of an older folder, what was not found again under the new numbers.
  const older = olderOnes(db, folder).map(id =>
    count(
      db,
      `SELECT count(DISTINCT o.body) AS n FROM place o WHERE o.folder = ? AND o.since <= ?
         AND o.body NOT IN (SELECT p.body FROM place p WHERE p.folder = ? AND ${isLiving})`,
      ...[id, snapshot, folder.id, snapshot, snapshot],
    ),
  )
  return older.reduce((sum, one) => sum + one, own)
}

function onServer(db: Database, folder: number, snapshot: number): number | undefined {
  const row = db.get(
    'SELECT on_server FROM reading WHERE folder = ? AND snapshot <= ? ORDER BY snapshot DESC LIMIT 1',
    ...[folder, snapshot],
  )
  return row && Number(row['on_server'])
}

/** The counts of one folder as of a snapshot, or of `now`. */
export function countFolder(db: Database, folder: KnownFolder, snapshot: number): FolderCount {
  const missing = failuresOf(db, folder.id)
  const kept = keptOf(db, folder, snapshot)
  const here = count(
    db,
    `SELECT count(*) AS n FROM place p JOIN body b ON b.id = p.body WHERE p.folder = ? AND ${isLiving} AND ${isWhole}`,
    ...[folder.id, snapshot, snapshot],
  )
  if (folder.isGone && snapshot === now)
    return { ...folder, onServer: undefined, here: 0, kept: kept + here, missing: [] }
  return { ...folder, onServer: onServer(db, folder.id, snapshot), here, kept, missing }
}
