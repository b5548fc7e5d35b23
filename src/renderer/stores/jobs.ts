/** All work that runs or ran: the same records that the tray and the command line read. */
import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import type { JobRecord } from '../../shared/model/job.ts'
import { api } from '../api/index.ts'

const ended: readonly string[] = ['done', 'failed', 'cancelled', 'interrupted']
/** Work whose progress and result are shown where it was started. */
const shownInPlace: readonly string[] = [
  'stack.logs',
  'servers.add',
  'servers.update',
  'servers.doctor',
  'relay.probe',
]

export const hasEnded = (job: JobRecord): boolean => ended.includes(job.status)

/** Records of ended work that are kept: a window may be open for months. */
const mostKept = 200

export const useJobs = defineStore('jobs', () => {
  const byId = shallowReactive(new Map<string, JobRecord>())
  const waiting = new Map<string, ((job: JobRecord) => void)[]>()

  const note = (job: JobRecord): void => {
    const known = byId.get(job.id)
    if (known && hasEnded(known) && !hasEnded(job)) return // an older record that arrived late
    byId.set(job.id, job)
    if (!hasEnded(job)) return
    for (const settle of waiting.get(job.id) ?? []) settle(job)
    waiting.delete(job.id)
    if (byId.size > 2 * mostKept) forgetOldest()
  }
  const forgetOldest = (): void => {
    const old = [...byId.values()]
      .filter(hasEnded)
      .sort((a, b) => (a.queuedAt < b.queuedAt ? 1 : -1))
    for (const { id } of old.slice(mostKept)) byId.delete(id)
  }
  api.on('jobs.changed', note)

  /** The jobs of the strip: running first, then done ones until they are dismissed. */
  const shown = computed(() =>
    [...byId.values()]
      .filter(job => !job.dismissed && !shownInPlace.includes(job.name))
      .sort(
        (a, b) => Number(hasEnded(a)) - Number(hasEnded(b)) || (a.queuedAt < b.queuedAt ? 1 : -1),
      ),
  )

  async function load(): Promise<void> {
    for (const job of await api['jobs.list']({})) note(job)
  }

  /** Resolves with the record once the job has ended, however it ended. */
  const settled = async (id: string): Promise<JobRecord> => {
    const known = byId.get(id)
    if (known && hasEnded(known)) return known
    const end = new Promise<JobRecord>(resolve => {
      waiting.set(id, [...(waiting.get(id) ?? []), resolve])
    })
    note(await api['jobs.get']({ id })) // it may have ended before anybody listened
    return end
  }

  const cancel = (id: string): Promise<void> => api['jobs.cancel']({ id })
  async function dismiss(id: string): Promise<void> {
    const job = byId.get(id)
    if (job) byId.set(id, { ...job, dismissed: true })
    await api['jobs.dismiss']({ id })
  }
  return { byId, shown, load, settled, cancel, dismiss }
})
