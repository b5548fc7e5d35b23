/** Reads what `relay.watch` printed of the queue (`mailu.md` 7.2). */
import { parseEntries } from './queue/parse-entries.ts'

export interface Queue {
  /** False when Postfix could not be asked. */
  readonly isKnown: boolean
  readonly count: number
  /** ISO 8601. */
  readonly oldestAt?: string
  /** Why the first 500 of them wait: the most frequent reasons with their number of recipients. */
  readonly reasons: readonly { readonly reply: string; readonly count: number }[]
}

/** What the last line says of all of them, without a look at the entries. */
export function countQueue(lines: readonly string[]): Omit<Queue, 'reasons'> {
  const [, count, oldest] =
    lines.map(line => /^queued (\d{1,9})(?: (\d{0,12}))?$/.exec(line.trimEnd())).find(Boolean) ?? []
  if (count === undefined) return { isKnown: false, count: 0 }
  const isOld = oldest !== undefined && oldest !== ''
  return {
    isKnown: true,
    count: Number(count),
    ...(isOld && Number(count) > 0 && { oldestAt: new Date(Number(oldest) * 1000).toISOString() }),
  }
}

/** Lines are those of the command; what is none of its words is passed over. */
export function parseQueue(lines: readonly string[]): Queue {
  const counted = countQueue(lines)
  if (!counted.isKnown) return { ...counted, reasons: [] }
  const often = new Map<string, number>()
  for (const { recipients } of parseEntries(lines))
    for (const { reason } of recipients)
      if (reason !== undefined) often.set(reason, (often.get(reason) ?? 0) + 1)
  const reasons = [...often]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([reply, times]) => ({ reply: reply.slice(0, 500), count: times }))
  return { ...counted, reasons }
}
