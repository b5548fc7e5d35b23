/** A bridge that answers every call of the contract with an example, notes what was asked, and lets tests answer otherwise. */
import type { Bridge, Reply } from '../../../src/shared/bridge.ts'
import { contract } from '../../../src/shared/contract/index.ts'
import type { CallName } from '../../../src/shared/contract/define.ts'
import type { AppContract } from '../../../src/shared/contract/index.ts'
import type { WireError } from '../../../src/shared/errors.ts'
import type { JobRecord, JobStatus } from '../../../src/shared/model/job.ts'
import { exampleOf } from '../../support/example-of.ts'

export type Name = CallName<AppContract>
export interface Call {
  readonly method: string
  readonly input: unknown
}
/** What a test wants a call to come to: a value, a failure, or for a job its records by hand. */
export type Answer =
  | { readonly value: unknown }
  | { readonly error: WireError }
  | { readonly job: (tell: (change: Partial<JobRecord>) => void) => void }

export interface FakeBridge extends Bridge {
  readonly calls: readonly Call[]
  emit(topic: string, payload: unknown): void
}

export const jobId = 'job-1'
const at = '2026-11-22T10:00:00Z'

export const record = (name: string, change: Partial<JobRecord>): JobRecord => ({
  id: jobId,
  name,
  status: 'running',
  queuedAt: at,
  startedAt: at,
  dismissed: false,
  ...change,
})

/** `answers` by method; what is not in it gets an example of its output. */
export function fakeBridge(answers: Partial<Record<Name, Answer>> = {}): FakeBridge {
  const calls: Call[] = []
  const listeners = new Set<(topic: string, payload: unknown) => void>()
  const emit = (topic: string, payload: unknown) => {
    for (const listener of listeners) listener(topic, payload)
  }
  let last: JobRecord | undefined
  const tell = (name: string) => (change: Partial<JobRecord>) => {
    last = record(name, { ...last, ...change })
    emit('jobs.changed', last)
  }
  const settle = (status: JobStatus): void => {
    if (last?.status === 'running') tell(last.name)({ status })
  }

  async function call(method: string, input: unknown): Promise<Reply> {
    calls.push({ method, input })
    const entry = contract[method as Name]
    const answer = answers[method as Name]
    if (answer && 'error' in answer && entry.kind !== 'job')
      return { ok: false, error: answer.error }
    if (entry.kind === 'job') {
      last = record(method, {})
      queueMicrotask(() => {
        setTimeout(() => {
          if (answer && 'job' in answer) answer.job(tell(method))
          else if (answer && 'error' in answer)
            tell(method)({ status: 'failed', error: answer.error })
          else
            tell(method)({
              status: 'done',
              result: answer ? answer.value : exampleOf(entry.output),
            })
        })
      })
      return { ok: true, value: { jobId } }
    }
    if (answer && 'value' in answer) return { ok: true, value: answer.value }
    if (method === 'jobs.get' && last) return { ok: true, value: last }
    if (method === 'jobs.list') return { ok: true, value: [] }
    if (method === 'jobs.cancel') setTimeout(settle, 20, 'cancelled')
    const example = exampleOf(entry.output)
    return { ok: true, value: JSON.parse(JSON.stringify(example ?? null)) ?? undefined }
  }
  return { calls, call, emit, onEvent: listener => void listeners.add(listener) }
}
