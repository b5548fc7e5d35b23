/** Starts a job and follows its record; the job goes on when the component is gone. */
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { InputOf, OutputOf } from '../../shared/contract/define.ts'
import type { AppContract } from '../../shared/contract/index.ts'
import { fromWire, type AppError } from '../../shared/errors.ts'
import type { JobRecord } from '../../shared/model/job.ts'
import { api } from '../api/index.ts'
import { toAppError } from '../api/to-app-error.ts'
import { hasEnded, useJobs } from '../stores/jobs.ts'

type JobName = {
  [K in keyof AppContract]: AppContract[K] extends { readonly kind: 'job' } ? K : never
}[keyof AppContract]

export interface RunningJob<I, O> {
  readonly record: ComputedRef<JobRecord | undefined>
  readonly isRunning: Ref<boolean>
  readonly error: Ref<AppError | undefined>
  readonly result: ComputedRef<O | undefined>
  /** Resolves with the result, or undefined when it failed or was cancelled: then `error` says why. */
  start(input: I): Promise<O | undefined>
  cancel(): Promise<void>
  reset(): void
}

const failureOf = (job: JobRecord): AppError | undefined => {
  if (job.error) return fromWire(job.error)
  return job.status === 'done' ? undefined : toAppError(job.status)
}

export function useJob<K extends JobName>(
  name: K,
): RunningJob<InputOf<AppContract[K]>, OutputOf<AppContract[K]>> {
  type Result = OutputOf<AppContract[K]>
  const jobs = useJobs()
  const id = ref<string>()
  const isRunning = ref(false)
  const error = shallowRef<AppError>()
  const record = computed(() => (id.value === undefined ? undefined : jobs.byId.get(id.value)))
  const result = computed(() => {
    const job = record.value
    return job && hasEnded(job) && job.status === 'done' ? (job.result as Result) : undefined // the core made it by this job's schema
  })

  async function start(input: InputOf<AppContract[K]>): Promise<Result | undefined> {
    isRunning.value = true
    error.value = undefined
    id.value = undefined
    try {
      const call = api[name] as unknown as (
        input: InputOf<AppContract[K]>,
      ) => Promise<{ jobId: string }> // the union of all calls, narrowed to this name
      const { jobId } = await call(input)
      id.value = jobId
      const job = await jobs.settled(jobId)
      error.value = failureOf(job)
      return result.value
    } catch (failure) {
      error.value = toAppError(failure)
      return undefined
    } finally {
      isRunning.value = false
    }
  }
  async function cancel(): Promise<void> {
    if (id.value !== undefined) await jobs.cancel(id.value)
  }
  function reset(): void {
    id.value = undefined
    error.value = undefined
  }
  return { record, isRunning, error, result, start, cancel, reset }
}
