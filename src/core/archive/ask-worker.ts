/** Work on an archive, done in a thread of its own. */
import { z } from '../../shared/zod.ts'
import { callWorker } from '../jobs/worker-call.ts'
import { announceContact, type ContactMade } from '../net/contacts.ts'
import type { ArchiveOrder } from './worker/order.ts'

const Progress = z.object({ folder: z.string(), done: z.number(), total: z.number() })
const Contact = z.object({ contact: z.custom<ContactMade>() })

/** After an abort it has this long to put on disk what has come. */
const graceMs = 10_000

/** @throws AppError what the work throws; `cancelled` */
export const askWorker = (
  entry: URL,
  order: ArchiveOrder,
  signal: AbortSignal,
  progress: (at: z.output<typeof Progress>) => void = () => undefined,
): Promise<unknown> =>
  callWorker(entry, order, {
    signal,
    graceMs,
    heard(said) {
      // A thread's connections are seen in that thread alone.
      const made = Contact.safeParse(said)
      if (made.success) announceContact(made.data.contact)
      const at = Progress.safeParse(said)
      if (at.success) progress(at.data)
    },
  })
