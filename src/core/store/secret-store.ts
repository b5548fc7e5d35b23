/** Secrets at rest: sealed by the host's box, one row a name and box, so that what another box sealed is never overwritten. */
import { AppError } from '../../shared/errors.ts'
import { Secret } from '../../shared/secret.ts'
import type { Clock, SecretBox } from '../platform.ts'
import type { Database } from './database.ts'

export interface SecretStore {
  /** Keeps it for `name`; in memory only where the box protects nothing. */
  put(name: string, secret: Secret): Promise<void>
  /** @throws AppError `secret-not-readable-here` when only another box has it */
  get(name: string): Promise<Secret | undefined>
  has(name: string): boolean
  /** Forgets what any box sealed under names that begin with `prefix`. */
  removeAll(prefix: string): void
  readonly box: SecretBox
  useBox(box: SecretBox): void
}

/** Makes the store over `db`; `remember` is told every secret that passes, for redaction. */
export function createSecretStore(deps: {
  readonly db: Database
  readonly box: SecretBox
  readonly clock: Clock
  readonly remember: (secret: Secret) => void
}): SecretStore {
  const { db } = deps
  const memory = new Map<string, Secret>()
  let box = deps.box
  return {
    async put(name, secret) {
      deps.remember(secret)
      memory.set(name, secret)
      if (box.kind === 'memory') return
      const sealed = await box.seal(Buffer.from(secret.reveal(), 'utf8'))
      db.run(
        'INSERT INTO secrets (name, box, sealed, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT (name, box) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at',
        name,
        box.id,
        sealed,
        new Date(deps.clock.now()).toISOString(),
      )
    },
    async get(name) {
      const known = memory.get(name)
      if (known) return known
      const row = db.get('SELECT sealed FROM secrets WHERE name = ? AND box = ?', name, box.id)
      if (!row) {
        if (db.get('SELECT 1 FROM secrets WHERE name = ?', name)) {
          throw new AppError('secret-not-readable-here', { what: name })
        }
        return undefined
      }
      try {
        const secret = new Secret(
          Buffer.from(await box.open(row['sealed'] as Uint8Array)).toString('utf8'),
        ) // BLOB column
        deps.remember(secret)
        memory.set(name, secret)
        return secret
      } catch (error) {
        throw new AppError('secret-not-readable-here', { what: name }, { cause: error })
      }
    },
    has: name =>
      memory.has(name) || db.get('SELECT 1 FROM secrets WHERE name = ?', name) !== undefined,
    removeAll(prefix) {
      for (const name of memory.keys()) if (name.startsWith(prefix)) memory.delete(name)
      db.run('DELETE FROM secrets WHERE substr(name, 1, ?) = ?', prefix.length, prefix)
    },
    get box() {
      return box
    },
    useBox(next) {
      box = next
    },
  }
}
