/** The shapes of the contract: what may be asked is data, so that dispatch, clients, command line and laws are derived from it. */
import type { z } from '../zod.ts'

export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'query' | 'command'
  readonly input: I
  readonly output: O
}

export interface JobOptions {
  /** One such job a server, or an account, at a time; the others wait in the queue. The input names it. */
  readonly lock?: 'server' | 'account'
  /** The handler takes up its own checkpoint after a crash. */
  readonly resumable?: boolean
  /** Whether it goes on until somebody ends it, by what was asked: a process that leaves does not wait for it. */
  readonly isEndless?: (input: unknown) => boolean
}

export interface Job<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'job'
  readonly input: I
  readonly output: O
  readonly options: JobOptions
}

export interface Topic<P extends z.ZodType = z.ZodType> {
  readonly kind: 'event'
  readonly payload: P
}

export type Entry = Call | Job | Topic
export type Contract = Readonly<Record<string, Entry>>

/** Reads; safe to repeat. */
export const query = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
): Call<I, O> => ({ kind: 'query', input, output })

/** Changes; quick. */
export const command = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
): Call<I, O> => ({ kind: 'command', input, output })

/** Long work: the call answers with the job's id, the record carries progress and result. */
export const job = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  options: JobOptions = {},
): Job<I, O> => ({
  kind: 'job',
  input,
  output,
  options,
})

/** A fact, past tense. */
export const event = <P extends z.ZodType>(payload: P): Topic<P> => ({ kind: 'event', payload })

export type CallName<C extends Contract> = {
  [K in keyof C]: C[K] extends Topic ? never : K
}[keyof C] &
  string
export type TopicName<C extends Contract> = {
  [K in keyof C]: C[K] extends Topic ? K : never
}[keyof C] &
  string
export type InputOf<E> = E extends { readonly input: infer I extends z.ZodType }
  ? z.input<I>
  : never
export type OutputOf<E> = E extends { readonly output: infer O extends z.ZodType }
  ? z.output<O>
  : never
export type PayloadOf<E> = E extends { readonly payload: infer P extends z.ZodType }
  ? z.output<P>
  : never

/** What a handler may use besides its input. */
export interface CallContext {
  readonly signal: AbortSignal
}

/** One weighted step of a job; weights are relative, 1 where nothing is known. */
export interface JobStep {
  readonly id: string
  readonly weight: number
}

export interface JobContext extends CallContext {
  readonly jobId: string
  /** What `checkpoint` saved in a run that a crash ended, else undefined. The input of such a run is the old one, but for its secrets: those were never written down. */
  readonly resumed: unknown
  /** Declares the steps once; progress is folded from them into one fraction. */
  steps(steps: readonly JobStep[]): void
  /** Says where the job is. `detail` is put after the step's words; done and total count in the step's own unit. */
  progress(
    stepId: string,
    at?: { readonly done?: number; readonly total?: number; readonly detail?: string },
  ): void
  /** Saves what a resumed run needs; on disk when it returns. */
  checkpoint(data: unknown): void
}

/** What the core must implement: one function per call or job, no more and no fewer. */
export type Handlers<C extends Contract> = {
  readonly [K in CallName<C>]: C[K] extends Job<infer I, infer O>
    ? (input: z.output<I>, context: JobContext) => Promise<z.input<O>>
    : C[K] extends Call<infer I, infer O>
      ? (input: z.output<I>, context: CallContext) => Promise<z.input<O>>
      : never
}

/** What a client sees: a job call answers with the id of the job that it started. */
export type Client<C extends Contract> = {
  readonly [K in CallName<C>]: C[K] extends Job<infer I>
    ? (input: z.input<I>) => Promise<{ readonly jobId: string }>
    : C[K] extends Call<infer I, infer O>
      ? (input: z.input<I>) => Promise<z.output<O>>
      : never
} & {
  on<K extends TopicName<C>>(topic: K, listener: (payload: PayloadOf<C[K]>) => void): () => void
}
