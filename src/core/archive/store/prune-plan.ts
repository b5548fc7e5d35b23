/** What retention would remove: mail that was deleted on the server so long ago that no kept snapshot has it. */
import type { Database } from '../../store/database.ts'
import { endedFolders } from './apply-facts.ts'
import { toPlaced } from './catalogue-reading.ts'

const dayMs = 86_400_000

export interface PrunedMessage {
  readonly folder: string
  readonly uid: number
  readonly hash: string
  readonly size: number
  readonly internalDate: string
}

export interface PrunePlan {
  /** Snapshots before this one are no longer kept; absent when nothing is old enough. */
  readonly keptFrom: number | undefined
  /** A message that lay in two places is here twice. */
  readonly messages: readonly PrunedMessage[]
  /** Of the messages, each counted once. */
  readonly bytes: number
}

/** The first snapshot that is young enough; never one behind the last complete one, which is always kept. */
function firstKept(db: Database, now: number, keepDays: number): number | undefined {
  const since = new Date(now - keepDays * dayMs).toISOString()
  const young = db.get('SELECT min(id) AS id FROM snapshot WHERE started_at >= ?', since)?.['id']
  const last = db.get('SELECT max(id) AS id FROM snapshot WHERE is_complete = 1')?.['id']
  if (typeof last !== 'number') return undefined
  return Math.min(last, typeof young === 'number' ? young : last)
}

/** Bodies none of whose places is in a kept snapshot. Takes that snapshot twice. */
const removable = `
  SELECT p.body FROM place p LEFT JOIN ${endedFolders} e ON e.folder = p.folder
  GROUP BY p.body HAVING max(coalesce(p.until, e.ended, 9007199254740991)) <= ?`

/** @param keepDays mail is kept so long after a run last found it on the server */
export function planPrune(db: Database, now: number, keepDays: number): PrunePlan {
  const keptFrom = firstKept(db, now, keepDays)
  if (keptFrom === undefined) return { keptFrom, messages: [], bytes: 0 }
  const rows = db.all(
    `SELECT f.path, p.uid, b.hash, b.size, p.flags, p.internal_date
     FROM place p JOIN folder f ON f.id = p.folder JOIN body b ON b.id = p.body
     WHERE p.body IN (${removable}) ORDER BY f.path, p.folder, p.uid, p.since`,
    ...[keptFrom, keptFrom],
  )
  const messages = rows.map(row => {
    const { uid, hash, size, internalDate } = toPlaced(row)
    const folder = typeof row['path'] === 'string' ? row['path'] : ''
    return { folder, uid, hash, size, internalDate }
  })
  const sizes = new Map(messages.map(({ hash, size }) => [hash, size]))
  return { keptFrom, messages, bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0) }
}

/** The segments that have bytes of them. */
export function segmentsOf(db: Database, plan: PrunePlan): ReadonlySet<number> {
  if (plan.messages.length === 0 || plan.keptFrom === undefined) return new Set()
  const rows = db.all(
    `SELECT DISTINCT segment FROM body WHERE segment IS NOT NULL AND id IN (${removable})`,
    ...[plan.keptFrom, plan.keptFrom],
  )
  return new Set(rows.map(row => Number(row['segment'])))
}
