/** A core for the window's tests: answers by the contract from recorded data, tells what was asked, runs jobs step by step. */
import type { Bridge, Reply } from '../../../src/shared/bridge.ts'
import type {
  CallName,
  InputOf,
  OutputOf,
  PayloadOf,
  TopicName,
} from '../../../src/shared/contract/define.ts'
import { contract, type AppContract } from '../../../src/shared/contract/index.ts'
import { toWire } from '../../../src/shared/errors.ts'
import type { JobRecord } from '../../../src/shared/model/job.ts'

type Name = CallName<AppContract>
type Answer<K extends Name> = (
  input: InputOf<AppContract[K]>,
) => OutputOf<AppContract[K]> | Promise<OutputOf<AppContract[K]>>
/** What is answered to each name; for a job its result. A thrown AppError is the failure. */
export type Answers = { [K in Name]?: Answer<K> }

export interface FakeBridge extends Bridge {
  readonly calls: { readonly method: string; readonly input: unknown }[]
  /** All that was answered and told: what a screen may show without a catalogue. */
  readonly answered: unknown[]
  answer(answers: Answers): void
  emit<K extends TopicName<AppContract>>(topic: K, payload: PayloadOf<AppContract[K]>): void
  /** Jobs stay in their first step until `finish`. */
  holdJobs(): void
  /** Changes the record of the newest job, as its progress would. */
  progress(change: Partial<JobRecord>): void
  finish(): Promise<void>
  reset(): void
}

const clock = (): string => new Date().toISOString()

export function createFakeBridge(): FakeBridge {
  let answers: Answers = {}
  let isHolding = false
  let number = 0
  let held: (() => Promise<void>)[] = []
  const listeners: ((topic: string, payload: unknown) => void)[] = []
  const jobs = new Map<string, JobRecord>()
  const calls: { method: string; input: unknown }[] = []
  const answered: unknown[] = []

  const say = (topic: string, payload: unknown): void => {
    answered.push(payload)
    for (const listener of listeners) listener(topic, payload)
  }
  const note = (job: JobRecord): void => {
    jobs.set(job.id, job)
    say('jobs.changed', job)
  }
  const answerOf = (method: string): ((input: unknown) => unknown) | undefined =>
    answers[method as Name] as ((input: unknown) => unknown) | undefined

  async function runJob(job: JobRecord, input: unknown): Promise<void> {
    try {
      const result = await answerOf(job.name)?.(input)
      if (jobs.get(job.id)?.status === 'cancelled') return
      note({ ...job, status: 'done', fraction: 1, endedAt: clock(), result })
    } catch (error) {
      note({ ...job, status: 'failed', endedAt: clock(), error: toWire(error) })
    }
  }
  function startJob(name: string, input: unknown): { jobId: string } {
    number += 1
    const now = clock()
    const server =
      typeof input === 'object' && input !== null && 'server' in input
        ? String(input.server)
        : undefined
    const job: JobRecord = {
      id: `job-${number}`,
      name,
      ...(server !== undefined && { server }),
      status: 'running',
      queuedAt: now,
      startedAt: now,
      heardAt: now,
      dismissed: false,
    }
    note(job)
    const run = (): Promise<void> => runJob(jobs.get(job.id) ?? job, input)
    if (isHolding || name === 'stack.logs') held.push(run)
    else setTimeout(() => void run(), 0)
    return { jobId: job.id }
  }
  const own: Record<string, (input: never) => unknown> = {
    'jobs.list': () => [...jobs.values()],
    'jobs.get': ({ id }: { id: string }) => jobs.get(id),
    'jobs.dismiss': ({ id }: { id: string }) => {
      const job = jobs.get(id)
      if (job) note({ ...job, dismissed: true })
    },
    'jobs.cancel': ({ id }: { id: string }) => {
      const job = jobs.get(id)
      if (job) note({ ...job, status: 'cancelled', endedAt: clock() })
    },
  }

  async function call(method: string, input: unknown): Promise<Reply> {
    calls.push({ method, input })
    const entry = Object.hasOwn(contract, method)
      ? contract[method as keyof AppContract]
      : undefined
    try {
      if (!entry || entry.kind === 'event') throw new Error(`no such call: ${method}`)
      const parsed = entry.input.safeParse(input)
      if (!parsed.success) throw new Error(`${method}: ${parsed.error.message}`)
      if (entry.kind === 'job') return { ok: true, value: startJob(method, input) }
      const answer = answerOf(method) ?? own[method]
      if (!answer) throw new Error(`nothing recorded for ${method}`)
      const value = await answer(input as never)
      answered.push(value)
      return { ok: true, value }
    } catch (error) {
      return { ok: false, error: toWire(error) }
    }
  }

  return {
    calls,
    answered,
    call,
    onEvent: listener => listeners.push(listener),
    answer: more => {
      answers = { ...answers, ...more }
    },
    emit: say,
    holdJobs: () => (isHolding = true),
    progress: change => {
      const last = [...jobs.values()].at(-1)
      if (last) note({ ...last, ...change })
    },
    finish: async () => {
      const runs = held
      held = []
      isHolding = false
      await Promise.all(runs.map(run => run()))
    },
    reset: () => {
      number = 0
      answers = {}
      isHolding = false
      held = []
      jobs.clear()
      calls.length = 0
    },
  }
}
