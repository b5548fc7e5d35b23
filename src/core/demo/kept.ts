import type { Database } from '../store/database.ts'
import type { Kept } from './world.ts'

/** The demo server's state as one row of the store. */
export function createKept(db: Database): Kept {
  return {
    load() {
      const row = db.get('SELECT value FROM demo WHERE key = ?', 'world')
      try {
        return row && (JSON.parse(String(row['value'])) as unknown)
      } catch {
        return undefined // a state that cannot be read begins anew
      }
    },
    save(state) {
      db.run(
        'INSERT OR REPLACE INTO demo (key, value) VALUES (?, ?)',
        'world',
        JSON.stringify(state),
      )
    },
  }
}
