/** Picks the SQLite of the runtime: built in from Node 22.5 and Electron 37 on, a library below. */
import type { Driver } from './database.ts'

type Open = (file: string) => Driver

async function builtIn(): Promise<Open | undefined> {
  const { getBuiltinModule } = process as { getBuiltinModule?: (id: string) => unknown }
  const sqlite = getBuiltinModule?.('node:sqlite') as
    { DatabaseSync: new (file: string) => Driver } | undefined
  return sqlite && (file => new sqlite.DatabaseSync(file))
}

async function library(): Promise<Open> {
  const { default: Libsql } = (await import('libsql')) as unknown as {
    default: new (file: string) => Driver
  }
  return file => new Libsql(file)
}

/** Opens a file, or `:memory:`, with what this runtime has. */
export const findDriver = async (): Promise<Open> => (await builtIn()) ?? (await library())

/** The library on purpose: the contract test runs on both. */
export const findLibraryDriver = library
