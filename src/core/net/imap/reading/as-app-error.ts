/** Turns what goes wrong on a line into a failure with words. */
import { AppError } from '../../../../shared/errors.ts'
import { CommandRefused, LineFault } from './line-fault.ts'

/** Anything that is no fault of the line or of a command comes back as it is. */
export function asAppError(error: unknown, host: string): unknown {
  const retry = { retryable: true, cause: error }
  if (error instanceof CommandRefused)
    return new AppError('mailbox-refused', { host, reply: error.reply }, { cause: error })
  if (!(error instanceof LineFault)) return error
  const { detail } = error
  switch (error.kind) {
    case 'lost':
      return new AppError('mailbox-line-lost', { host, reason: detail }, retry)
    case 'bye':
      return new AppError('mailbox-bye', { host, reply: detail }, retry)
    case 'silent':
      return new AppError('mailbox-silent', { host, reason: detail }, retry)
    case 'not-understood':
      return new AppError('mailbox-not-understood', { host, reply: detail }, retry)
    default:
      return error.kind satisfies never
  }
}
