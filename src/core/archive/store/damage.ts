/** Names what is damaged: by folder, UID and subject. */
import type { Database } from '../../store/database.ts'
import { AppError } from '../../../shared/errors.ts'
import { hashBytes } from './apply-facts.ts'
import type { Damage } from './archive-store.ts'
import { subjectOf } from './subject-of.ts'

const page = 1000

/** The failure of one body, by the first of its places; nothing when no place has it. */
export function damageOf(
  db: Database,
  hash: string,
  beginning: Uint8Array = new Uint8Array(),
): AppError | undefined {
  const row = db.get(
    `SELECT f.path, p.uid FROM place p JOIN body b ON b.id = p.body JOIN folder f ON f.id = p.folder
     WHERE b.hash = ? ORDER BY p.until IS NULL DESC LIMIT 1`,
    hashBytes(hash),
  )
  if (!row) return undefined
  const subject = subjectOf(beginning) ?? '?'
  const folder = typeof row['path'] === 'string' ? row['path'] : ''
  return new AppError('archive-damaged', { folder, uid: Number(row['uid']), subject })
}

export interface DamagedBody {
  readonly hash: string
  readonly subject: string | undefined
}

/** All places of damaged bodies, given by their ids: one walk, however many there are. */
export function placesOfDamage(db: Database, bodies: ReadonlyMap<number, DamagedBody>): Damage[] {
  if (bodies.size === 0) return []
  const found: Damage[] = []
  for (let [folder, uid, since] = [-1, -1, -1]; ;) {
    const rows = db.all(
      `SELECT p.folder, p.uid, p.since, p.body, f.path FROM place p JOIN folder f ON f.id = p.folder
       WHERE (p.folder, p.uid, p.since) > (?, ?, ?) ORDER BY p.folder, p.uid, p.since LIMIT ${page}`,
      ...[folder, uid, since],
    )
    for (const row of rows) {
      const body = bodies.get(Number(row['body']))
      const path = typeof row['path'] === 'string' ? row['path'] : ''
      if (body) found.push({ folder: path, uid: Number(row['uid']), ...body })
    }
    const last = rows.at(-1)
    if (!last || rows.length < page) return found
    ;[folder, uid, since] = [Number(last['folder']), Number(last['uid']), Number(last['since'])]
  }
}
