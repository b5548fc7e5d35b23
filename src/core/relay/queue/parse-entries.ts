/** Reads the entries that `relay.watch` printed of `postqueue -j` (`mailu.md` 7.2). */
import { z } from '../../../shared/zod.ts'

const Entry = z.object({
  queue_name: z.string(),
  queue_id: z.string(),
  arrival_time: z.number(),
  message_size: z.number().optional(),
  sender: z.string().optional(),
  recipients: z.array(z.object({ address: z.string(), delay_reason: z.string().optional() })),
})

export interface QueueEntry {
  readonly id: string
  readonly queue: string
  readonly sender: string
  readonly sizeBytes: number
  /** Milliseconds since the epoch. */
  readonly arrivedAt: number
  readonly recipients: readonly { readonly address: string; readonly reason?: string }[]
}

function entryOf(text: string): QueueEntry | undefined {
  try {
    const { success, data } = Entry.safeParse(JSON.parse(text))
    if (!success) return undefined
    return {
      id: data.queue_id,
      queue: data.queue_name,
      sender: data.sender ?? '',
      sizeBytes: data.message_size ?? 0,
      arrivedAt: data.arrival_time * 1000,
      recipients: data.recipients.map(({ address, delay_reason: reason }) => ({
        address,
        ...(reason !== undefined && { reason }),
      })),
    }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Lines are those of the command; what is no entry is passed over. */
export const parseEntries = (lines: readonly string[]): readonly QueueEntry[] =>
  lines.flatMap(line => {
    const entry = line.startsWith('entry ') ? entryOf(line.slice('entry '.length)) : undefined
    return entry ? [entry] : []
  })
