/** The servers that are known here, and what was run on each. */
import { AppError, isAppError } from '../../shared/errors.ts'
import type { Server } from '../../shared/model/server.ts'
import type { Secret } from '../../shared/secret.ts'
import type { Clock } from '../platform.ts'
import type { Database } from '../store/database.ts'
import type { SecretStore } from '../store/secret-store.ts'
import { ServerRecord, toServer } from './server-record.ts'

export type SecretKind = 'password' | 'passphrase' | 'sudo'

export interface CommandRuns {
  readonly runs: number
  readonly lastRunAt: string
}

export interface Registry {
  list(): Server[]
  all(): ServerRecord[]
  /** By id or name. @throws AppError `server-not-found` */
  get(server: string): ServerRecord
  show(record: ServerRecord): Server
  /** @throws AppError `server-exists` when another server has that name */
  checkName(name: string, except?: string): void
  save(record: ServerRecord): void
  remove(id: string): void
  secret(id: string, kind: SecretKind): Promise<Secret | undefined>
  /** Postern's own private key; undefined where there is none, or another keyring has it. */
  appKey(): Promise<Secret | undefined>
  /** @throws AppError `app-key-not-kept` where it would be gone after the next start */
  putAppKey(key: Secret): Promise<void>
  putSecret(id: string, kind: SecretKind, secret: Secret): Promise<void>
  noteRun(id: string, command: string): void
  runs(id: string): ReadonlyMap<string, CommandRuns>
}

const appKeyName = 'app-key'
const secretName = (id: string, kind: string): string => `server:${id}:${kind}`

export function createRegistry(deps: {
  readonly db: Database
  readonly secrets: SecretStore
  readonly clock: Clock
}): Registry {
  const { db, secrets } = deps
  const parse = (text: unknown): ServerRecord => ServerRecord.parse(JSON.parse(String(text)))
  const show = (record: ServerRecord): Server =>
    toServer(record, {
      hasPassword: secrets.has(secretName(record.id, 'password')),
      hasPassphrase: secrets.has(secretName(record.id, 'passphrase')),
      hasSudoPassword: secrets.has(secretName(record.id, 'sudo')),
    })
  const all = (): ServerRecord[] =>
    db
      .all('SELECT record FROM servers ORDER BY name COLLATE NOCASE')
      .map(row => parse(row['record']))

  return {
    all,
    show,
    list: () => all().map(show),
    get(server) {
      const row =
        db.get('SELECT record FROM servers WHERE id = ?', server) ??
        db.get('SELECT record FROM servers WHERE name = ?', server)
      if (!row) throw new AppError('server-not-found', { server })
      return parse(row['record'])
    },
    checkName(name, except = '') {
      if (
        db.get('SELECT 1 FROM servers WHERE (name = ? OR id = ?) AND id <> ?', name, name, except)
      )
        throw new AppError('server-exists', { name })
    },
    save(record) {
      db.run(
        'INSERT INTO servers (id, name, record) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, record = excluded.record',
        record.id,
        record.name,
        JSON.stringify(record),
      )
    },
    remove(id) {
      db.transaction(() => {
        db.run('DELETE FROM servers WHERE id = ?', id)
        db.run('DELETE FROM command_runs WHERE server = ?', id)
      })
      secrets.removeAll(`server:${id}:`)
    },
    secret: (id, kind) => secrets.get(secretName(id, kind)),
    async appKey() {
      try {
        return await secrets.get(appKeyName)
      } catch (error) {
        if (isAppError(error, 'secret-not-readable-here')) return undefined
        throw error
      }
    },
    async putAppKey(key) {
      if (secrets.box.kind === 'memory') throw new AppError('app-key-not-kept', {})
      await secrets.put(appKeyName, key)
    },
    putSecret: (id, kind, secret) => secrets.put(secretName(id, kind), secret),
    noteRun(id, command) {
      db.run(
        `INSERT INTO command_runs (server, command, runs, last_run_at) VALUES (?, ?, 1, ?)
         ON CONFLICT (server, command) DO UPDATE SET runs = runs + 1, last_run_at = excluded.last_run_at`,
        id,
        command,
        new Date(deps.clock.now()).toISOString(),
      )
    },
    runs(id) {
      const rows = db.all(
        'SELECT command, runs, last_run_at FROM command_runs WHERE server = ?',
        id,
      )
      return new Map(
        rows.map(row => [
          String(row['command']),
          { runs: Number(row['runs']), lastRunAt: String(row['last_run_at']) },
        ]),
      )
    },
  }
}
