/** What is stored of a folder, as a map that keeps nothing in memory: 200,000 messages in one folder cost as much as ten. */
import type { Database } from '../../store/database.ts'
import type { Placed } from './archive-store.ts'
import { pagedByUid, toPlaced } from './catalogue-reading.ts'

const whole = 'b.segment IS NOT NULL AND b.is_damaged = 0'
const living = `FROM place p JOIN body b ON b.id = p.body WHERE p.folder = ? AND p.until IS NULL AND ${whole}`
const columns = 'p.uid, b.hash, b.size, p.flags, p.internal_date'

/** The living messages of a folder whose bytes are here and, as far as is known, whole. */
export function placedMap(db: Database, folder: number): ReadonlyMap<number, Placed> {
  const get = (uid: number): Placed | undefined => {
    const row = db.get(`SELECT ${columns} ${living} AND p.uid = ?`, folder, uid)
    return row && toPlaced(row)
  }
  function* values(): MapIterator<Placed> {
    const rows = pagedByUid(
      db,
      `SELECT ${columns} ${living} AND p.uid > ? ORDER BY p.uid LIMIT ?`,
      folder,
    )
    for (const row of rows) yield toPlaced(row)
    return undefined
  }
  function* entries(): MapIterator<[number, Placed]> {
    for (const placed of values()) yield [placed.uid, placed]
    return undefined
  }
  function* keys(): MapIterator<number> {
    const rows = pagedByUid(
      db,
      `SELECT p.uid ${living} AND p.uid > ? ORDER BY p.uid LIMIT ?`,
      folder,
    )
    for (const row of rows) yield Number(row['uid'])
    return undefined
  }
  const map: ReadonlyMap<number, Placed> = {
    get size() {
      return Number(db.get(`SELECT count(*) AS n ${living}`, folder)?.['n'])
    },
    has: uid => db.get(`SELECT 1 ${living} AND p.uid = ?`, folder, uid) !== undefined,
    get,
    keys,
    values,
    entries,
    [Symbol.iterator]: entries,
    forEach(work, self) {
      for (const [uid, placed] of entries()) work.call(self, placed, uid, map)
    },
  }
  return map
}
