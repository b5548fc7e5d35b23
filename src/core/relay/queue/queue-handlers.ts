/** The queue of a server: read, and changed by named ids only. */
import type { Handlers } from '../../../shared/contract/define.ts'
import type { relayContract } from '../../../shared/contract/relay.ts'
import { AppError } from '../../../shared/errors.ts'
import type { QueueChange, QueueView } from '../../../shared/model/queue.ts'
import type { z } from '../../../shared/zod.ts'
import { mustSucceed } from '../../net/ssh/must-succeed.ts'
import { showable } from '../../net/talk/showable.ts'
import { relayValues, targetOf } from '../configured.ts'
import { countQueue } from '../parse-queue.ts'
import type { RelayDeps, RelayStack, Where } from '../relay-deps.ts'
import { changeQueueCommand } from '../remote-commands.ts'
import { isRunning } from '../vantage.ts'
import { groupQueue } from './group-queue.ts'
import { parseEntries, type QueueEntry } from './parse-entries.ts'
import { readQueueLines } from './read-queue.ts'

/** More than these are counted and not shown. */
const shownEntries = 5000
const timeoutMs = 60_000

type Verb = 'retry' | 'hold' | 'release' | 'delete'
type Names = `relay.${Verb}Queued` | 'relay.queue'

const readLines = (at: RelayStack, signal: AbortSignal): Promise<readonly string[]> =>
  readQueueLines(at, shownEntries, signal)

const messageOf = ({ id, queue, sender, sizeBytes, arrivedAt, recipients }: QueueEntry) => ({
  id,
  sender: showable(Buffer.from(sender)),
  recipients: recipients.map(({ address }) => showable(Buffer.from(address))),
  sizeBytes,
  arrivedAt: new Date(arrivedAt).toISOString(),
  isHeld: queue === 'hold',
})

async function view(
  deps: RelayDeps,
  where: Where,
  signal: AbortSignal,
): Promise<z.input<typeof QueueView>> {
  const at = await deps.open(where, signal)
  const lines = await readLines(at, signal)
  const { isKnown, count, oldestAt } = countQueue(lines)
  const entries = parseEntries(lines)
  const relay = targetOf(relayValues(key => at.smtp?.env[key]))
  return {
    isKnown,
    count,
    ...(oldestAt !== undefined && { oldestAt }),
    groups: [...groupQueue(entries, relay?.host)],
    messages: entries.map(messageOf),
    isComplete: entries.length >= count,
    checkedAt: new Date(deps.clock.now()).toISOString(),
  }
}

/** Whether the change has taken place for a message, by what the queue says afterwards. */
const isDone = (verb: Verb, after: QueueEntry | undefined): boolean => {
  if (verb === 'delete') return after === undefined
  if (verb === 'hold') return after?.queue === 'hold'
  // Tried again it may have left; and one that never was on hold is released all the same.
  return after?.queue !== 'hold' || verb === 'retry'
}

/**
 * Changes those of the ids that are still the messages that were meant.
 * Short ids are taken from the file's number and come again (postconf(5), enable_long_queue_ids): a message that arrived after the list was read is another one.
 * @throws AppError `relay-queue-not-known` when Postfix cannot be asked, `remote-command-failed`, and those of the connection
 */
async function change(
  deps: RelayDeps,
  verb: Verb,
  asked: Where & {
    readonly ids?: readonly string[] | undefined
    readonly asOf?: string | undefined
  },
  signal: AbortSignal,
): Promise<z.input<typeof QueueChange>> {
  const at = await deps.open(asked, signal)
  const lines = await readLines(at, signal)
  if (!isRunning(at.smtp) || !countQueue(lines).isKnown)
    throw new AppError('relay-queue-not-known', { project: at.project })
  const before = new Map(parseEntries(lines).map(entry => [entry.id, entry]))
  const ids = asked.ids && [...new Set(asked.ids)]
  const readAt = asked.asOf === undefined ? Number.POSITIVE_INFINITY : Date.parse(asked.asOf)
  const isLater = (id: string): boolean => (before.get(id)?.arrivedAt ?? 0) > readAt
  const present = (ids ?? [...before.keys()]).filter(id => before.has(id) && !isLater(id))
  const run = async (word: string, chosen: readonly string[]): Promise<void> => {
    const args = [at.smtp!.id, word]
    const stdin = Buffer.from(chosen.map(id => `${id}\n`).join(''))
    mustSucceed(
      changeQueueCommand,
      await at.host.run(changeQueueCommand, args, { signal, asRoot: at.rights, timeoutMs, stdin }),
    )
  }
  if (ids === undefined) await run('retry-all', [])
  else if (present.length > 0) await run(verb, present)
  const after = new Map(parseEntries(await readLines(at, signal)).map(entry => [entry.id, entry]))
  const rest = (ids ?? []).filter(id => !present.includes(id))
  return {
    changed: present.filter(id => isDone(verb, after.get(id))),
    gone: rest.filter(id => !before.has(id)),
    reused: rest.filter(id => before.has(id)),
  }
}

export const createQueueHandlers = (
  deps: RelayDeps,
): Pick<Handlers<typeof relayContract>, Names> => ({
  'relay.queue': (where, { signal }) => view(deps, where, signal),
  'relay.retryQueued': (asked, { signal }) => change(deps, 'retry', asked, signal),
  'relay.holdQueued': (asked, { signal }) => change(deps, 'hold', asked, signal),
  'relay.releaseQueued': (asked, { signal }) => change(deps, 'release', asked, signal),
  'relay.deleteQueued': (asked, { signal }) => change(deps, 'delete', asked, signal),
})
