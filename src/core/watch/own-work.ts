/** Hears of what this app itself does to a server: what fails meanwhile is no alarm (row N6g). */
import { JobRecord } from '../../shared/model/job.ts'
import { isAppError } from '../../shared/errors.ts'

/** Jobs that stop or recreate containers. */
const disturbing: readonly string[] = [
  'stack.envApply',
  'stack.envRollback',
  'stack.up',
  'stack.down',
  'stack.restart',
  'stack.recreate',
  'relay.set',
]

interface Heard {
  ownWork(server: string, isUnderWay: boolean): void
  refresh(): void
  reload(): void
}

/** Whether this record says that such work is under way, is over, or is no matter of watching. */
export function ownWorkOf(
  record: JobRecord,
): { readonly server: string; readonly isUnderWay: boolean } | undefined {
  const { name, server, status } = record
  if (server === undefined || !disturbing.includes(name) || status === 'queued') return undefined
  return { server, isUnderWay: status === 'running' || status === 'cancelling' }
}

/** Passes on from the core's events what watching must know. */
export function listenForWatch(
  events: { listen(listener: (topic: string, payload: unknown) => void): () => void },
  watch: Heard,
): void {
  events.listen((topic, payload) => {
    if (topic === 'servers.changed' || topic === 'settings.changed') watch.refresh()
    if (topic === 'stack.changed') watch.reload()
    if (topic !== 'jobs.changed') return
    const own = ownWorkOf(JobRecord.parse(payload))
    if (!own) return
    try {
      watch.ownWork(own.server, own.isUnderWay)
    } catch (error) {
      if (!isAppError(error, 'server-not-found')) throw error
    }
  })
}
