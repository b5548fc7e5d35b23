/** One run of one account, from login to snapshot; then both sides, counted. */
import { Secret } from '../../../shared/secret.ts'
import { openRun } from '../store/open-run.ts'
import { syncMailbox } from '../sync/sync-mailbox.ts'
import type { RunOrder } from './order.ts'
import { tallyOf } from '../tally-of.ts'

/** Mailu allows twenty a person and address (mailu.md 8.4), for all programs together. */
const connections = 2
/** In each run so many messages of a folder that were recognised by their content are read after all. */
const rereads = 50

/** @throws AppError of the line, the login, the archive and its disk; `cancelled` */
export async function runOnce(
  { folder, way, who }: RunOrder,
  signal: AbortSignal,
  say: (said: unknown) => void,
): Promise<object> {
  const run = await openRun(folder, { clock: { now: () => Date.now() }, who })
  try {
    const mailbox = { ...way, password: new Secret(way.password) }
    await syncMailbox({ mailbox, run, connections, rereads, signal, progress: say })
  } catch (error) {
    await run.abandon()
    throw error
  }
  const { failed: _tried, folders, ...summary } = await run.finish()
  return { ...summary, folders: folders.map(tallyOf) }
}
