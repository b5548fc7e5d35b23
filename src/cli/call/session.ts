/** One use of the bridge: typed calls, and jobs followed to their end. */
import { contract, type AppContract } from '../../shared/contract/index.ts'
import type { CallName, InputOf, OutputOf } from '../../shared/contract/define.ts'
import type { Bridge } from '../../shared/bridge.ts'
import { AppError, fromWire } from '../../shared/errors.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { JobRecord } from '../../shared/model/job.ts'
import { UsageError } from '../parse/usage-error.ts'
import { aborted, Cancelled } from './ended.ts'

export type JobName = {
  [K in CallName<AppContract>]: AppContract[K] extends { readonly kind: 'job' } ? K : never
}[CallName<AppContract>]
export type AskName = Exclude<CallName<AppContract>, JobName>

type Listener = (topic: string, payload: unknown) => void

export interface Session {
  ask<K extends AskName>(name: K, input: InputOf<AppContract[K]>): Promise<OutputOf<AppContract[K]>>
  /** Starts a job and waits for its end. `onEvent` sees every event that comes meanwhile. */
  work<K extends JobName>(
    name: K,
    input: InputOf<AppContract[K]>,
    onEvent?: (topic: string, payload: unknown, jobId: string) => void,
  ): Promise<OutputOf<AppContract[K]>>
}

export interface SessionOptions {
  readonly bridge: Bridge
  /** Ctrl-C: a query is left, a running job is cancelled and waited for. */
  readonly signal: AbortSignal
  onProgress(record: JobRecord): void
  /** How often a job is asked after, in case that its events are lost. @default 2000 */
  readonly pollMs?: number
}

const hasEnded = ({ status }: JobRecord): boolean =>
  status === 'done' || status === 'failed' || status === 'cancelled' || status === 'interrupted'

/** What the contract would refuse is a slip of typing here: said before anything is sent. */
function demandValid(name: CallName<AppContract>, input: unknown) {
  const issue = contract[name].input.safeParse(input).error?.issues[0]
  if (!issue) return
  const where = issue.path.join('.')
  throw new UsageError(fill(en.cli.usage.notValid, { where, issue: issue.message }))
}

export function createSession({
  bridge,
  signal,
  onProgress,
  pollMs = 2000,
}: SessionOptions): Session {
  const listeners = new Set<Listener>()
  bridge.onEvent((topic, payload) => {
    for (const listener of listeners) listener(topic, payload)
  })

  const call = async (name: string, input: unknown): Promise<unknown> => {
    const reply = await bridge.call(name, input)
    if (reply.ok) return reply.value
    throw reply.error.code === 'cancelled' ? new Cancelled() : fromWire(reply.error)
  }

  /** Resolves with the record of the job's end. Cancels it once when the signal fires, and goes on waiting. */
  const ended = (id: string, seen: JobRecord | undefined): Promise<JobRecord> =>
    new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearInterval(timer)
        listeners.delete(listener)
        signal.removeEventListener('abort', cancel)
        settle()
      }
      const note = (record: JobRecord) => {
        onProgress(record)
        if (hasEnded(record))
          finish(() => {
            resolve(record)
          })
      }
      const listener: Listener = (topic, payload) => {
        if (topic !== 'jobs.changed') return
        const record = JobRecord.safeParse(payload)
        if (record.success && record.data.id === id) note(record.data)
      }
      const poll = () => {
        call('jobs.get', { id })
          .then(value => JobRecord.parse(value))
          // Events that are still under way come first.
          .then(record => setTimeout(note, hasEnded(record) ? 100 : 0, record))
          .catch((error: unknown) => {
            finish(() => {
              reject(error instanceof Error ? error : new Error(String(error)))
            })
          })
      }
      const cancel = () => {
        void bridge.call('jobs.cancel', { id })
      }
      const timer = setInterval(poll, pollMs)
      listeners.add(listener)
      signal.addEventListener('abort', cancel)
      if (signal.aborted) cancel()
      if (seen) note(seen)
      else poll()
    })

  return {
    async ask(name, input) {
      demandValid(name, input)
      const value = await Promise.race([call(name, input), aborted(signal)])
      return value as OutputOf<AppContract[typeof name]> // dispatch has validated it
    },
    async work(name, input, onEvent) {
      demandValid(name, input)
      const early: Parameters<Listener>[] = []
      const keep: Listener = (topic, payload) => void early.push([topic, payload])
      listeners.add(keep)
      const { jobId } = (await call(name, input)) as { readonly jobId: string } // what every job call answers
      listeners.delete(keep)
      const pass: Listener = (topic, payload) => onEvent?.(topic, payload, jobId)
      for (const event of early) pass(...event)
      listeners.add(pass)
      const seen = early
        .filter(([topic]) => topic === 'jobs.changed')
        .map(([, payload]) => JobRecord.safeParse(payload).data)
        .findLast(record => record?.id === jobId)
      const record = await ended(jobId, seen).finally(() => listeners.delete(pass))
      if (record.status === 'cancelled' || record.error?.code === 'cancelled') throw new Cancelled()
      if (record.error) throw fromWire(record.error)
      if (record.status !== 'done')
        throw new AppError('job-interrupted', { title: en.calls[name] }, { retryable: true })
      return record.result as OutputOf<AppContract[typeof name]> // dispatch has validated it
    },
  }
}
