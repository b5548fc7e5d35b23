/** Expected failures as values with a code: the words live in the catalogue, the params here are typed per code. */
import { archiveErrors } from './errors/archive.ts'
import { coreErrors } from './errors/core.ts'
import { dnsErrors } from './errors/dns.ts'
import { mailboxErrors } from './errors/mailbox.ts'
import type { ErrorParams } from './errors/of.ts'
import { relayErrors } from './errors/relay.ts'
import { serversErrors } from './errors/servers.ts'
import { stackErrors } from './errors/stack.ts'
import { watchErrors } from './errors/watch.ts'
import { z } from './zod.ts'

const codes = {
  ...coreErrors,
  ...serversErrors,
  ...stackErrors,
  ...relayErrors,
  ...dnsErrors,
  ...watchErrors,
  ...mailboxErrors,
  ...archiveErrors,
}

export type ErrorCode = keyof typeof codes
export type ParamsOf<C extends ErrorCode> = NonNullable<(typeof codes)[C]['params']>

/** All codes, for the test that demands a text for each. */
export const errorCodes = Object.keys(codes) as readonly ErrorCode[] // the object above is closed

export const WireError = z.object({
  code: z.custom<ErrorCode>(value => typeof value === 'string' && Object.hasOwn(codes, value)),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  retryable: z.boolean(),
  trail: z.array(z.string()),
})
/** What goes over a border in place of an error: never a stack, never an `Error`. */
export type WireError = z.infer<typeof WireError>

export interface AppErrorOptions {
  /** @default false */
  readonly retryable?: boolean
  readonly cause?: unknown
}

/** An expected failure: it has a code that can be explained and remedied in words. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AppError'
  readonly code: C
  readonly params: ErrorParams
  readonly retryable: boolean

  constructor(code: C, params: ParamsOf<C>, options: AppErrorOptions = {}) {
    super(code, { cause: options.cause })
    this.code = code
    this.params = params
    this.retryable = options.retryable ?? false
  }
}

/** True for an `AppError` of that code; narrows the caller's `unknown`. */
export const isAppError = <C extends ErrorCode>(error: unknown, code?: C): error is AppError<C> =>
  error instanceof AppError && (code === undefined || error.code === code)

const trailOf = (error: unknown): string[] => {
  if (error === undefined || error === null) return []
  if (error instanceof Error) return [error.message, ...trailOf(error.cause)]
  return [typeof error === 'string' ? error : JSON.stringify(error)]
}

/** Turns any thrown value into what may cross a border; what is no `AppError` becomes `unexpected`. `redact` is the second net for texts of libraries. */
export function toWire(error: unknown, redact: (text: string) => string = text => text): WireError {
  const known = isAppError(error) ? error : undefined
  const params = Object.entries(known?.params ?? {}).map(
    ([name, value]) => [name, typeof value === 'string' ? redact(value) : value] as const,
  )
  return {
    code: known?.code ?? 'unexpected',
    params: Object.fromEntries(params),
    retryable: known?.retryable ?? false,
    trail: trailOf(known ? known.cause : error).map(redact),
  }
}

/** The same failure on the other side of the border. */
export function fromWire(wire: WireError): AppError {
  const cause = wire.trail.length > 0 ? wire.trail.join(' <- ') : undefined
  const params = wire.params as ParamsOf<ErrorCode> // typed on the side that made them
  return new AppError(wire.code, params, { retryable: wire.retryable, cause })
}
