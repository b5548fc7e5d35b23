/** Puts together what waits for the same reason on the way to the same place. */
import type { QueueClass, QueueGroup } from '../../../shared/model/queue.ts'
import { showable } from '../../net/talk/showable.ts'
import { adviceOf, classifyReason, sideOf } from './classify-reason.ts'
import type { QueueEntry } from './parse-entries.ts'

const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** A reply without what is different for each message: addresses, numbers in brackets, ids, times. */
const sameWords = (reason: string): string =>
  reason
    .toLowerCase()
    .replace(/<[^<>]*>|\[[^\]]*\]|\b[0-9a-f:.-]{8,}\b|\d{3,}/g, '')
    .replace(/\s+/g, ' ')

const advanceOrder = { mend: 0, look: 1, delete: 2, wait: 3 } as const

type Growing = Omit<QueueGroup, 'messages' | 'oldestAt'> & { ids: string[]; oldest: number }

/**
 * The groups, those that ask for something first and then the largest. A message is in each group that one of its receivers belongs to.
 * @param relayHost host of RELAYHOST; undefined: mail goes straight to the receivers
 */
export function groupQueue(
  entries: readonly QueueEntry[],
  relayHost: string | undefined,
): readonly QueueGroup[] {
  const groups = new Map<string, Growing>()
  for (const { id, queue, arrivedAt, recipients } of entries) {
    for (const { address, reason } of recipients) {
      const kind: QueueClass = queue === 'hold' ? 'held' : classifyReason(reason)
      const side = sideOf(kind, reason, relayHost)
      const destination = side === 'relay' ? (relayHost ?? '') : domainOf(address)
      const own = kind === 'unknown' && reason !== undefined ? ` ${sameWords(reason)}` : ''
      const key = `${kind} ${side} ${destination}${own}`
      const group: Growing = groups.get(key) ?? {
        id: key,
        class: kind,
        advice: adviceOf(kind, side),
        side,
        destination,
        ...(reason !== undefined && { reply: showable(Buffer.from(reason), 500) }),
        recipients: 0,
        ids: [],
        oldest: arrivedAt,
      }
      group.recipients++
      if (group.ids.at(-1) !== id) group.ids.push(id)
      group.oldest = Math.min(group.oldest, arrivedAt)
      groups.set(key, group)
    }
  }
  return [...groups.values()]
    .map(({ oldest, ...group }) => ({
      ...group,
      messages: group.ids.length,
      oldestAt: new Date(oldest).toISOString(),
    }))
    .sort((a, b) => advanceOrder[a.advice] - advanceOrder[b.advice] || b.messages - a.messages)
}
