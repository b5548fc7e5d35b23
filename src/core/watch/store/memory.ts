/** The few things that watching must still know after a restart. */
import type { Database } from '../../store/database.ts'
import { z } from '../../../shared/zod.ts'

const Memory = z.object({
  /** Epoch milliseconds. */
  pausedUntil: z.number().optional(),
  /** Incidents of the quiet hours that wait for the morning. */
  held: z.array(z.string()).optional(),
})
type Memory = z.output<typeof Memory>

export interface WatchMemory {
  get<K extends keyof Memory>(key: K): Memory[K]
  set<K extends keyof Memory>(key: K, value: Memory[K]): void
}

const keys = Object.keys(Memory.shape) as readonly (keyof Memory)[] // the schema's own keys

/** Reads the memory once from `db`, which this process owns; a value that no longer fits is none. */
export function createWatchMemory(db: Database): WatchMemory {
  const read = (key: keyof Memory): unknown => {
    const row = db.get('SELECT value FROM watch_memory WHERE key = ?', key)
    return row && (JSON.parse(String(row['value'])) as unknown)
  }
  let now: Memory = {}
  for (const key of keys) {
    const parsed = Memory.safeParse({ [key]: read(key) })
    if (parsed.success) now = { ...now, ...parsed.data }
  }
  return {
    get: key => now[key],
    set(key, value) {
      now = { ...now, [key]: value }
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
