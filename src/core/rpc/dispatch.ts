/** The one door into the core: whatever the transport, every call is looked up, validated, run and answered here. */
import type { Reply } from '../../shared/bridge.ts'
import type {
  CallContext,
  Contract,
  Handlers,
  Job,
  JobContext,
} from '../../shared/contract/define.ts'
import { AppError, toWire } from '../../shared/errors.ts'
import type { z } from '../../shared/zod.ts'
import type { Interrupted, JobRunner } from '../jobs/runner.ts'

export type Dispatch = (method: unknown, input: unknown, signal?: AbortSignal) => Promise<Reply>

export interface Door {
  readonly dispatch: Dispatch
  /** Takes up the jobs that a crash ended and that can go on from their checkpoint. */
  resumeInterrupted(): void
}

type AnyHandler = (input: unknown, context: CallContext | JobContext) => Promise<unknown>

/** A parsed input never shows what was typed: only where it is wrong and how. */
function refuse(method: string, error: z.ZodError): AppError {
  const issue = error.issues[0]
  return new AppError('invalid-input', {
    method,
    where: issue?.path.join('.') ?? '',
    issue: issue?.message ?? '',
  })
}

const wordOf = (input: unknown, key: 'server' | 'account'): string | undefined => {
  if (typeof input !== 'object' || input === null) return undefined
  const word = (input as Readonly<Record<string, unknown>>)[key]
  return typeof word === 'string' ? word : undefined
}

/** Makes the door for a contract, its handlers and the runner that its jobs go to. */
export function createDispatch<C extends Contract>(deps: {
  readonly contract: C
  readonly handlers: Handlers<C>
  readonly jobs: JobRunner
  readonly redact: (text: string) => string
  readonly bug: (error: unknown) => void
  /** One key for all names of the same server or account, so that locks hold. @default the name itself */
  readonly lockName?: (name: string, kind: 'server' | 'account') => string
}): Door {
  const { contract, jobs } = deps
  const never = new AbortController().signal
  const handlerOf = (method: string): AnyHandler =>
    (deps.handlers as unknown as Record<string, AnyHandler>)[method]! // one per entry, by its type

  function startJob(method: string, entry: Job, input: unknown, resume?: Interrupted): string {
    const server = wordOf(input, 'server')
    const { lock } = entry.options
    const locked = lock && wordOf(input, lock)
    return jobs.start({
      name: method,
      ...(server !== undefined && { server }),
      ...(lock &&
        locked !== undefined && { lock: `${lock}:${deps.lockName?.(locked, lock) ?? locked}` }),
      ...(entry.options.resumable && { input }),
      ...(resume && { resume }),
      isEndless: entry.options.isEndless?.(input) ?? false,
      run: async context => entry.output.parse(await handlerOf(method)(input, context)),
    })
  }

  return {
    async dispatch(method, input, signal = never) {
      try {
        if (typeof method !== 'string' || !Object.hasOwn(contract, method)) {
          const shown = typeof method === 'string' ? method.slice(0, 64) : typeof method
          throw new AppError('unknown-method', { method: shown })
        }
        const entry = contract[method]!
        if (entry.kind === 'event') throw new AppError('unknown-method', { method })
        const parsed = entry.input.safeParse(input)
        if (!parsed.success) throw refuse(method, parsed.error)
        if (entry.kind === 'job') {
          return { ok: true, value: { jobId: startJob(method, entry, parsed.data) } }
        }
        const answer = await handlerOf(method)(parsed.data, { signal })
        return { ok: true, value: entry.output.parse(answer) }
      } catch (error) {
        if (!(error instanceof AppError)) deps.bug(error)
        return { ok: false, error: toWire(error, deps.redact) }
      }
    },
    resumeInterrupted() {
      for (const left of jobs.interrupted()) {
        const entry = contract[left.record.name]
        if (entry?.kind !== 'job' || !entry.options.resumable) continue
        const input = entry.input.safeParse(left.input)
        if (input.success) startJob(left.record.name, entry, input.data, left)
      }
    },
  }
}
