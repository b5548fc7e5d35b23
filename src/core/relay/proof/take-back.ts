/** What a proof that did not come to its end has sent: out of the queue, or out of the mailbox once it is there. */
import type { FoundMessage, OpenMailbox } from '../../net/imap/mailbox-elsewhere.ts'
import type { RelayStack } from '../relay-deps.ts'
import { isProof } from './compose-proof.ts'
import { takeFromQueue } from './fate.ts'
import type { ProofDeps, ProofOrder } from './order.ts'

/** What was handed on is nearly always there within that time; what comes later the next proof takes away. */
const lingerMs = 10_000
const lookEveryMs = 1000
/** All of it, so that somebody who stops a proof, or the app, is not kept waiting. */
const totalMs = 20_000

/** What is in the mailbox of this server's proofs, or of one of them. */
export const proofsIn = async (
  box: Pick<OpenMailbox, 'find'>,
  word: string,
): Promise<readonly FoundMessage[]> =>
  (await box.find(word)).filter(({ header }) => isProof(header, word))

export interface Sent {
  readonly token: string
  /** Where the own server told it. */
  readonly queueId: string | undefined
}

/** Never throws: whatever is left is taken away by the next proof, by its token. The caller's own signal may be over. */
export async function takeBack(
  deps: ProofDeps,
  at: RelayStack,
  order: ProofOrder,
  { token, queueId }: Sent,
): Promise<void> {
  const signal = AbortSignal.timeout(totalMs)
  const to = order.mailbox.address
  const isStopped = async (): Promise<boolean> =>
    queueId !== undefined && (await takeFromQueue(at, queueId, to, signal).catch(() => false))
  if (await isStopped()) return
  const box = await deps.openMailbox(order.mailbox, signal).catch(() => undefined)
  if (!box) return
  try {
    const end = deps.clock.now() + lingerMs
    for (;;) {
      const found = await proofsIn(box, token)
      for (const one of found) await box.remove(one)
      if (found.length > 0 || deps.clock.now() >= end) return
      await deps.pause(lookEveryMs, signal)
    }
  } catch {
    return // the next proof takes it away
  } finally {
    await box.close()
  }
}
