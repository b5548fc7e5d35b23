/** `postern relay …`: how mail leaves. */
import { relayContract } from '../../shared/contract/relay.ts'
import type { WireError } from '../../shared/errors.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import type { ProbeReport, RelayClause, RelayPlan, RelayStatus } from '../../shared/model/relay.ts'
import type { Asked } from '../call/asked.ts'
import { defineCommand } from '../parse/command.ts'
import { opinionCommands } from './relay-opinion.ts'
import { proofsCommand } from './relay-proofs.ts'
import { proveCommand } from './relay-prove.ts'
import { queueCommands } from './relay-queue.ts'
import { type CliOption, onProject } from '../parse/option.ts'
import { oneOf } from '../parse/one-of.ts'
import { secretOptions } from '../secrets.ts'
import { dateWords } from '../show/measures.ts'
import { stepLines, verdictWords, wordsOfStep } from '../show/steps.ts'
import { facts, table } from '../show/table.ts'
import { transactionFailure, transactionText } from '../show/transaction.ts'

const contract = relayContract
const titles = en.cli.columns

const choiceOptions = (isRequired: boolean): readonly CliOption[] => [
  { name: 'provider', value: 'P', isRequired },
  { name: 'region', value: 'R' },
  { name: 'host', value: 'H' },
  { name: 'port', value: 'P' },
  { name: 'user', value: 'U' },
  { name: 'domain', value: 'D' },
  { name: 'tls-level', value: 'secure|encrypt' },
  ...secretOptions('password'),
]

function tlsLevelOf({ words }: Asked): 'secure' | 'encrypt' | undefined {
  const level = words.option('tls-level')
  return level === undefined
    ? undefined
    : oneOf(level, ['secure', 'encrypt'] as const, '--tls-level')
}

async function choiceOf(asked: Asked) {
  const { words, secret } = asked
  const tlsLevel = tlsLevelOf(asked)
  const [region, host, domain] = [
    words.option('region'),
    words.option('host'),
    words.option('domain'),
  ]
  const [port, user] = [words.number('port'), words.option('user')]
  const password = await secret('password')
  return {
    provider: words.option('provider') ?? '',
    ...(region !== undefined && { region }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(domain !== undefined && { domain }),
    ...(tlsLevel !== undefined && { tlsLevel }),
    ...(password !== undefined && { password }),
  }
}

const probeText = (probe: ProbeReport): string =>
  [
    facts([
      [titles.relay, `${probe.host}:${probe.port}`],
      [titles.vantage, en.cli.vantage[probe.vantage]],
    ]),
    stepLines('probe', probe.steps),
    probe.isUsable ? en.cli.done.usable : en.cli.done.notUsable,
  ].join('\n\n')

/** Settings, the override file and whom else it concerns, and why. */
function planText({ set, unset, override, ownWays }: RelayPlan): string {
  const words = en.cli.relayPlan
  const lines = override && [
    fill(words[override.change], override),
    ...(override.change === 'taken-out' ? [] : [words.why, words.all]),
    ...ownWays.map(({ name, by }) => fill(words.ownWay, { name, by: words.by[by] })),
  ]
  const keys = facts([
    [titles.set, set.join(', ')],
    [titles.unset, unset.join(', ')],
    [titles.recreated, 'smtp'],
  ])
  return [keys, lines?.join('\n')].filter(Boolean).join('\n\n')
}

/** The first step that is wrong, as the failure that the probe amounts to. */
function probeFailure(probe: ProbeReport): WireError | undefined {
  if (probe.isUsable) return undefined
  const step = probe.steps.find(({ verdict }) => verdict === 'wrong' || verdict === 'missing')
  return {
    code: 'relay-probe-failed',
    params: {
      step: step?.id ?? '',
      verdict: step ? wordsOfStep('probe', step) : '',
      reply: step?.raw ?? '',
    },
    retryable: false,
    trail: [],
  }
}

export const relayCommands = [
  defineCommand({
    path: 'relay providers',
    output: contract['relay.providers'].output,
    run: ({ ask }) => ask('relay.providers', undefined),
    show: providers =>
      table(
        providers,
        [
          { title: titles.provider, of: row => row.id },
          { title: titles.name, of: row => row.name },
          {
            title: titles.hosts,
            of: row => row.hosts.map(({ region, host }) => `${region}: ${host}`).join(', '),
          },
          {
            title: titles.asks,
            of: row =>
              row.fields
                .filter(field => field.isRequired && field.fixed === undefined)
                .map(({ id }) => id)
                .join(', '),
          },
        ],
        '',
      ),
  }),
  defineCommand({
    path: 'relay probe',
    options: [...choiceOptions(false), ...onProject],
    output: contract['relay.probe'].output,
    async run(asked) {
      const choice = await choiceOf(asked)
      const where = await asked.where()
      return asked.work('relay.probe', { ...where, ...(choice.provider !== '' && { choice }) })
    },
    show: probeText,
    failure: probeFailure,
  }),
  defineCommand({
    path: 'relay plan',
    options: [...choiceOptions(true), ...onProject],
    output: contract['relay.plan'].output,
    async run(asked) {
      const choice = await choiceOf(asked)
      return asked.ask('relay.plan', { ...(await asked.where()), choice })
    },
    show: planText,
  }),
  defineCommand({
    path: 'relay set',
    options: [...choiceOptions(true), { name: 'insist' }, ...onProject],
    output: contract['relay.set'].output,
    async run(asked) {
      const choice = await choiceOf(asked)
      const insist = asked.words.flag('insist')
      return asked.work('relay.set', { ...(await asked.where()), choice, insist })
    },
    show: ({ probe, transaction }) => `${probeText(probe)}\n\n${transactionText(transaction)}`,
    failure: ({ transaction }) => transactionFailure(transaction),
  }),
  defineCommand({
    path: 'relay status',
    options: onProject,
    output: contract['relay.status'].output,
    run: async ({ ask, where }) => ask('relay.status', await where()),
    show: ({ configured, login, lastDelivery, lastRefusal, waiting, clauses }) =>
      facts([
        [titles.sentence, sentenceWords(clauses)],
        [titles.relay, configured ? `${configured.host}:${configured.port}` : en.cli.nothing.relay],
        [titles.provider, configured?.provider],
        [
          titles.encryption,
          configured && en.cli.encryption[configured.isImplicitTls ? 'implicit' : 'starttls'],
        ],
        [titles.user, configured?.user],
        [titles.applied, configured && (configured.isApplied ? en.cli.yes : en.cli.no)],
        [titles.login, `${verdictWords(login.verdict)}: ${wordsOfStep('probe', login)}`],
        [
          titles.lastDelivery,
          lastDelivery &&
            `${dateWords(lastDelivery.at) ?? ''} ${lastDelivery.relay} ${lastDelivery.reply}`,
        ],
        [titles.waiting, waitingWords(waiting)],
        [
          titles.lastRefusal,
          lastRefusal &&
            `${dateWords(lastRefusal.at) ?? ''} ${lastRefusal.dsn} ${lastRefusal.reply}`,
        ],
      ]),
  }),
  proveCommand,
  ...opinionCommands,
  proofsCommand,
  ...queueCommands,
] as const

function waitingWords({ count, oldestAt, isKnown }: RelayStatus['waiting']): string {
  if (isKnown === false) return verdictWords('unknown')
  return oldestAt === undefined
    ? String(count)
    : fill(en.cli.measures.oldest, { count, oldest: dateWords(oldestAt) ?? '' })
}

/** The five parts, one after the other. */
function sentenceWords(clauses: readonly RelayClause[]): string {
  const words: Readonly<Record<string, string>> = en.relay.sentence.clauses
  const said = clauses.map(({ code, params }) =>
    fill(words[code] ?? code, { ...params, ago: dateWords(params['at']?.toString()) ?? '' }),
  )
  return said.join(', ')
}
