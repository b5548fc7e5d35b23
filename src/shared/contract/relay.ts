import { QueueChange, QueueId, QueueView } from '../model/queue.ts'
import { OpinionView } from '../model/opinion.ts'
import { Proof, ProofHistory, ProofPace } from '../model/proof.ts'
import { ProbeReport, RelayPlan, RelayProvider, RelayStatus } from '../model/relay.ts'
import { TransactionResult } from '../model/stack.ts'
import { SecretText } from '../secret.ts'
import { z } from '../zod.ts'
import { command, event, job, query } from './define.ts'
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

const Address = z
  .string()
  .max(254)
  .regex(/^[\w.+-]{1,64}@[A-Za-z0-9.-]{1,253}$/)

/** As it is written in DNS. @default the server's main domain */
const MailDomain = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.-]+$/)

/** A mailbox at another provider, read over IMAP with encryption. */
const Mailbox = z.object({
  host: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[A-Za-z0-9.-]+$/),
  port: z.number().int().min(1).max(65_535).default(993),
  user: z.string().min(1).max(255),
  password: SecretText,
  /** @default the user, where that is an address */
  address: Address.optional(),
})

/** Absent parts are those that are kept. */
export const ProofInput = z.object({
  ...Where,
  from: z.object({ address: Address, password: SecretText }).optional(),
  mailbox: Mailbox.optional(),
  /** Kept for the next time in this computer's own store, only if the person says so. */
  keep: z.boolean().optional(),
})
export type ProofInput = z.output<typeof ProofInput>

/** Messages by their ids. `asOf`: when the list was read that they were chosen from; an id that a later message has by now is left alone. */
const Chosen = z.object({
  ...Where,
  ids: z.array(QueueId).min(1).max(5000),
  asOf: z.iso.datetime().optional(),
})

export const relayContract = {
  'relay.providers': query(z.void(), z.array(RelayProvider)),
  /** Speaks SMTP from inside the smtp container up to the name of a sender, then RSET and QUIT: no mail is sent, nothing is written. */
  'relay.probe': job(z.object({ ...Where, choice: RelayChoice.optional() }), ProbeReport),
  /** What `relay.set` would change. Reads only, and asks the relay nothing. */
  'relay.plan': query(z.object({ ...Where, choice: RelayChoice }), RelayPlan),
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
  /** Sends one message through the stack and the relay to a mailbox elsewhere, reads there how it came, and takes it away again. */
  'relay.prove': job(ProofInput, Proof, { lock: 'server' }),
  'relay.proofKept': query(
    z.object(Where),
    z.object({
      from: z.string().optional(),
      mailbox: z.object({ host: z.string(), port: z.number().int(), user: z.string() }).optional(),
    }),
  ),
  /** Ends what is made by itself as well. */
  'relay.forgetProof': command(z.object(Where), z.void()),
  /**
   * What the provider says of the domain, and of the month, by its own API: asked from this computer, with the key that is kept. An
   * answer is remembered for a while; `isFresh` asks anew, unless the provider asked for a pause.
   */
  'relay.opinion': query(
    z.object({
      ...Where,
      domain: MailDomain.optional(),
      isFresh: z.boolean().optional(),
      /** Asked with this one, once; it is not kept. @default the one that is kept */
      key: SecretText.optional(),
    }),
    OpinionView,
  ),
  /** Keeps a key for the provider that is in use. From then on it leaves this computer only towards that provider. */
  'relay.keepKey': command(z.object({ ...Where, key: SecretText }), OpinionView),
  'relay.forgetKey': command(z.object(Where), OpinionView),
  /** The last proofs of a server, and how often one is made by itself. */
  'relay.proofs': query(z.object(Where), ProofHistory),
  /** Makes one so often by itself, with what is kept, while the app runs. */
  'relay.scheduleProof': command(z.object({ ...Where, every: ProofPace }), ProofHistory),
  /** A proof of this server came to its end, or its plan is another one. */
  'relay.proved': event(z.object({ server: z.string() })),
} as const
