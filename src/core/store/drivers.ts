/** Picks the SQLite of the runtime: built in from Node 22.5 and Electron 37 on, a library below. */
import type { Driver, SqlValue } from './database.ts'

type Open = (file: string) => Driver

/** A driver that takes its parameters as one list. */
interface ListDriver {
  exec(sql: string): void
  prepare(sql: string): {
    run(params: readonly SqlValue[]): { changes: number | bigint }
    get(params: readonly SqlValue[]): unknown
    all(params: readonly SqlValue[]): unknown[]
  }
  close(): void
}

async function builtIn(): Promise<Open | undefined> {
  const { getBuiltinModule } = process as { getBuiltinModule?: (id: string) => unknown }
  const sqlite = getBuiltinModule?.('node:sqlite') as
    { DatabaseSync: new (file: string) => Driver } | undefined
  return sqlite && (file => new sqlite.DatabaseSync(file))
}

const asBytes = (row: unknown): unknown =>
  typeof row === 'object' && row !== null
    ? Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          value instanceof ArrayBuffer ? new Uint8Array(value) : (value as unknown),
        ]),
      )
    : row

/** The library takes a lone parameter of bytes for a list of named ones, and ends the process; its `all` gives bytes as `ArrayBuffer`. */
const straighten = (driver: ListDriver): Driver => ({
  exec: sql => driver.exec(sql),
  close: () => driver.close(),
  prepare(sql) {
    const statement = driver.prepare(sql)
    return {
      run: (...params) => statement.run(params),
      get: (...params) => asBytes(statement.get(params)),
      all: (...params) => statement.all(params).map(asBytes),
    }
  },
})

async function library(): Promise<Open> {
  const { default: Libsql } = (await import('libsql')) as unknown as {
    default: new (file: string) => ListDriver
  }
  return file => straighten(new Libsql(file))
}

/** Opens a file, or `:memory:`, with what this runtime has. */
export const findDriver = async (): Promise<Open> => (await builtIn()) ?? (await library())

/** The library on purpose: the contract test runs on both. */
export const findLibraryDriver = library
