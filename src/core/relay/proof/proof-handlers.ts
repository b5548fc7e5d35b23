/** The proof as handlers: what it needs is given each time, or kept where the person says so; then one may be made by itself. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Handlers } from '../../../shared/contract/define.ts'
import type { ProofInput, relayContract } from '../../../shared/contract/relay.ts'
import { AppError } from '../../../shared/errors.ts'
import { openMailbox } from '../../net/imap/mailbox-elsewhere.ts'
import type { RelayDeps } from '../relay-deps.ts'
import { createAttempts } from './attempt.ts'
import { createKeptProofs } from './kept-proof.ts'
import type { ProofDeps, ProofOrder } from './order.ts'
import { createProofSchedule, type ProofSchedule } from './proof-schedule.ts'
import { createProofStore } from './proof-store.ts'

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

type Names = 'prove' | 'proofKept' | 'forgetProof' | 'proofs' | 'scheduleProof'

export interface Proofs {
  readonly handlers: Pick<Handlers<typeof relayContract>, `relay.${Names}`>
  readonly schedule: ProofSchedule
}

export function createProofs(deps: RelayDeps): Proofs {
  const { keeping } = deps
  const store = createProofStore(keeping.db)
  const kept = createKeptProofs(deps)
  const tools: ProofDeps = {
    open: deps.open,
    clock: deps.clock,
    openMailbox: (address, signal) => openMailbox(address, signal),
    pause,
    ...deps.proof,
  }
  const attempts = createAttempts(deps, tools, store)
  const schedule = createProofSchedule(deps, { store, kept, attempts })
  return {
    schedule,
    handlers: {
      async 'relay.prove'(input, context) {
        const { server, project } = input
        const id = keeping.idOf(server)
        const order = completed(input, await kept.get(id))
        for (const { password } of [order.from, order.mailbox]) deps.remember(password)
        const result = await attempts.attempt({ server, project }, order, context, false)
        if (input.keep) await kept.put(id, order)
        return result
      },
      async 'relay.proofKept'({ server }) {
        const order = await kept.get(keeping.idOf(server))
        if (!order) return {}
        const { host, port, user } = order.mailbox
        return { from: order.from.address, mailbox: { host, port, user } }
      },
      async 'relay.forgetProof'({ server }) {
        const id = keeping.idOf(server)
        kept.forget(id)
        store.setPlan(id, { every: 'off' })
        schedule.follow()
        keeping.proved(id)
      },
      'relay.proofs': ({ server }) => schedule.history(keeping.idOf(server)),
      async 'relay.scheduleProof'({ server, project, every }) {
        const id = keeping.idOf(server)
        if (every !== 'off' && !(await kept.get(id))) throw new AppError('relay-proof-not-kept', {})
        const { isOpen } = store.plan(id)
        store.setPlan(id, {
          every,
          ...(project !== undefined && { project }),
          ...(isOpen && { isOpen }),
        })
        schedule.follow()
        keeping.proved(id)
        return schedule.history(id)
      },
    },
  }
}
