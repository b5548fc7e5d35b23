/** Second channels and what still waits to be delivered by them, on disk. */
import type { WatchChannel } from '../../../shared/model/watch.ts'
import type { Database } from '../../store/database.ts'
import type { Letter } from '../channels/compose.ts'

export type ChannelRecord = Pick<WatchChannel, 'id' | 'kind' | 'url' | 'lastDelivery'>

export interface Waiting {
  readonly id: string
  readonly channel: string
  readonly letter: Letter
  readonly attempts: number
  /** Epoch milliseconds. */
  readonly nextAt: number
}

export interface ChannelStore {
  list(): ChannelRecord[]
  save(channel: ChannelRecord): void
  /** With all that waits for it. */
  remove(id: string): void
  waiting(): Waiting[]
  put(waiting: Waiting): void
  drop(id: string): void
}

/** Makes the store over `db`. */
export function createChannelStore(db: Database): ChannelStore {
  return {
    list: () =>
      db
        .all('SELECT record FROM watch_channels ORDER BY rowid')
        .map(row => JSON.parse(String(row['record'])) as ChannelRecord), // written by save() alone
    save: channel =>
      void db.run(
        'INSERT INTO watch_channels (id, record) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
        channel.id,
        JSON.stringify(channel),
      ),
    remove(id) {
      db.run('DELETE FROM watch_channels WHERE id = ?', id)
      db.run('DELETE FROM watch_outbox WHERE channel = ?', id)
    },
    waiting: () =>
      db.all('SELECT * FROM watch_outbox ORDER BY rowid').map(row => ({
        id: String(row['id']),
        channel: String(row['channel']),
        letter: JSON.parse(String(row['body'])) as Letter, // written by put() alone
        attempts: Number(row['attempts']),
        nextAt: Number(row['next_at']),
      })),
    put: one =>
      void db.run(
        'INSERT INTO watch_outbox (id, channel, body, attempts, next_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET attempts = excluded.attempts, next_at = excluded.next_at',
        one.id,
        one.channel,
        JSON.stringify(one.letter),
        one.attempts,
        one.nextAt,
      ),
    drop: id => void db.run('DELETE FROM watch_outbox WHERE id = ?', id),
  }
}
