/** Job records on disk: what the app shows after a restart, and what a resumed job begins from. */
import type { JobRecord } from '../../shared/model/job.ts'
import type { Database, Row } from '../store/database.ts'

export interface JobStore {
  /**
   * @param input what the job was asked, kept for a resumed run; secrets print as dots and are not in it. Absent: the one
   *   that is kept stays. In the same step as the record: each one waits for the disk.
   */
  save(record: JobRecord, input?: unknown): void
  /** Within a tenth of a second, with all others of it in one step; until it is on disk it is answered from memory. */
  saveSoon(record: JobRecord): void
  /** Writes now what `saveSoon` still holds. @throws what the database throws: it is held on to */
  flush(): void
  input(id: string): unknown
  saveCheckpoint(id: string, data: unknown): void
  checkpoint(id: string): unknown
  get(id: string): JobRecord | undefined
  /** Newest first. */
  all(): JobRecord[]
  /** Forgets ended records beyond the newest `keep`. */
  tidy(keep: number): void
}

const soonMs = 100

function readJson(db: Database, column: 'input' | 'checkpoint', id: string): unknown {
  const value = db.get(`SELECT ${column} FROM jobs WHERE id = ?`, id)?.[column]
  return typeof value === 'string' ? (JSON.parse(value) as unknown) : undefined
}

/** Written by save() alone. */
const recordOf = (row: Row): JobRecord => JSON.parse(String(row['record'])) as JobRecord

/** Makes the store over `db`. @param bug hears why what `saveSoon` holds could not be written */
export function createJobStore(db: Database, bug: (error: unknown) => void): JobStore {
  const held = new Map<string, JobRecord>()
  let timer: NodeJS.Timeout | undefined

  function write(record: JobRecord, input?: unknown): void {
    db.run(
      'INSERT INTO jobs (id, status, record, queued_at, input) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET status = excluded.status, record = excluded.record, input = coalesce(excluded.input, input)',
      record.id,
      record.status,
      JSON.stringify(record),
      record.queuedAt,
      input === undefined ? null : JSON.stringify(input),
    )
  }
  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (held.size === 0) return
    db.transaction(() => held.forEach(record => write(record)))
    held.clear()
  }
  /** What cannot be written now is written with the next one; nobody waits for it. */
  function flushAtLast(): void {
    try {
      flush()
    } catch (error) {
      bug(error)
    }
  }

  return {
    save(record, input) {
      write(record, input)
      held.delete(record.id)
    },
    saveSoon(record) {
      held.set(record.id, record)
      timer ??= setTimeout(flushAtLast, soonMs)
    },
    flush,
    input: id => readJson(db, 'input', id),
    saveCheckpoint(id, data) {
      flush()
      db.run('UPDATE jobs SET checkpoint = ? WHERE id = ?', JSON.stringify(data), id)
    },
    checkpoint: id => readJson(db, 'checkpoint', id),
    get(id) {
      const soon = held.get(id)
      if (soon) return soon
      const row = db.get('SELECT record FROM jobs WHERE id = ?', id)
      return row && recordOf(row)
    },
    all() {
      flushAtLast()
      return db.all('SELECT record FROM jobs ORDER BY queued_at DESC, rowid DESC').map(recordOf)
    },
    tidy(keep) {
      db.run(
        "DELETE FROM jobs WHERE status NOT IN ('queued', 'running', 'cancelling') AND id NOT IN (SELECT id FROM jobs ORDER BY queued_at DESC, rowid DESC LIMIT ?)",
        keep,
      )
    },
  }
}
