/** The archive: mailboxes that are kept on this computer. */
import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { JobContext } from '../../shared/contract/define.ts'
import type { AppHandlers } from '../../shared/contract/index.ts'
import { ArchiveRun, ArchiveStatus, ArchiveVerdict } from '../../shared/model/archive.ts'
import { AppError, isAppError } from '../../shared/errors.ts'
import { openMailbox } from '../net/imap/reading/open-mailbox.ts'
import type { Clock } from '../platform.ts'
import type { Database } from '../store/database.ts'
import type { SecretStore } from '../store/secret-store.ts'
import { createAccounts } from './accounts.ts'
import { askWorker } from './ask-worker.ts'
import { createArchive as makeArchive, readHead } from './store/head.ts'
import type { ArchiveOrder } from './worker/order.ts'

export interface ArchiveDeps {
  readonly db: Database
  readonly secrets: SecretStore
  readonly clock: Clock
  /** Where archives lie that the person gave no folder. */
  readonly home: string
  /** The entry of the worker. */
  readonly worker: URL
  /** Said to another process that finds an archive busy. */
  readonly who: string
}

type ArchiveHandlers = Pick<AppHandlers, Extract<keyof AppHandlers, `archive.${string}`>>

export interface Archive {
  readonly handlers: ArchiveHandlers
  /** One key for all names of the same account. */
  lockName(account: string): string
}

const usualPort = { tls: 993, starttls: 143 } as const

/** The id of the archive that lies there, if it is of that mailbox: one that was moved or forgotten is found again. */
function idOfArchive(folder: string, host: string, user: string): string | undefined {
  try {
    const head = readHead(folder)
    return head.host === host && head.user === user ? head.id : undefined
  } catch (error) {
    if (isAppError(error)) return undefined
    throw error
  }
}

/** How the line to it is judged. */
const trustOf = ({ authority }: { readonly authority?: string | undefined }) =>
  authority === undefined ? {} : { caPem: authority }

/** Puts the feature together. */
export function createArchive(deps: ArchiveDeps): Archive {
  const accounts = createAccounts(deps)
  /** A job's work, shown as its step. */
  const work = (order: ArchiveOrder, step: string, context: JobContext): Promise<unknown> =>
    askWorker(deps.worker, order, context.signal, ({ done, total, folder }) =>
      context.progress(step, { done, total, ...(folder !== '' && { detail: folder }) }),
    )
  const now = (): string => new Date(deps.clock.now()).toISOString()

  return {
    lockName: accounts.keyOf,
    handlers: {
      'archive.accounts': async () => accounts.list(),
      async 'archive.add'({ password, folder, security = 'tls', port, ...input }, context) {
        context.steps([{ id: 'log-in', weight: 1 }])
        context.progress('log-in')
        accounts.checkName(input.name)
        const fresh = randomUUID()
        const place = resolve(folder ?? join(deps.home, fresh))
        const id = idOfArchive(place, input.host, input.user) ?? fresh
        const twin = accounts.list().find(one => one.id === id)
        if (twin) throw new AppError('archive-kept-already', { name: twin.name })
        const account = { ...input, id, security, port: port ?? usualPort[security], folder: place }
        const mailbox = await openMailbox({ ...account, ...trustOf(account), password }, context)
        mailbox.close()
        const { name, host, user } = account
        await makeArchive(place, { id, name, host, user })
        await accounts.save(account, password)
        return accounts.show(account)
      },
      async 'archive.remove'({ account }) {
        accounts.remove(accounts.get(account).id)
        return accounts.list()
      },
      async 'archive.run'({ account: asked }, context) {
        context.steps([
          { id: 'log-in', weight: 1 },
          { id: 'fetch', weight: 50 },
        ])
        context.progress('log-in')
        const account = accounts.get(asked)
        const { host, port, security, user, folder } = account
        const password = await accounts.password(account)
        const way = { host, port, security, user, password: password.reveal(), ...trustOf(account) }
        const beganAt = now()
        const order = { task: 'run', folder, way, who: deps.who } as const
        const done = (await work(order, 'fetch', context)) as object // checked below
        return ArchiveRun.parse({ ...done, account: account.name, beganAt, endedAt: now() })
      },
      async 'archive.status'({ account: asked }, { signal }) {
        const account = accounts.get(asked)
        const order = { task: 'status', folder: account.folder } as const
        const found = (await askWorker(deps.worker, order, signal)) as object // checked below
        return ArchiveStatus.parse({ ...found, account: accounts.show(account) })
      },
      async 'archive.verify'({ account: asked, isAnew }, context) {
        context.steps([{ id: 'hash', weight: 1 }])
        context.progress('hash')
        const { name, folder } = accounts.get(asked)
        const order = { task: isAnew ? 'rebuild' : 'verify', folder } as const
        const found = (await work(order, 'hash', context)) as object // checked below
        return ArchiveVerdict.parse({ ...found, account: name, at: now() })
      },
    },
  }
}
