/** The face of SQLite that the core uses; `node:sqlite` stands behind it, and `libsql` where the runtime has none. */

export type SqlValue = string | number | bigint | null | Uint8Array
export type Row = Readonly<Record<string, SqlValue>>

export interface Database {
  readonly file: string
  /** Statements without parameters, several at once. */
  exec(sql: string): void
  run(sql: string, ...params: SqlValue[]): { readonly changes: number }
  get(sql: string, ...params: SqlValue[]): Row | undefined
  all(sql: string, ...params: SqlValue[]): Row[]
  /** All of `work` or nothing of it. Not nested. */
  transaction<T>(work: () => T): T
  close(): void
}

interface Statement {
  run(...params: SqlValue[]): { changes: number | bigint }
  get(...params: SqlValue[]): unknown
  all(...params: SqlValue[]): unknown[]
}

/** What both libraries have in common. */
export interface Driver {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}

// libsql puts a `_metadata` key into rows; node:sqlite gives rows without a prototype.
const plain = (row: unknown): Row => {
  const { _metadata, ...values } = row as Row & { _metadata?: unknown }
  return values
}

/** Puts the face before a driver. */
export function createDatabase(file: string, driver: Driver): Database {
  // Compiled once each: the few texts of the stores come again and again.
  const compiled = new Map<string, Statement>()
  const prepare = (sql: string): Statement => {
    const known = compiled.get(sql) ?? driver.prepare(sql)
    compiled.set(sql, known)
    return known
  }
  return {
    file,
    exec: sql => driver.exec(sql),
    run: (sql, ...params) => ({ changes: Number(prepare(sql).run(...params).changes) }),
    get(sql, ...params) {
      const row = prepare(sql).get(...params)
      return row === undefined || row === null ? undefined : plain(row)
    },
    all: (sql, ...params) =>
      prepare(sql)
        .all(...params)
        .map(plain),
    transaction(work) {
      driver.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        driver.exec('COMMIT')
        return result
      } catch (error) {
        driver.exec('ROLLBACK')
        throw error
      }
    },
    close: () => driver.close(),
  }
}
