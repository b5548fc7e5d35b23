/** What the last proof found, in one line. */
import type { ProofResult } from '../../../../shared/model/proof.ts'
import { describeError } from '../../../../shared/locales/describe-error.ts'
import { type StateName, stateOfVerdict } from '../../../ui/state-name.ts'
import { wordsAt } from '../../../words.ts'

const isBad = (verdict: string): boolean => verdict === 'wrong' || verdict === 'missing'
const at = (...path: string[]) => ['relay', 'proof', ...path]

/** Only what is known to be wrong is red. */
export function stateOf({ outcome, isJunk, clauses }: ProofResult): StateName {
  if (outcome === 'failed') return 'bad'
  if (outcome !== 'arrived') return 'unknown'
  const worst = clauses.find(({ verdict }) => isBad(verdict))
  if (worst) return stateOfVerdict(worst.verdict)
  return isJunk ? 'differs' : 'good'
}

/** `signed, aligned, in the clear on a part of its way`; what the receiver does not tell is left out. */
export const foundWords = ({ clauses }: ProofResult): string =>
  clauses
    .flatMap(({ id, verdict }) => {
      if (verdict === 'right') return wordsAt(at('short', id)) ?? []
      return isBad(verdict) ? (wordsAt(at('notShort', id)) ?? []) : []
    })
    .join(', ')

/** Why, in whole sentences: of the failure, of the moment that was no good, of each part that is wrong. */
export function whyWords({ clauses, error, reason }: ProofResult): readonly string[] {
  if (error) return [describeError(error).what]
  if (reason) return [wordsAt(at('reasons', reason)) ?? '']
  return clauses
    .filter(({ verdict }) => isBad(verdict))
    .map(({ code, params }) => wordsAt(at('codes', code), params) ?? '')
}
