/** Login and mailbox of a proof, kept where the person says so. */
import { Secret } from '../../../shared/secret.ts'
import { z } from '../../../shared/zod.ts'
import type { RelayDeps } from '../relay-deps.ts'
import type { ProofOrder } from './order.ts'

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

export interface KeptProofs {
  get(server: string): Promise<ProofOrder | undefined>
  put(server: string, order: ProofOrder): Promise<void>
  forget(server: string): void
}

/** Forgotten together with its server. */
const nameOf = (server: string): string => `server:${server}:relay-proof`

/** Kept as one secret: who sends from where to where is nobody else's business either. Servers by their ids. */
export const createKeptProofs = ({
  secrets,
  remember,
}: Pick<RelayDeps, 'secrets' | 'remember'>): KeptProofs => ({
  async get(server) {
    const secret = await secrets.get(nameOf(server))
    if (!secret) return undefined
    const { from, mailbox } = Kept.parse(JSON.parse(secret.reveal()))
    const order: ProofOrder = {
      from: { address: from.address, password: new Secret(from.password) },
      mailbox: { ...mailbox, password: new Secret(mailbox.password) },
    }
    for (const { password } of [order.from, order.mailbox]) remember(password)
    return order
  },
  async put(server, { from, mailbox }) {
    const text = JSON.stringify({
      from: { address: from.address, password: from.password.reveal() },
      mailbox: { ...mailbox, password: mailbox.password.reveal() },
    } satisfies z.infer<typeof Kept>)
    await secrets.put(nameOf(server), new Secret(text))
  },
  forget(server) {
    secrets.removeAll(nameOf(server))
  },
})
