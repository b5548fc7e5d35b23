/** Job records on disk: what the app shows after a restart, and what a resumed job begins from. */
import type { JobRecord } from '../../shared/model/job.ts'
import type { Database, Row } from '../store/database.ts'

export interface JobStore {
  /**
   * @param input what the job was asked, kept for a resumed run; secrets print as dots and are not in it. Absent: the one
   *   that is kept stays. In the same step as the record: each one waits for the disk.
   */
  save(record: JobRecord, input?: unknown): void
  input(id: string): unknown
  saveCheckpoint(id: string, data: unknown): void
  checkpoint(id: string): unknown
  get(id: string): JobRecord | undefined
  /** Newest first. */
  all(): JobRecord[]
  /** Forgets ended records beyond the newest `keep`. */
  tidy(keep: number): void
}

function readJson(db: Database, column: 'input' | 'checkpoint', id: string): unknown {
  const value = db.get(`SELECT ${column} FROM jobs WHERE id = ?`, id)?.[column]
  return typeof value === 'string' ? (JSON.parse(value) as unknown) : undefined
}

/** Written by save() alone. */
const recordOf = (row: Row): JobRecord => JSON.parse(String(row['record'])) as JobRecord

/** Makes the store over `db`. */
export function createJobStore(db: Database): JobStore {
  return {
    save(record, input) {
      db.run(
        'INSERT INTO jobs (id, status, record, queued_at, input) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET status = excluded.status, record = excluded.record, input = coalesce(excluded.input, input)',
        record.id,
        record.status,
        JSON.stringify(record),
        record.queuedAt,
        input === undefined ? null : JSON.stringify(input),
      )
    },
    input: id => readJson(db, 'input', id),
    saveCheckpoint(id, data) {
      db.run('UPDATE jobs SET checkpoint = ? WHERE id = ?', JSON.stringify(data), id)
    },
    checkpoint: id => readJson(db, 'checkpoint', id),
    get(id) {
      const row = db.get('SELECT record FROM jobs WHERE id = ?', id)
      return row && recordOf(row)
    },
    all: () => db.all('SELECT record FROM jobs ORDER BY queued_at DESC, rowid DESC').map(recordOf),
    tidy(keep) {
      db.run(
        "DELETE FROM jobs WHERE status NOT IN ('queued', 'running', 'cancelling') AND id NOT IN (SELECT id FROM jobs ORDER BY queued_at DESC, rowid DESC LIMIT ?)",
        keep,
      )
    },
  }
}
