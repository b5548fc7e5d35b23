/** The words of one piece of work: where it is, what happens if the window is closed, what came of it. */
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { JobRecord } from '../../shared/model/job.ts'
import { useClock } from './use-clock.ts'
import { count } from '../format.ts'
import { wordsAt } from '../words.ts'
import type { StateName } from '../ui/state-name.ts'
import { useJobOutcome } from './use-job-outcome.ts'

/** After this long without news the screen says so. */
const silenceMs = 30_000
/** Work that the server itself finishes or undoes when nobody watches. */
const guarded: readonly string[] = ['stack.envApply', 'stack.envRollback', 'relay.set']

const states: Readonly<Record<JobRecord['status'], StateName>> = {
  queued: 'idle',
  running: 'working',
  cancelling: 'working',
  done: 'good',
  failed: 'bad',
  cancelled: 'idle',
  interrupted: 'unknown',
}

export interface JobWords {
  readonly state: StateName
  readonly now: string
  readonly ifClosed: string
  readonly outcome: string
}

export function useJobWords(job: ComputedRef<JobRecord | undefined>): ComputedRef<JobWords> {
  const { t } = useI18n()
  const now = useClock(1000)
  const outcomeOf = useJobOutcome()

  const stepWords = (record: JobRecord): string => {
    const step = record.step
    if (!step) return t(record.status === 'queued' ? 'common.job.queued' : 'common.job.begins')
    const parts = [t('common.job.step', { n: step.index, of: step.of })]
    const words = wordsAt(['steps', step.id])
    if (words) parts.push(words)
    if (step.detail) parts.push(step.detail)
    if (step.done !== undefined && step.total !== undefined)
      parts.push(t('common.job.ofTotal', { done: count(step.done), total: count(step.total) }))
    return parts.join(', ')
  }

  const nowWords = (record: JobRecord): string => {
    const heard = record.heardAt ?? record.startedAt
    const silent = heard === undefined ? 0 : now.value - Date.parse(heard)
    if (record.status === 'cancelling') return t('common.job.cancelling')
    if (record.status === 'running' && silent >= silenceMs)
      return `${t('common.job.silent', { seconds: Math.floor(silent / 1000) })} ${stepWords(record)}`
    return stepWords(record)
  }

  return computed(() => {
    const record = job.value
    if (!record) return { state: 'idle', now: '', ifClosed: '', outcome: '' }
    const { state = states[record.status], sentence } = outcomeOf(record)
    return {
      state,
      now: nowWords(record),
      ifClosed: t(guarded.includes(record.name) ? 'common.job.guarded' : 'common.job.unguarded'),
      outcome: sentence,
    }
  })
}
