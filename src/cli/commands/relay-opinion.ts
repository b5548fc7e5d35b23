/** `postern relay opinion` and `relay key …`: what the relay's provider itself says. */
import { relayContract } from '../../shared/contract/relay.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import type { OpinionView, RelayOpinion } from '../../shared/model/opinion.ts'
import { defineCommand } from '../parse/command.ts'
import { onProject } from '../parse/option.ts'
import { secretOptions } from '../secrets.ts'
import { dateWords } from '../show/measures.ts'
import { verdictWords } from '../show/steps.ts'
import { facts, table } from '../show/table.ts'

const titles = en.cli.columns
const words = en.relay.opinion
const codes: Readonly<Record<string, string>> = words.codes

const partWords = ({ verdict, code, params }: RelayOpinion['about']): string =>
  `${verdictWords(verdict)}: ${fill(codes[code] ?? code, params)}`

const missedTable = (missed: RelayOpinion['missed']): string =>
  table(
    missed,
    [
      { title: titles.type, of: row => row.type },
      { title: titles.name, of: row => row.name },
      { title: titles.value, of: row => row.value },
    ],
    '',
  )

/** Why nothing is said, where nothing is. */
function silence({ offer, provider, hasKey }: OpinionView): string {
  if (offer === 'none') return words.none[provider] ?? words.none['generic'] ?? ''
  return hasKey ? words.noDomain : `${words.notAsked} ${words.keys[provider] ?? ''}`.trim()
}

export const opinionText = (view: OpinionView): string => {
  const { opinion, name, host, unconfirmed } = view
  const parts = [
    facts([
      [titles.provider, name],
      [titles.asked, host],
      [titles.domain, opinion && partWords(opinion.about)],
      [titles.month, opinion && partWords(opinion.usage)],
      [titles.checked, opinion && dateWords(opinion.askedAt)],
      [titles.askAgain, opinion?.askAgainAt && dateWords(opinion.askAgainAt)],
    ]),
    opinion ? missedTable(opinion.missed) : silence(view),
    unconfirmed.length > 0 ? words.unconfirmed : '',
  ]
  return parts.filter(part => part !== '').join('\n\n')
}

export const opinionCommands = [
  defineCommand({
    path: 'relay opinion',
    options: [
      { name: 'domain', value: 'D' },
      { name: 'fresh' },
      ...secretOptions('key'),
      ...onProject,
    ],
    output: relayContract['relay.opinion'].output,
    async run({ words: typed, secret, where, ask }) {
      const [domain, key] = [typed.option('domain'), await secret('key')]
      return ask('relay.opinion', {
        ...(await where()),
        ...(domain !== undefined && { domain }),
        ...(key !== undefined && { key }),
        isFresh: typed.flag('fresh'),
      })
    },
    show: opinionText,
  }),
  defineCommand({
    path: 'relay key set',
    options: [...secretOptions('key'), ...onProject],
    output: relayContract['relay.keepKey'].output,
    /** Without a source it is asked for: a terminal shows nothing of it. */
    async run({ secret, secretFromStdin, where, ask }) {
      const key = (await secret('key')) ?? (await secretFromStdin(en.cli.secrets.names.key))
      return ask('relay.keepKey', { ...(await where()), key })
    },
    show: opinionText,
  }),
  defineCommand({
    path: 'relay key forget',
    options: onProject,
    output: relayContract['relay.forgetKey'].output,
    run: async ({ where, ask }) => ask('relay.forgetKey', await where()),
    show: opinionText,
  }),
] as const
