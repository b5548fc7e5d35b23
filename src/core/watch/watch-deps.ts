/** What the feature is given by the composition root. */
import type { WatchStatus } from '../../shared/model/watch.ts'
import type { Clock } from '../platform.ts'
import type { Database } from '../store/database.ts'

export interface WatchDeps {
  readonly db: Database
  readonly clock: Clock
  /** Ids of the servers that are known. */
  readonly servers: () => readonly string[]
  /** The id behind an id or a name. @throws AppError `server-not-found` */
  readonly idOf: (server: string) => string
  readonly changed: (status: WatchStatus) => void
}
