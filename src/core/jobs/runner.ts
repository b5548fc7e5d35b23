/** Runs jobs: a record each, progress as events, cancel by signal, one job a lock at a time. */
import type { JobContext, JobStep } from '../../shared/contract/define.ts'
import { AppError, toWire } from '../../shared/errors.ts'
import type { JobRecord } from '../../shared/model/job.ts'
import type { Clock } from '../platform.ts'
import { foldProgress } from './fold-progress.ts'
import type { JobStore } from './job-store.ts'
import { createThrottle } from './throttle.ts'

export interface JobRequest {
  readonly name: string
  readonly server?: string
  /** Jobs of the same lock run one after another, in the order in which they came. */
  readonly lock?: string
  /** What was asked; kept only for jobs that can be resumed. */
  readonly input?: unknown
  readonly run: (context: JobContext) => Promise<unknown>
  /** It goes on until somebody ends it. @default false */
  readonly isEndless?: boolean
  /** Takes up the record and checkpoint of this interrupted job. */
  readonly resume?: Interrupted
}

/** A job that a crash ended and that left a checkpoint. */
export interface Interrupted {
  readonly record: JobRecord
  readonly input: unknown
  readonly checkpoint: unknown
}

export interface JobRunner {
  start(request: JobRequest): string
  /** Those that may be taken up again. */
  interrupted(): Interrupted[]
  /** @throws AppError `job-not-found` */
  cancel(id: string): void
  dismiss(id: string): void
  get(id: string): JobRecord
  list(): JobRecord[]
  /** Those that run or wait: asks no disk. */
  live(): JobRecord[]
  /** Cancels all that runs and waits until it has settled. */
  close(): Promise<void>
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>
  /** The same, but what has no end of its own is cancelled. */
  finish(): Promise<void>
}

interface Live {
  record: JobRecord
  readonly abort: AbortController
  readonly isEndless: boolean
  /** What it was asked is kept: its record is on disk before it works. */
  readonly isKept: boolean
  settled: Promise<void>
}

const eventIntervalMs = 100
const keptRecords = 200
const ended = new Set<JobRecord['status']>(['done', 'failed', 'cancelled', 'interrupted'])

/** Makes the runner; records that a dead process left running are `interrupted` from here on. */
export function createJobRunner(deps: {
  readonly store: JobStore
  readonly clock: Clock
  readonly newId: () => string
  readonly changed: (record: JobRecord) => void
  readonly redact: (text: string) => string
  readonly bug: (error: unknown) => void
}): JobRunner {
  const { store, clock } = deps
  const live = new Map<string, Live>()
  const tails = new Map<string, Promise<void>>()
  const stamp = (): string => new Date(clock.now()).toISOString()

  for (const record of store.all()) {
    if (ended.has(record.status)) continue
    const error = toWire(new AppError('job-interrupted', { title: record.name }))
    store.save({ ...record, status: 'interrupted', endedAt: stamp(), error })
  }
  store.tidy(keptRecords)

  function keep({ record, isKept }: Live, input?: unknown): void {
    if (isKept) store.save(record, input)
    else store.saveSoon(record)
  }

  function update(job: Live, patch: Partial<JobRecord>): void {
    job.record = { ...job.record, ...patch }
    // Begun or waiting is the same to who finds the record after a crash, and every write waits for the disk.
    if (patch.status && patch.status !== 'running') keep(job)
  }

  function contextOf(job: Live, resumed: unknown): { context: JobContext; flush: () => void } {
    let steps: readonly JobStep[] = []
    const throttle = createThrottle(() => deps.changed(job.record), eventIntervalMs)
    const context: JobContext = {
      jobId: job.record.id,
      signal: job.abort.signal,
      resumed,
      steps: list => void (steps = list),
      progress(stepId, at = {}) {
        update(job, { ...foldProgress(steps, stepId, at), heardAt: stamp() })
        throttle.request()
      },
      checkpoint: data => store.saveCheckpoint(job.record.id, data),
    }
    return { context, flush: () => throttle.flush() }
  }

  async function execute(job: Live, request: JobRequest): Promise<void> {
    const { context, flush } = contextOf(job, request.resume?.checkpoint)
    const settle = (patch: Partial<JobRecord>): void => {
      flush()
      update(job, { ...patch, endedAt: stamp() })
    }
    try {
      job.abort.signal.throwIfAborted()
      update(job, { status: 'running', startedAt: stamp(), heardAt: stamp() })
      deps.changed(job.record)
      const result = await request.run(context)
      settle({ status: 'done', fraction: 1, result })
    } catch (error) {
      const isCancelled = job.abort.signal.aborted
      if (!isCancelled && !(error instanceof AppError)) deps.bug(error)
      settle({
        status: isCancelled ? 'cancelled' : 'failed',
        error: toWire(isCancelled ? new AppError('cancelled', {}) : error, deps.redact),
      })
    }
    live.delete(job.record.id)
    deps.changed(job.record)
  }

  function find(id: string): JobRecord {
    const record = live.get(id)?.record ?? store.get(id)
    if (!record) throw new AppError('job-not-found', { id })
    return record
  }

  function cancel(id: string): void {
    const job = live.get(id)
    if (!job) {
      find(id)
      return
    }
    if (job.record.status === 'running') update(job, { status: 'cancelling' })
    deps.changed(job.record)
    job.abort.abort()
  }

  async function idle(): Promise<void> {
    while (live.size > 0) await Promise.allSettled([...live.values()].map(job => job.settled))
  }

  return {
    start(request) {
      const id = request.resume?.record.id ?? deps.newId()
      const record: JobRecord = {
        id,
        name: request.name,
        ...(request.server !== undefined && { server: request.server }),
        status: 'queued',
        queuedAt: request.resume?.record.queuedAt ?? stamp(),
        dismissed: false,
      }
      const job: Live = {
        record,
        abort: new AbortController(),
        isEndless: request.isEndless ?? false,
        isKept: request.input !== undefined || request.resume !== undefined,
        settled: Promise.resolve(),
      }
      keep(job, request.input)
      live.set(id, job)
      deps.changed(record)
      const before = request.lock === undefined ? undefined : tails.get(request.lock)
      job.settled = (async () => {
        await before
        await execute(job, request)
      })()
      if (request.lock !== undefined) tails.set(request.lock, job.settled)
      return id
    },
    cancel,
    dismiss(id) {
      const record = { ...find(id), dismissed: true }
      const job = live.get(id)
      if (job) job.record = record
      store.save(record)
      deps.changed(record)
    },
    interrupted: () =>
      store
        .all()
        .filter(record => record.status === 'interrupted' && !record.dismissed)
        .map(record => ({
          record,
          input: store.input(record.id),
          checkpoint: store.checkpoint(record.id),
        }))
        .filter(one => one.checkpoint !== undefined),
    get: find,
    live: () => [...live.values()].map(({ record }) => record),
    list: () => store.all().map(record => live.get(record.id)?.record ?? record),
    async close() {
      for (const job of live.values()) job.abort.abort()
      await idle()
      store.flush()
    },
    async finish() {
      for (const [id, { isEndless }] of live) if (isEndless) cancel(id)
      await idle()
    },
    idle,
  }
}
