/** Job records on disk: what the app shows after a restart, and what a resumed job begins from. */
import type { JobRecord } from '../../shared/model/job.ts'
import type { Database } from '../store/database.ts'

export interface JobStore {
  save(record: JobRecord): void
  /** Keeps what the job was asked, for a resumed run; secrets print as dots and are not in it. */
  saveInput(id: string, input: unknown): void
  input(id: string): unknown
  saveCheckpoint(id: string, data: unknown): void
  checkpoint(id: string): unknown
  /** Newest first. */
  all(): JobRecord[]
  /** Forgets ended records beyond the newest `keep`. */
  tidy(keep: number): void
}

function readJson(db: Database, column: 'input' | 'checkpoint', id: string): unknown {
  const value = db.get(`SELECT ${column} FROM jobs WHERE id = ?`, id)?.[column]
  return typeof value === 'string' ? (JSON.parse(value) as unknown) : undefined
}

/** Makes the store over `db`. */
export function createJobStore(db: Database): JobStore {
  return {
    save(record) {
      db.run(
        'INSERT INTO jobs (id, status, record, queued_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET status = excluded.status, record = excluded.record',
        record.id,
        record.status,
        JSON.stringify(record),
        record.queuedAt,
      )
    },
    saveInput(id, input) {
      db.run('UPDATE jobs SET input = ? WHERE id = ?', JSON.stringify(input), id)
    },
    input: id => readJson(db, 'input', id),
    saveCheckpoint(id, data) {
      db.run('UPDATE jobs SET checkpoint = ? WHERE id = ?', JSON.stringify(data), id)
    },
    checkpoint: id => readJson(db, 'checkpoint', id),
    all: () =>
      db
        .all('SELECT record FROM jobs ORDER BY queued_at DESC, rowid DESC')
        .map(row => JSON.parse(String(row['record'])) as JobRecord), // written by save() alone
    tidy(keep) {
      db.run(
        "DELETE FROM jobs WHERE status NOT IN ('queued', 'running', 'cancelling') AND id NOT IN (SELECT id FROM jobs ORDER BY queued_at DESC, rowid DESC LIMIT ?)",
        keep,
      )
    },
  }
}
