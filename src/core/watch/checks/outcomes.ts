/** Outcomes of checks, and what a failure on the way to asking means: never that mail is broken. */
import { type AppError, isAppError } from '../../../shared/errors.ts'
import type { Outcome } from '../../../shared/model/watch.ts'

type Params = Outcome['params']
type Rest = Partial<Pick<Outcome, 'raw' | 'figures' | 'severity' | 'since'>>

const outcome =
  (verdict: Outcome['verdict']) =>
  (code: string, params: Params = {}, rest: Rest = {}): Outcome => ({
    verdict,
    code,
    params,
    ...rest,
  })

export const right = outcome('right')
export const differs = outcome('differs')
export const wrong = outcome('wrong')
export const missing = outcome('missing')
export const unknown = outcome('unknown')
export const notNeeded = outcome('not-needed')

/**
 * A failure that stands between this computer and the answer is `unknown` whatever it is. Only two are answers of the server itself:
 * its engine does not run, or the project is gone.
 */
export function ofError(error: AppError): Outcome {
  const raw = error.code
  if (isAppError(error, 'docker-not-running'))
    return wrong('engine-stopped', {}, { raw: String(error.params['reply'] ?? '') })
  switch (error.code) {
    case 'mailu-not-found':
    case 'project-not-found':
      return missing('stack-gone', {}, { raw })
    case 'cancelled':
    case 'timed-out':
      return unknown('not-finished', {}, { raw })
    case 'docker-not-allowed':
    case 'sudo-password-needed':
    case 'sudo-password-wrong':
    case 'sudo-not-allowed':
      return unknown('not-allowed', {}, { raw })
    case 'project-choice-needed':
      return unknown('which-project', {}, { raw })
    default:
      return unknown('not-reached', { reason: error.code }, { raw })
  }
}

/** Runs a check so that every expected failure is an outcome; a bug still throws. */
export const guarded =
  (work: (signal: AbortSignal) => Promise<Outcome>) =>
  async (signal: AbortSignal): Promise<Outcome> => {
    try {
      return await work(signal)
    } catch (error) {
      if (!isAppError(error)) throw error
      return ofError(error)
    }
  }

const rank: readonly Outcome['verdict'][] = ['wrong', 'missing', 'unknown', 'differs']

/** The gravest of several findings; `fine` where none of them is worth a word. */
export const gravest = (found: readonly Outcome[], fine: Outcome): Outcome =>
  rank.map(verdict => found.find(one => one.verdict === verdict)).find(one => one !== undefined) ??
  fine
