/** The archive: mailboxes that are kept on this computer. */
import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { AppHandlers } from '../../shared/contract/index.ts'
import {
  type ArchiveAccount,
  ArchiveRun,
  ArchiveStatus,
  ArchiveVerdict,
} from '../../shared/model/archive.ts'
import { isAppError } from '../../shared/errors.ts'
import { openMailbox } from '../net/imap/reading/open-mailbox.ts'
import type { Clock } from '../platform.ts'
import type { Database } from '../store/database.ts'
import type { SecretStore } from '../store/secret-store.ts'
import { createAccounts, type KeptAccount } from './accounts.ts'
import { askWorker } from './ask-worker.ts'
import { createArchive as makeArchive, readHead } from './store/head.ts'
import { openReader } from './store/open-reader.ts'
import { tallyOf } from './tally-of.ts'

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
  readonly changed: (accounts: ArchiveAccount[]) => void
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
  const changed = (): void => deps.changed(accounts.list())
  const now = (): string => new Date(deps.clock.now()).toISOString()

  async function status(account: KeptAccount): Promise<ArchiveStatus> {
    const reader = await openReader(account.folder)
    try {
      const [runs, folders] = [reader.snapshots(), reader.folders()]
      const last = runs.at(-1)
      const whole = runs.findLast(({ isComplete }) => isComplete)
      return {
        account: accounts.show(account),
        runs: runs.length,
        ...(last && { lastRunAt: last.startedAt }),
        ...(whole?.endedAt !== undefined && { lastWholeAt: whole.endedAt }),
        folders: folders.map(tallyOf),
      }
    } finally {
      reader.close()
    }
  }

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
        const account = { ...input, id, security, port: port ?? usualPort[security], folder: place }
        const mailbox = await openMailbox({ ...account, ...trustOf(account), password }, context)
        mailbox.close()
        const { name, host, user } = account
        await makeArchive(place, { id, name, host, user })
        await accounts.save(account, password)
        changed()
        return accounts.show(account)
      },
      async 'archive.remove'({ account }) {
        accounts.remove(accounts.get(account).id)
        changed()
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
        const done = (await askWorker(deps.worker, order, 'fetch', context)) as object // checked below
        return ArchiveRun.parse({ ...done, account: account.name, beganAt, endedAt: now() })
      },
      'archive.status': ({ account }) => status(accounts.get(account)),
      async 'archive.verify'({ account: asked, isAnew }, context) {
        context.steps([{ id: 'hash', weight: 1 }])
        context.progress('hash')
        const { name, folder } = accounts.get(asked)
        const order = { task: isAnew ? 'rebuild' : 'verify', folder } as const
        const found = (await askWorker(deps.worker, order, 'hash', context)) as object // checked below
        return ArchiveVerdict.parse({ ...found, account: name, at: now() })
      },
    },
  }
}
