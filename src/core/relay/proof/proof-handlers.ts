/** The proof as handlers: what it needs is given each time, or kept where the person says so. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Handlers } from '../../../shared/contract/define.ts'
import type { ProofInput, relayContract } from '../../../shared/contract/relay.ts'
import { AppError } from '../../../shared/errors.ts'
import { Secret } from '../../../shared/secret.ts'
import { z } from '../../../shared/zod.ts'
import { type MailboxAddress, openMailbox } from '../../net/imap/mailbox-elsewhere.ts'
import type { RelayDeps } from '../relay-deps.ts'
import { type ProofOrder, prove } from './prove.ts'

const Kept = z.object({
  from: z.object({ address: z.string(), password: z.string() }),
  mailbox: z.object({
    host: z.string(),
    port: z.number(),
    user: z.string(),
    password: z.string(),
    address: z.string(),
  }),
})
type Kept = z.infer<typeof Kept>

const nameOf = (server: string): string => `relay-proof:${server}`

/** Kept as one secret: who sends from where to where is nobody else's business either. */
async function keptOf(deps: RelayDeps, server: string): Promise<Kept | undefined> {
  const secret = await deps.secrets.get(nameOf(server))
  return secret && Kept.parse(JSON.parse(secret.reveal()))
}

const orderOf = ({ from, mailbox }: Kept): ProofOrder => ({
  from: { address: from.address, password: new Secret(from.password) },
  mailbox: { ...mailbox, password: new Secret(mailbox.password) },
})

/** @throws AppError `relay-proof-incomplete` */
function completed(input: ProofInput, kept: ProofOrder | undefined): ProofOrder {
  const from = input.from ?? kept?.from
  const given = input.mailbox
  const mailbox = given ? { ...given, address: given.address ?? given.user } : kept?.mailbox
  if (!from) throw new AppError('relay-proof-incomplete', { missing: 'from' })
  if (!mailbox) throw new AppError('relay-proof-incomplete', { missing: 'mailbox' })
  if (!mailbox.address.includes('@'))
    throw new AppError('relay-proof-incomplete', { missing: 'address' })
  return { from, mailbox }
}

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await wait(ms, undefined, { signal })
  } catch (cause) {
    throw new AppError('cancelled', {}, { cause })
  }
}

export function createProofHandlers(
  deps: RelayDeps,
): Pick<Handlers<typeof relayContract>, 'relay.prove' | 'relay.proofKept' | 'relay.forgetProof'> {
  const own = {
    open: deps.open,
    clock: deps.clock,
    openMailbox: (address: MailboxAddress, signal: AbortSignal) => openMailbox(address, signal),
    pause,
    ...deps.proof,
  }
  return {
    async 'relay.prove'(input, context) {
      const { server, project } = input
      const kept = await keptOf(deps, server)
      const order = completed(input, kept && orderOf(kept))
      for (const { password } of [order.from, order.mailbox]) deps.remember(password)
      const result = await prove(own, { server, project }, order, context)
      if (input.keep) {
        const { from, mailbox } = order
        const text = JSON.stringify({
          from: { address: from.address, password: from.password.reveal() },
          mailbox: { ...mailbox, password: mailbox.password.reveal() },
        } satisfies Kept)
        await deps.secrets.put(nameOf(server), new Secret(text))
      }
      return result
    },
    async 'relay.proofKept'({ server }) {
      const kept = await keptOf(deps, server)
      if (!kept) return {}
      const { host, port, user } = kept.mailbox
      return { from: kept.from.address, mailbox: { host, port, user } }
    },
    async 'relay.forgetProof'({ server }) {
      deps.secrets.removeAll(nameOf(server))
    },
  }
}
