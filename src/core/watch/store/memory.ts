/** The few things that watching must still know after a restart. */
import type { Database } from '../../store/database.ts'
import { z } from '../../../shared/zod.ts'

const shapes = {
  /** Epoch milliseconds. */
  pausedUntil: z.number(),
  /** Incidents of the quiet hours that wait for the morning. */
  held: z.array(z.string()),
} as const

type Values = { readonly [K in keyof typeof shapes]: z.output<(typeof shapes)[K]> }

export interface WatchMemory {
  get<K extends keyof Values>(key: K): Values[K] | undefined
  set<K extends keyof Values>(key: K, value: Values[K] | undefined): void
}

/** Makes the memory over `db`; a value that no longer fits is none. */
export function createWatchMemory(db: Database): WatchMemory {
  return {
    get(key) {
      const row = db.get('SELECT value FROM watch_memory WHERE key = ?', key)
      if (!row) return undefined
      const parsed = shapes[key].safeParse(JSON.parse(String(row['value'])))
      return parsed.success ? (parsed.data as Values[typeof key]) : undefined // the shape of this very key
    },
    set(key, value) {
      if (value === undefined) db.run('DELETE FROM watch_memory WHERE key = ?', key)
      else
        db.run(
          'INSERT OR REPLACE INTO watch_memory (key, value) VALUES (?, ?)',
          key,
          JSON.stringify(value),
        )
    },
  }
}
