/** What was seen, lamp by lamp, as spans of time that never overlap. Where there is none, nobody watched. */
import type { Lamp } from '../../../shared/model/watch.ts'
import type { Database } from '../../store/database.ts'

/** `own`: down under a change that was started from this app. */
export type SpanState = 'working' | 'down' | 'own'

export interface Span {
  readonly lamp: Lamp
  readonly state: SpanState
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
}

export interface SpanStore {
  /** Says what was in that time; whatever was said of it before is replaced. Touching spans of one state become one. */
  record(server: string, span: Span): void
  /** Takes back all that was said of the time after `at`: the clock was set back. */
  cutAfter(server: string, at: number): void
  between(server: string, from: number, to: number): Span[]
  /** The first moment ever watched. */
  first(server: string): number | undefined
  forget(server: string): void
  /** Drops what ended before. */
  tidy(before: number): void
}

const toSpan = (row: Readonly<Record<string, unknown>>): Span => ({
  lamp: String(row['lamp']) as Lamp, // written by record() alone
  state: String(row['state']) as SpanState,
  from: Number(row['from_at']),
  to: Number(row['to_at']),
})

/** Makes the store over `db`. */
export function createSpanStore(db: Database): SpanStore {
  const insert = (server: string, { lamp, state, from, to }: Span): void => {
    if (to <= from) return
    db.run(
      'INSERT INTO watch_spans (server, lamp, state, from_at, to_at) VALUES (?, ?, ?, ?, ?)',
      server,
      lamp,
      state,
      from,
      to,
    )
  }
  return {
    record(server, span) {
      if (span.to <= span.from) return
      // The usual case: the newest span goes on.
      const { changes } = db.run(
        'UPDATE watch_spans SET to_at = ?1 WHERE server = ?2 AND lamp = ?3 AND state = ?4 AND to_at = ?5 AND from_at = (SELECT max(from_at) FROM watch_spans WHERE server = ?2 AND lamp = ?3)',
        span.to,
        server,
        span.lamp,
        span.state,
        span.from,
      )
      if (changes > 0) return
      db.transaction(() => {
        const touched = db
          .all(
            'SELECT * FROM watch_spans WHERE server = ? AND lamp = ? AND to_at >= ? AND from_at <= ?',
            server,
            span.lamp,
            span.from,
            span.to,
          )
          .map(toSpan)
        db.run(
          'DELETE FROM watch_spans WHERE server = ? AND lamp = ? AND to_at >= ? AND from_at <= ?',
          server,
          span.lamp,
          span.from,
          span.to,
        )
        const kin = touched.filter(one => one.state === span.state)
        const from = Math.min(span.from, ...kin.map(one => one.from))
        const to = Math.max(span.to, ...kin.map(one => one.to))
        insert(server, { ...span, from, to })
        for (const other of touched) {
          if (other.state === span.state) continue
          insert(server, { ...other, to: Math.min(other.to, span.from) })
          insert(server, { ...other, from: Math.max(other.from, span.to) })
        }
      })
    },
    cutAfter(server, at) {
      db.run('DELETE FROM watch_spans WHERE server = ? AND from_at >= ?', server, at)
      db.run('UPDATE watch_spans SET to_at = ? WHERE server = ? AND to_at > ?', at, server, at)
    },
    between: (server, from, to) =>
      db
        .all(
          'SELECT * FROM watch_spans WHERE server = ? AND to_at > ? AND from_at < ? ORDER BY from_at',
          server,
          from,
          to,
        )
        .map(toSpan),
    first(server) {
      const row = db.get('SELECT min(from_at) AS at FROM watch_spans WHERE server = ?', server)
      return typeof row?.['at'] === 'number' ? row['at'] : undefined
    },
    forget: server => void db.run('DELETE FROM watch_spans WHERE server = ?', server),
    tidy: before => void db.run('DELETE FROM watch_spans WHERE to_at < ?', before),
  }
}
