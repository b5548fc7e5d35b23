/** The user's choices, one row each; a value that no longer fits falls back to its default. */
import { Settings } from '../../shared/contract/settings.ts'
import type { Database } from '../store/database.ts'

export interface SettingsStore {
  get(): Settings
  set(patch: Partial<Settings>): Settings
}

function readKey(db: Database, key: string): unknown {
  const row = db.get('SELECT value FROM settings WHERE key = ?', key)
  try {
    return row === undefined ? undefined : (JSON.parse(String(row['value'])) as unknown)
  } catch {
    return undefined // an unreadable value is no value
  }
}

/** Makes the store over `db`. */
export function createSettings(db: Database): SettingsStore {
  const keys = Object.keys(Settings.shape) as (keyof Settings)[] // the schema's own keys
  const get = (): Settings => {
    const values = keys.flatMap(key => {
      const value = readKey(db, key)
      return Settings.shape[key].safeParse(value).success && value !== undefined
        ? [[key, value] as const]
        : []
    })
    return Settings.parse(Object.fromEntries(values))
  }
  return {
    get,
    set(patch) {
      db.transaction(() => {
        for (const key of keys) {
          if (!Object.hasOwn(patch, key)) continue
          const value = patch[key]
          if (value === undefined) db.run('DELETE FROM settings WHERE key = ?', key)
          else
            db.run(
              'INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)',
              key,
              JSON.stringify(value),
            )
        }
      })
      return get()
    },
  }
}
