/** `postern watch …`: whether mail works, what was out of order, and who is told. */
import { watchContract } from '../../shared/contract/watch.ts'
import type { WireError } from '../../shared/errors.ts'
import { headlineWords } from '../../shared/locales/headline-words.ts'
import { durationWords, titleOf } from '../../shared/locales/incident-words.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import {
  Lamp,
  type IncidentEvent,
  type IncidentSummary,
  type Outcome,
  type WatchChannel,
  type WatchHistory,
  type WatchStatus,
} from '../../shared/model/watch.ts'
import type { Asked } from '../call/asked.ts'
import { defineCommand } from '../parse/command.ts'
import { oneOf } from '../parse/one-of.ts'
import { UsageError } from '../parse/usage-error.ts'
import { secretOptions } from '../secrets.ts'
import { dateWords } from '../show/measures.ts'
import { phrase } from '../show/phrase.ts'
import { verdictWords } from '../show/steps.ts'
import { facts, table } from '../show/table.ts'

const contract = watchContract
const titles = en.cli.columns
const words = en.watch

const maybeServer = (asked: Asked) => {
  const server = asked.words.option('server')
  return server === undefined ? {} : { server }
}

const foundWords = ({ code, params }: Pick<Outcome, 'code' | 'params'>): string =>
  phrase('checks.codes', code, params)

const within = (ms: number): string | undefined =>
  ms > 0 ? fill(en.cli.watch.within, { minutes: Math.ceil(ms / 60_000) }) : undefined

const serverText = (server: WatchStatus['servers'][number]): string =>
  [
    facts([
      [titles.checked, dateWords(server.checkedAt)],
      ...Lamp.options.map(lamp => {
        const { state, code, params } = server.lamps[lamp]
        const found =
          state === 'working' || code === state ? '' : `: ${foundWords({ code, params })}`
        return [words.lamps[lamp], `${words.lampState[state]}${found}`] as const
      }),
      [titles.promise, within(server.promisedDetectionMs)],
      [titles.ownWork, dateWords(server.maintenance?.until)],
    ]),
    server.incidents.length > 0 ? incidentTable(server.incidents) : '',
  ]
    .filter(Boolean)
    .join('\n\n')

/** One line an incident. */
const incidentTable = (incidents: readonly IncidentSummary[]): string =>
  table(
    incidents,
    [
      { title: titles.begun, of: row => dateWords(row.startedAt) },
      { title: titles.ended, of: row => dateWords(row.endedAt) },
      { title: titles.what, of: titleOf },
      { title: titles.reason, of: row => foundWords(row.cause) },
      { title: titles.note, of: row => (row.isOwn ? en.cli.watch.own : undefined) },
      { title: titles.id, of: row => row.id },
    ],
    en.cli.nothing.incidents,
  )

const eventTable = (events: readonly IncidentEvent[]): string =>
  table(
    events,
    [
      { title: titles.at, of: row => dateWords(row.at) },
      { title: titles.what, of: row => words.event[row.kind] },
      { title: titles.check, of: row => row.check },
      {
        title: titles.reason,
        of: row =>
          row.code === undefined
            ? undefined
            : foundWords({ code: row.code, params: row.params ?? {} }),
      },
      { title: titles.reply, of: row => row.raw },
    ],
    '',
  )

const channelTable = (channels: readonly WatchChannel[]): string =>
  table(
    channels,
    [
      { title: titles.way, of: row => row.kind },
      { title: titles.address, of: row => row.url },
      { title: titles.key, of: row => (row.hasSecret ? en.cli.yes : en.cli.no) },
      { title: titles.reply, of: row => row.lastDelivery?.reply },
      { title: titles.waiting, of: row => row.waiting || undefined },
      { title: titles.id, of: row => row.id },
    ],
    en.cli.nothing.channels,
  )

const Round = contract['watch.check'].output

const wrongIn = (rounds: (typeof Round)['_output']) =>
  rounds.flatMap(({ results }) =>
    results.filter(({ verdict }) => verdict === 'wrong' || verdict === 'missing'),
  )

function roundFailure(rounds: (typeof Round)['_output']): WireError | undefined {
  const wrong = wrongIn(rounds)
  if (wrong.length === 0) return undefined
  const checks = wrong.map(({ id }) => id).join(', ')
  return { code: 'watch-checks-failed', params: { checks }, retryable: true, trail: [] }
}

const shareWords = (share: number | undefined): string | undefined =>
  share === undefined ? undefined : `${(Math.floor(share * 100_000) / 1000).toFixed(3)} %`

const historyText = (history: WatchHistory): string =>
  table(
    history.lamps,
    [
      { title: titles.function, of: row => words.lamps[row.lamp] },
      { title: titles.availability, of: row => shareWords(row.availability) },
      { title: titles.down, of: row => secondsWords(row.total.down) },
      { title: titles.ownWork, of: row => secondsWords(row.total.own) },
      { title: titles.notWatched, of: row => secondsWords(row.total.notWatched) },
    ],
    '',
  )

const secondsWords = (seconds: number): string | undefined =>
  seconds > 0 ? durationWords(seconds * 1000) : undefined

/** `--until` as it stands, else so many minutes from now, an hour where nothing is said. */
function untilOf({ words: typed, io }: Asked): string {
  const until = typed.option('until')
  if (until === undefined) {
    const minutes = typed.number('minutes') ?? 60
    return new Date(io.now() + minutes * 60_000).toISOString()
  }
  const at = Date.parse(until)
  if (Number.isNaN(at)) throw new UsageError(fill(en.cli.usage.notATime, { value: until }))
  return new Date(at).toISOString()
}

export const watchCommands = [
  defineCommand({
    path: 'watch check',
    output: Round,
    run: asked => asked.work('watch.check', maybeServer(asked)),
    show: rounds =>
      rounds
        .map(({ results }) =>
          table(
            results,
            [
              { title: titles.check, of: row => row.id },
              { title: titles.verdict, of: row => verdictWords(row.verdict) },
              { title: titles.what, of: foundWords },
              { title: titles.reply, of: row => row.raw },
            ],
            en.cli.nothing.checks,
          ),
        )
        .join('\n\n') || en.cli.nothing.servers,
    failure: roundFailure,
  }),
  defineCommand({
    path: 'watch status',
    output: contract['watch.status'].output,
    run: asked => asked.ask('watch.status', maybeServer(asked)),
    show: status =>
      [
        [
          headlineWords(status),
          status.pausedUntil &&
            fill(en.cli.watch.paused, { until: dateWords(status.pausedUntil) ?? '' }),
        ]
          .filter(Boolean)
          .join('\n'),
        ...status.servers.map(serverText),
      ].join('\n\n'),
  }),
  defineCommand({
    path: 'watch checks',
    output: contract['watch.checks'].output,
    run: async asked => asked.ask('watch.checks', { server: await asked.server() }),
    show: checks =>
      table(
        checks,
        [
          { title: titles.check, of: row => row.id },
          { title: titles.contacts, of: row => row.contacts.join(', ') },
          { title: titles.every, of: row => durationWords(row.intervalMs) },
          { title: titles.promise, of: row => within(row.promisedDetectionMs) },
          { title: titles.what, of: row => row.last && foundWords(row.last) },
        ],
        en.cli.nothing.checks,
      ),
  }),
  defineCommand({
    path: 'watch incidents',
    output: contract['watch.incidents'].output,
    run: asked => asked.ask('watch.incidents', maybeServer(asked)),
    show: incidentTable,
  }),
  defineCommand({
    path: 'watch incident',
    arguments: [{ name: 'ID', isRequired: true }],
    output: contract['watch.incident'].output,
    run: ({ ask, words: typed }) => ask('watch.incident', { id: typed.first }),
    show: incident => `${incidentTable([incident])}\n\n${eventTable(incident.timeline)}`,
  }),
  defineCommand({
    path: 'watch history',
    options: [{ name: 'days', value: 'N' }],
    output: contract['watch.history'].output,
    async run({ ask, server, words: typed }) {
      const days = typed.number('days')
      return ask('watch.history', { server: await server(), ...(days !== undefined && { days }) })
    },
    show: historyText,
  }),
  defineCommand({
    path: 'watch export',
    options: [
      { name: 'format', value: 'json|csv' },
      { name: 'days', value: 'N' },
    ],
    output: contract['watch.export'].output,
    async run({ ask, server, words: typed }) {
      const days = typed.number('days')
      const format = oneOf(typed.option('format') ?? 'json', ['json', 'csv'], '--format')
      return ask('watch.export', {
        server: await server(),
        format,
        ...(days !== undefined && { days }),
      })
    },
    show: ({ text }) => Buffer.from(text, 'utf8'),
  }),
  defineCommand({
    path: 'watch pause',
    options: [
      { name: 'minutes', value: 'N' },
      { name: 'until', value: 'T' },
    ],
    output: contract['watch.pause'].output,
    run: asked => asked.ask('watch.pause', { until: untilOf(asked) }),
    show: ({ pausedUntil }) => fill(en.cli.watch.paused, { until: dateWords(pausedUntil) ?? '' }),
  }),
  defineCommand({
    path: 'watch resume',
    output: contract['watch.resume'].output,
    run: ({ ask }) => ask('watch.resume', undefined),
    show: headlineWords,
  }),
  defineCommand({
    path: 'watch test-notification',
    arguments: [{ name: 'ID', isRequired: false }],
    output: contract['watch.testNotification'].output,
    run: ({ ask, words: typed }) =>
      ask('watch.testNotification', typed.first === '' ? {} : { channel: typed.first }),
    show: answers =>
      table(
        answers,
        [
          { title: titles.way, of: row => row.by },
          { title: titles.state, of: row => (row.isDelivered ? en.cli.yes : en.cli.no) },
          { title: titles.reply, of: row => row.reply },
        ],
        '',
      ),
  }),
  defineCommand({
    path: 'watch channels',
    output: contract['watch.channels'].output,
    run: ({ ask }) => ask('watch.channels', undefined),
    show: channelTable,
  }),
  defineCommand({
    path: 'watch channel set',
    arguments: [{ name: 'URL', isRequired: true }],
    options: [
      { name: 'kind', value: 'webhook|ntfy' },
      { name: 'id', value: 'ID' },
      ...secretOptions('key'),
    ],
    output: contract['watch.setChannel'].output,
    async run({ ask, words: typed, secret }) {
      const [id, key] = [typed.option('id'), await secret('key')]
      return ask('watch.setChannel', {
        kind: oneOf(typed.option('kind') ?? 'webhook', ['webhook', 'ntfy'], '--kind'),
        url: typed.first,
        ...(id !== undefined && { id }),
        ...(key !== undefined && { secret: key }),
      })
    },
    show: channel => channelTable([channel]),
  }),
  defineCommand({
    path: 'watch channel remove',
    arguments: [{ name: 'ID', isRequired: true }],
    output: contract['watch.removeChannel'].output,
    run: ({ ask, words: typed }) => ask('watch.removeChannel', { id: typed.first }),
    show: channelTable,
  }),
] as const
