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
import type { JobRunner } from '../jobs/runner.ts'

export type Dispatch = (method: unknown, input: unknown, signal?: AbortSignal) => Promise<Reply>

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

const serverOf = (input: unknown): string | undefined => {
  if (typeof input !== 'object' || input === null || !('server' in input)) return undefined
  return typeof input.server === 'string' ? input.server : undefined
}

/** Makes the door for a contract, its handlers and the runner that its jobs go to. */
export function createDispatch<C extends Contract>(deps: {
  readonly contract: C
  readonly handlers: Handlers<C>
  readonly jobs: JobRunner
  readonly redact: (text: string) => string
  readonly bug: (error: unknown) => void
  /** One key for all names of the same server, so that locks hold. @default the name itself */
  readonly lockName?: (server: string) => string
}): Dispatch {
  const { contract, handlers, jobs } = deps
  const never = new AbortController().signal

  function startJob(
    method: string,
    entry: Job,
    handler: AnyHandler,
    input: unknown,
  ): { jobId: string } {
    const server = serverOf(input)
    const isLocked = entry.options.lock === 'server' && server !== undefined
    const jobId = jobs.start({
      name: method,
      ...(server !== undefined && { server }),
      ...(isLocked && { lock: `server:${deps.lockName?.(server) ?? server}` }),
      run: async context => entry.output.parse(await handler(input, context)),
    })
    return { jobId }
  }

  return async (method, input, signal = never) => {
    try {
      if (typeof method !== 'string' || !Object.hasOwn(contract, method)) {
        throw new AppError('unknown-method', {
          method: typeof method === 'string' ? method.slice(0, 64) : typeof method,
        })
      }
      const entry = contract[method]!
      if (entry.kind === 'event') throw new AppError('unknown-method', { method })
      const parsed = entry.input.safeParse(input)
      if (!parsed.success) throw refuse(method, parsed.error)
      const handler = (handlers as unknown as Record<string, AnyHandler>)[method]! // one per entry, by its type
      if (entry.kind === 'job')
        return { ok: true, value: startJob(method, entry, handler, parsed.data) }
      return { ok: true, value: entry.output.parse(await handler(parsed.data, { signal })) }
    } catch (error) {
      if (!(error instanceof AppError)) deps.bug(error)
      return { ok: false, error: toWire(error, deps.redact) }
    }
  }
}
