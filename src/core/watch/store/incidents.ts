/** Incidents on disk, with their story. */
import type { Database } from '../../store/database.ts'
import type { WatchIncident } from '../machine/incident.ts'

export interface IncidentStore {
  save(incident: WatchIncident): void
  get(id: string): WatchIncident | undefined
  /** Newest first. */
  list(server: string | undefined, limit: number): WatchIncident[]
  open(server: string): WatchIncident[]
  forget(server: string): void
  /** Forgets those that were over before. @param before epoch milliseconds */
  tidy(before: number): void
}

const read = (row: Readonly<Record<string, unknown>>): WatchIncident =>
  JSON.parse(String(row['record'])) as WatchIncident // written by save() alone

/** Makes the store over `db`. */
export function createIncidentStore(db: Database): IncidentStore {
  return {
    save(incident) {
      db.run(
        'INSERT INTO watch_incidents (id, server, started_at, ended_at, record) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, ended_at = excluded.ended_at, record = excluded.record',
        incident.id,
        incident.server,
        incident.startedAt,
        incident.endedAt ?? null,
        JSON.stringify(incident),
      )
    },
    get(id) {
      const row = db.get('SELECT record FROM watch_incidents WHERE id = ?', id)
      return row && read(row)
    },
    list: (server, limit) =>
      db
        .all(
          'SELECT record FROM watch_incidents WHERE ? IS NULL OR server = ? ORDER BY started_at DESC, rowid DESC LIMIT ?',
          server ?? null,
          server ?? null,
          limit,
        )
        .map(read),
    open: server =>
      db
        .all(
          'SELECT record FROM watch_incidents WHERE server = ? AND ended_at IS NULL ORDER BY started_at',
          server,
        )
        .map(read),
    forget: server => void db.run('DELETE FROM watch_incidents WHERE server = ?', server),
    // One that goes on has no end: NULL is not before anything.
    tidy: before => void db.run('DELETE FROM watch_incidents WHERE ended_at < ?', before),
  }
}
