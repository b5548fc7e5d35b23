/** What the feature is given by the composition root. */
import type { Settings } from '../../shared/contract/settings.ts'
import type { Noted, WatchStatus } from '../../shared/model/watch.ts'
import type { Clock, Notifier, Power } from '../platform.ts'
import type { Timers } from '../schedule/timers.ts'
import type { Database } from '../store/database.ts'
import type { ChannelsDeps } from './channels/create-channels.ts'
import type { ChecksOf } from './check.ts'

export interface WatchDeps extends Pick<
  ChannelsDeps,
  'secrets' | 'post' | 'addressesOf' | 'watched' | 'redact' | 'bug'
> {
  readonly db: Database
  readonly clock: Clock
  readonly timers: Timers
  readonly notifier: Notifier
  readonly power: Power | undefined
  readonly settings: () => Pick<Settings, 'watch' | 'watchEvery' | 'notes' | 'quietHours'>
  /** The host stays and watches by itself; a command line watches only while it is asked to. */
  readonly staysOn: boolean
  readonly checksOf: ChecksOf
  /** The servers that are known. */
  readonly servers: () => readonly {
    readonly id: string
    readonly name: string
    readonly host: string
  }[]
  /** The id behind an id or a name. @throws AppError `server-not-found` */
  readonly idOf: (server: string) => string
  readonly changed: (status: WatchStatus) => void
  readonly noted: (noted: Noted) => void
}
