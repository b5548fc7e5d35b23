import { QueueChange, QueueId, QueueView } from '../model/queue.ts'
import { ProbeReport, RelayProvider, RelayStatus } from '../model/relay.ts'
import { TransactionResult } from '../model/stack.ts'
import { SecretText } from '../secret.ts'
import { z } from '../zod.ts'
import { command, job, query } from './define.ts'
import { ServerRef } from './servers.ts'

const Where = { server: ServerRef, project: z.string().min(1).max(255).optional() }

/** What the person filled in; which of it a provider needs says its entry in the catalogue. */
export const RelayChoice = z.object({
  provider: z.string().min(1).max(64),
  region: z.string().max(64).optional(),
  host: z.string().max(255).optional(),
  port: z.number().int().min(1).max(65_535).optional(),
  user: z.string().max(255).optional(),
  /** Absent: the one that is configured now is kept. */
  password: SecretText.optional(),
  domain: z.string().max(255).optional(),
  /** Only where the provider leaves it open: `encrypt` takes any certificate, `secure` checks it. */
  tlsLevel: z.enum(['encrypt', 'secure']).optional(),
})
export type RelayChoice = z.output<typeof RelayChoice>

/** Messages by their ids. `asOf`: when the list was read that they were chosen from; an id that a later message has by now is left alone. */
const Chosen = z.object({
  ...Where,
  ids: z.array(QueueId).min(1).max(5000),
  asOf: z.iso.datetime().optional(),
})

export const relayContract = {
  'relay.providers': query(z.void(), z.array(RelayProvider)),
  /** Speaks SMTP from inside the smtp container up to the login, then QUIT: no mail is sent, nothing is written. */
  'relay.probe': job(z.object({ ...Where, choice: RelayChoice.optional() }), ProbeReport),
  /** Probe, then the server transaction. Writes nothing when the probe fails, unless the person insists. */
  'relay.set': job(
    z.object({ ...Where, choice: RelayChoice, insist: z.boolean().optional() }),
    z.object({ probe: ProbeReport, transaction: TransactionResult }),
    { lock: 'server', resumable: true },
  ),
  'relay.status': query(z.object(Where), RelayStatus),
  /** What waits, grouped by reason and destination. Cheap: ask again as often as every few seconds. */
  'relay.queue': query(z.object(Where), QueueView),
  /** Tries them again now; without ids all that wait. */
  'relay.retryQueued': command(Chosen.partial({ ids: true }), QueueChange),
  /** Leaves them in the queue untried until they are released. */
  'relay.holdQueued': command(Chosen, QueueChange),
  'relay.releaseQueued': command(Chosen, QueueChange),
  /** For good: nobody is told, and there is no way back. */
  'relay.deleteQueued': command(Chosen, QueueChange),
} as const
