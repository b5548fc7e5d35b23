/** The exit codes of the command line; published in docs/cli.md. */
import type { WireError } from '../shared/errors.ts'

export const exitCodes = { done: 0, failed: 1, usage: 2, bug: 3, cancelled: 130 } as const

/** The exit code of a failure. */
export function exitCodeOf({ code }: Pick<WireError, 'code'>): number {
  switch (code) {
    case 'unexpected':
      return exitCodes.bug
    case 'invalid-input':
      return exitCodes.usage
    case 'cancelled':
      return exitCodes.cancelled
    default:
      return exitCodes.failed
  }
}
