/** `postern relay proofs`: how the last ones ended, and how often one is made by itself. */
import { relayContract } from '../../shared/contract/relay.ts'
import { describeError } from '../../shared/locales/describe-error.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { type ProofHistory, ProofPace, type ProofResult } from '../../shared/model/proof.ts'
import { defineCommand } from '../parse/command.ts'
import { onProject } from '../parse/option.ts'
import { oneOf } from '../parse/one-of.ts'
import { dateWords } from '../show/measures.ts'
import { facts, table } from '../show/table.ts'

const titles = en.cli.columns
const words = en.relay.proof
const clauseText: Readonly<Record<string, string>> = words.codes

/** What a proof found that is not as it should be, each in its own words. */
function findings({ clauses, error, reason }: ProofResult): string {
  if (error) return describeError(error).what
  if (reason) return words.reasons[reason]
  return clauses
    .filter(({ verdict }) => verdict !== 'right' && verdict !== 'not-needed')
    .map(({ code, params }) => fill(clauseText[code] ?? code, params))
    .join(' ')
}

const outcomeText = ({ outcome, isJunk, tookSeconds = 0 }: ProofResult): string =>
  fill(words.outcomes[outcome === 'arrived' && isJunk ? 'junk' : outcome], { seconds: tookSeconds })

const historyText = ({ every, dueAt, results }: ProofHistory): string =>
  [
    facts([
      [titles.byItself, words.every[every]],
      [titles.next, dateWords(dueAt)],
    ]),
    table(
      results,
      [
        { title: titles.arrived, of: row => dateWords(row.at) ?? '' },
        { title: titles.state, of: outcomeText },
        { title: titles.reason, of: findings },
      ],
      en.cli.nothing.proofs,
    ),
  ].join('\n\n')

export const proofsCommand = defineCommand({
  path: 'relay proofs',
  options: [{ name: 'every', value: 'off|1h|6h|1d' }, ...onProject],
  output: relayContract['relay.proofs'].output,
  async run({ words: typed, ask, where }) {
    const every = typed.option('every')
    if (every === undefined) return ask('relay.proofs', await where())
    return ask('relay.scheduleProof', {
      ...(await where()),
      every: oneOf(every, ProofPace.options, '--every'),
    })
  },
  show: historyText,
})
