/** What a change of settings came to. */
import type { WireError } from '../../shared/errors.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import type { TransactionResult } from '../../shared/model/stack.ts'
import { phrase } from './phrase.ts'
import { facts, table } from './table.ts'

const titles = en.cli.columns

/** Outcome, what was recreated, and each check before and after. */
export const transactionText = (result: TransactionResult): string =>
  [
    fill(en.cli.transaction[result.outcome], { path: result.path }),
    facts([
      [titles.keys, result.changedKeys.join(', ')],
      [titles.also, result.files?.join(', ')],
      [titles.recreated, result.recreated.join(', ')],
      [titles.copy, result.copy],
      [titles.took, fill(en.cli.measures.seconds, { seconds: Math.round(result.tookSeconds) })],
    ]),
    table(
      result.checks,
      [
        { title: titles.check, of: row => phrase('cli.checks', row.id) },
        { title: titles.before, of: row => en.cli.works[row.before] },
        { title: titles.after, of: row => en.cli.works[row.after] },
        { title: titles.reply, of: row => row.reply },
      ],
      '',
    ),
  ]
    .filter(Boolean)
    .join('\n\n')

/** A change that did not stay is a failure, with what was found as its result. */
export function transactionFailure(result: TransactionResult): WireError | undefined {
  const lost = result.checks.filter(({ before, after }) => before === 'works' && after === 'broken')
  const common = { retryable: false, trail: [] }
  switch (result.outcome) {
    case 'committed':
    case 'nothing-to-do':
      return undefined
    case 'rolled-back': {
      const failed = lost.map(({ id }) => phrase('cli.checks', id)).join(', ')
      return { code: 'transaction-rolled-back', params: { failed, id: result.id }, ...common }
    }
    case 'left-alone': {
      const params = { path: result.path, copy: result.copy ?? '' }
      return { code: 'transaction-not-restored', params, ...common }
    }
  }
}
