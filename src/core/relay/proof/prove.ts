/** Proves that mail leaves and arrives: hands a message in, finds it elsewhere, reads how it came, takes it away again. */
import type { JobContext } from '../../../shared/contract/define.ts'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { demoHost } from '../../../shared/model/demo.ts'
import type { Proof } from '../../../shared/model/proof.ts'
import type { Secret } from '../../../shared/secret.ts'
import type { z } from '../../../shared/zod.ts'
import { connectFromServerCommand } from '../../net/connect/remote-commands.ts'
import { readStatus } from '../../net/connect/read-status.ts'
import { organizationalDomain } from '../../net/dns/organizational-domain.ts'
import type { FoundMessage, MailboxAddress, OpenMailbox } from '../../net/imap/mailbox-elsewhere.ts'
import { submitMessage } from '../../net/smtp/submit-message.ts'
import { TalkFault } from '../../net/talk/talk-fault.ts'
import { relayValues, targetOf } from '../configured.ts'
import type { ProofTools, RelayDeps, RelayStack, Where } from '../relay-deps.ts'
import { composeProof, isProof, type ProofMessage, proofPrefix } from './compose-proof.ts'
import { judgeMessage } from './judge-message.ts'

export type ProofDeps = Pick<RelayDeps, 'open' | 'clock'> & ProofTools

export interface ProofOrder {
  readonly from: { readonly address: string; readonly password: Secret }
  readonly mailbox: MailboxAddress & { readonly address: string }
}

const replyMs = 30_000
const lookEveryMs = 2000
/** Longer than greylisting in its usual form would need a proof that nobody waits for. */
const longestMs = 180_000

/** A byte pipe to the submission port, from the server itself. */
async function openSubmission(at: RelayStack, signal: AbortSignal) {
  const { door } = at
  if (!door) throw new AppError('relay-proof-no-door', { project: at.project })
  const words = [door.host, String(door.port), '0', '10']
  const stream = await at.host.pipe(connectFromServerCommand, words, { signal })
  stream.on('error', () => undefined) // whoever reads has a listener of its own; in between nothing may crash
  const seen = await readStatus(stream, replyMs, signal)
  if (seen.end === 'connected') return { stream, door }
  stream.destroy()
  throw new AppError('relay-proof-not-taken', { reply: seen.detail || seen.end })
}

async function handIn(
  at: RelayStack,
  order: ProofOrder,
  message: ProofMessage,
  signal: AbortSignal,
): Promise<void> {
  const { from, mailbox } = order
  const { stream, door } = await openSubmission(at, signal)
  const submission = {
    host: door.name || door.host,
    isImplicitTls: door.isImplicitTls,
    login: { user: from.address, password: from.password },
    from: from.address,
    to: mailbox.address,
    message: message.text,
    timeoutMs: replyMs,
  }
  try {
    const end = await submitMessage(stream, submission, signal)
    if (end.isTaken) return
    if (end.stage === 'login')
      throw new AppError('relay-proof-login', { user: from.address, reply: end.reply })
    throw new AppError('relay-proof-not-taken', { reply: end.reply })
  } catch (cause) {
    if (!(cause instanceof TalkFault)) throw cause
    throw new AppError('relay-proof-not-taken', { reply: cause.detail || cause.kind }, { cause })
  }
}

/** What is in the mailbox of this server's proofs, or of one of them. */
const ours = async (box: OpenMailbox, word: string): Promise<readonly FoundMessage[]> =>
  (await box.find(word)).filter(({ header }) => isProof(header, word))

async function waitFor(
  deps: ProofDeps,
  box: OpenMailbox,
  token: string,
  signal: AbortSignal,
): Promise<FoundMessage> {
  const from = deps.clock.now()
  for (;;) {
    const [found] = await ours(box, token)
    if (found) return found
    if (deps.clock.now() - from > longestMs)
      throw new AppError('relay-proof-not-arrived', { seconds: Math.round(longestMs / 1000) })
    await deps.pause(lookEveryMs, signal)
  }
}

/**
 * The mailbox is opened and cleared of earlier proofs before anything is sent, so that a wrong login there sends nothing.
 * @throws AppError `relay-proof-mailbox`, `relay-proof-login`, `relay-proof-not-taken`, `relay-proof-no-door`, `relay-proof-not-arrived`,
 * `cancelled`, and those of the connection
 */
export async function prove(
  deps: ProofDeps,
  where: Where,
  order: ProofOrder,
  context: JobContext,
): Promise<z.input<typeof Proof>> {
  const { signal } = context
  context.steps([
    { id: 'proof-mailbox', weight: 1 },
    { id: 'proof-send', weight: 1 },
    { id: 'proof-wait', weight: 4 },
    { id: 'proof-clean', weight: 1 },
  ])
  const at = await deps.open(where, signal)
  if (at.host.host === demoHost) throw new AppError('relay-proof-demo', {})
  context.progress('proof-mailbox')
  const box = await deps.openMailbox(order.mailbox, signal)
  try {
    for (const left of await ours(box, proofPrefix(at.host.serverId))) await box.remove(left)
    context.progress('proof-send')
    const sentAt = deps.clock.now()
    const message = await composeProof(
      at.host.serverId,
      order.from.address,
      order.mailbox.address,
      sentAt,
    )
    await handIn(at, order, message, signal)
    context.progress('proof-wait')
    const found = await waitFor(deps, box, message.token, signal)
    const tookSeconds = Math.round((deps.clock.now() - sentAt) / 100) / 10
    context.progress('proof-clean')
    const isRemoved = await box.remove(found).catch((error: unknown) => {
      if (isAppError(error, 'relay-proof-mailbox')) return false
      throw error
    })
    const running = targetOf(relayValues(key => at.smtp?.env[key]))
    const { clauses, hops } = judgeMessage(found.header, {
      domain: order.from.address.slice(order.from.address.lastIndexOf('@') + 1).toLowerCase(),
      ...(running && { relay: running.host }),
      ...(running?.login && { user: running.login.user }),
      organization: organizationalDomain,
    })
    return {
      from: order.from.address,
      to: order.mailbox.address,
      subject: message.subject,
      sentAt: new Date(sentAt).toISOString(),
      tookSeconds,
      folder: found.folder,
      isJunk: found.isJunk,
      clauses: [...clauses],
      hops: [...hops],
      isRemoved,
    }
  } finally {
    await box.close()
  }
}
