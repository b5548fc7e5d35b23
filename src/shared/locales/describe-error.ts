/** The words of a failure: what happened, why most likely, what to do now, and whether mail is lost. */
import type { WireError } from '../errors.ts'
import { en } from './en/index.ts'
import { fill } from './fill.ts'

export interface DescribedError {
  readonly what: string
  readonly why: string
  readonly now: string
  readonly mail: string
}

/** Looks the code up in the catalogue and fills in the params. */
export function describeError(error: Pick<WireError, 'code' | 'params'>): DescribedError {
  const text = en.errors[error.code]
  return {
    what: fill(text.what, error.params),
    why: fill(text.why, error.params),
    now: fill(text.now, error.params),
    mail: en.mailFate[text.mail],
  }
}
