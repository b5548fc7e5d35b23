/** One proof and what is kept of it. */
import type { JobContext } from '../../../shared/contract/define.ts'
import { type ErrorCode, isAppError, toWire } from '../../../shared/errors.ts'
import type { Proof, ProofResult } from '../../../shared/model/proof.ts'
import type { z } from '../../../shared/zod.ts'
import type { RelayDeps, Where } from '../relay-deps.ts'
import type { ProofDeps, ProofOrder } from './order.ts'
import { proofsIn } from './take-back.ts'
import { proofPrefix } from './compose-proof.ts'
import type { ProofStore } from './proof-store.ts'
import { prove } from './prove.ts'

export interface Attempts {
  /** Makes one and keeps how it ended. @throws as `prove` does */
  attempt(
    where: Where,
    order: ProofOrder,
    context: JobContext,
    isScheduled: boolean,
  ): Promise<z.input<typeof Proof>>
  /** Takes away what a process that ended in the middle has left in the mailbox. */
  clear(server: string, order: ProofOrder, signal: AbortSignal): Promise<void>
}

/** These say that mail does not leave or arrive; every other failure that this computer could not tell. */
const findings: readonly ErrorCode[] = [
  'relay-proof-no-door',
  'relay-proof-login',
  'relay-proof-not-taken',
  'relay-proof-put-off',
  'relay-proof-returned',
  'relay-proof-not-arrived',
]

/** Not worth a line: nothing was tried, or the person stopped it. */
const silent: readonly ErrorCode[] = ['cancelled', 'relay-proof-demo']

type World = Pick<RelayDeps, 'keeping' | 'clock'>

export function createAttempts(
  { keeping, clock }: World,
  tools: ProofDeps,
  store: ProofStore,
): Attempts {
  function setOpen(server: string, isOpen: boolean): void {
    const { isOpen: _before, ...plan } = store.plan(server)
    store.setPlan(server, isOpen ? { ...plan, isOpen } : plan)
  }

  function keep(server: string, result: Omit<ProofResult, 'at'>): void {
    store.add(server, { ...result, at: new Date(clock.now()).toISOString() })
    keeping.proved(server)
  }

  /** One at a time for each server: a proof begins with taking away what others have left. */
  const tails = new Map<string, Promise<unknown>>()
  function after<T>(server: string, work: () => Promise<T>): Promise<T> {
    const next = (tails.get(server) ?? Promise.resolve()).then(work)
    const settled = next.catch(() => undefined)
    tails.set(server, settled)
    return next
  }

  return {
    attempt: (where, order, context, isScheduled) => {
      const server = keeping.idOf(where.server)
      return after(server, () => attemptAlone(server, where, order, context, isScheduled))
    },
    clear: (server, { mailbox }, signal) =>
      after(server, async () => {
        const box = await tools.openMailbox(mailbox, signal)
        try {
          for (const left of await proofsIn(box, proofPrefix(server))) await box.remove(left)
          setOpen(server, false)
        } finally {
          await box.close()
        }
      }),
  }

  async function attemptAlone(
    server: string,
    where: Where,
    order: ProofOrder,
    context: JobContext,
    isScheduled: boolean,
  ): Promise<z.input<typeof Proof>> {
    setOpen(server, true)
    try {
      const proof = await prove(tools, where, order, context)
      const clauses = proof.clauses.map(({ raw: _raw, ...clause }) => clause)
      const { tookSeconds, isJunk } = proof
      keep(server, { outcome: 'arrived', isScheduled, tookSeconds, isJunk, clauses })
      if (proof.isRemoved) setOpen(server, false)
      return proof
    } catch (error) {
      const isSilent = silent.some(code => isAppError(error, code))
      const outcome = findings.some(code => isAppError(error, code)) ? 'failed' : 'unknown'
      // The trail may hold words of anybody; the code and its params say what the person is told.
      const told = { ...toWire(error), trail: [] }
      if (!isSilent) keep(server, { outcome, isScheduled, clauses: [], error: told })
      throw error
    }
  }
}
