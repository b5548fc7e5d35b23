/** The mailboxes that are kept here, with their logins. */
import { AppError } from '../../shared/errors.ts'
import { ArchiveAccount, MailboxSecurity } from '../../shared/model/archive.ts'
import type { Secret } from '../../shared/secret.ts'
import { z } from '../../shared/zod.ts'
import type { Database } from '../store/database.ts'
import type { SecretStore } from '../store/secret-store.ts'

const Kept = ArchiveAccount.omit({ hasPassword: true }).extend({ security: MailboxSecurity })
export type KeptAccount = z.output<typeof Kept>

export interface Accounts {
  list(): ArchiveAccount[]
  /** By id or name. @throws AppError `archive-account-not-found` */
  get(account: string): KeptAccount
  /** The id behind an id or a name; what is unknown stays as it is. */
  keyOf(account: string): string
  /** @throws AppError `archive-account-exists` when another account has that name */
  checkName(name: string): void
  show(account: KeptAccount): ArchiveAccount
  /** @throws AppError `secret-not-readable-here`, `archive-login-missing` */
  password(account: KeptAccount): Promise<Secret>
  save(account: KeptAccount, password: Secret): Promise<void>
  /** With its password; its archive stays. */
  remove(id: string): void
}

const secretName = (id: string): string => `archive:${id}:password`

/** Over the store's tables. */
export function createAccounts({
  db,
  secrets,
}: {
  readonly db: Database
  readonly secrets: SecretStore
}): Accounts {
  const parse = (text: unknown): KeptAccount => Kept.parse(JSON.parse(String(text)))
  const show = (account: KeptAccount): ArchiveAccount => ({
    ...account,
    hasPassword: secrets.has(secretName(account.id)),
  })
  const find = (account: string): KeptAccount | undefined => {
    const row =
      db.get('SELECT record FROM archive_accounts WHERE id = ?', account) ??
      db.get('SELECT record FROM archive_accounts WHERE name = ?', account)
    return row && parse(row['record'])
  }
  return {
    show,
    list: () =>
      db
        .all('SELECT record FROM archive_accounts ORDER BY name COLLATE NOCASE')
        .map(row => show(parse(row['record']))),
    get(account) {
      const found = find(account)
      if (!found) throw new AppError('archive-account-not-found', { account })
      return found
    },
    keyOf: account => find(account)?.id ?? account,
    checkName(name) {
      if (find(name)) throw new AppError('archive-account-exists', { name })
    },
    async password({ id, name }) {
      const password = await secrets.get(secretName(id))
      if (!password) throw new AppError('archive-login-missing', { name })
      return password
    },
    async save(account, password) {
      await secrets.put(secretName(account.id), password)
      db.run(
        'INSERT INTO archive_accounts (id, name, record) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, record = excluded.record',
        account.id,
        account.name,
        JSON.stringify(account),
      )
    },
    remove(id) {
      db.run('DELETE FROM archive_accounts WHERE id = ?', id)
      secrets.removeAll(`archive:${id}:`)
    },
  }
}
