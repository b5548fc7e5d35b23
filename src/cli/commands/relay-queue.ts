/** `postern relay queue …`: what waits, and what is done about it. */
import { relayContract } from '../../shared/contract/relay.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { QueueChange, QueuedMessage, type QueueView } from '../../shared/model/queue.ts'
import { z } from '../../shared/zod.ts'
import { defineCommand } from '../parse/command.ts'
import { type CliArgument, onProject } from '../parse/option.ts'
import { dateWords } from '../show/measures.ts'
import { facts, table } from '../show/table.ts'

const titles = en.cli.columns
const words = en.relay.queue
const named: readonly CliArgument[] = [{ name: 'MESSAGE', isRequired: true, isMany: true }]

const changeText = ({ changed, gone, reused }: QueueChange): string =>
  facts([
    [titles.changed, changed.join(', ') || '0'],
    [titles.gone, gone.join(', ') || undefined],
    [titles.reused, reused.join(', ') || undefined],
  ])

function queueText({ isKnown, isComplete, count, groups, messages }: QueueView): string {
  if (!isKnown) return words.unknown
  const rows = table(
    groups,
    [
      { title: titles.messages, of: row => String(row.messages) },
      {
        title: titles.reason,
        of: row => fill(words.classes[row.class].what, { destination: row.destination }),
      },
      { title: titles.advice, of: row => words.classes[row.class].now },
      { title: titles.since, of: row => dateWords(row.oldestAt) ?? '' },
    ],
    en.cli.nothing.waiting,
  )
  const rest = isComplete ? [] : [fill(words.incomplete, { shown: messages.length, count })]
  return [rows, messagesText(messages), ...rest].filter(text => text !== '').join('\n\n')
}

const messagesText = (messages: readonly QueuedMessage[]): string =>
  table(
    messages.slice(0, 100),
    [
      { title: titles.id, of: row => row.id },
      { title: titles.sender, of: row => row.sender },
      { title: titles.receivers, of: row => row.recipients.join(', ') },
      { title: titles.arrived, of: row => dateWords(row.arrivedAt) ?? '' },
      { title: titles.state, of: row => (row.isHeld ? words.classes.held.what : '') },
    ],
    '',
  )

export const queueCommands = [
  defineCommand({
    path: 'relay queue',
    options: onProject,
    output: relayContract['relay.queue'].output,
    run: async ({ ask, where }) => ask('relay.queue', await where()),
    show: queueText,
  }),
  defineCommand({
    path: 'relay queue retry',
    arguments: [{ name: 'MESSAGE', isRequired: false, isMany: true }],
    options: onProject,
    output: QueueChange,
    async run({ ask, where, words: { all: ids } }) {
      return ask('relay.retryQueued', {
        ...(await where()),
        ...(ids.length > 0 && { ids: [...ids] }),
      })
    },
    show: changeText,
  }),
  defineCommand({
    path: 'relay queue hold',
    arguments: named,
    options: onProject,
    output: QueueChange,
    run: async ({ ask, where, words: { all: ids } }) =>
      ask('relay.holdQueued', { ...(await where()), ids: [...ids] }),
    show: changeText,
  }),
  defineCommand({
    path: 'relay queue release',
    arguments: named,
    options: onProject,
    output: QueueChange,
    run: async ({ ask, where, words: { all: ids } }) =>
      ask('relay.releaseQueued', { ...(await where()), ids: [...ids] }),
    show: changeText,
  }),
  defineCommand({
    path: 'relay queue delete',
    arguments: named,
    options: [{ name: 'yes' }, ...onProject],
    output: z.object({ messages: z.array(QueuedMessage), change: QueueChange.optional() }),
    async run({ ask, where, words: { all: ids, flag } }) {
      const at = await where()
      const { messages, checkedAt } = await ask('relay.queue', at)
      const meant = messages.filter(({ id }) => ids.includes(id))
      if (!flag('yes')) return { messages: meant }
      const change = await ask('relay.deleteQueued', { ...at, ids: [...ids], asOf: checkedAt })
      return { messages: meant, change }
    },
    show: ({ messages, change }) =>
      change
        ? changeText(change)
        : [messagesText(messages) || en.cli.nothing.waiting, words.lost].join('\n\n'),
  }),
] as const
