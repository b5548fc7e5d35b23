/** Proves that mail leaves and arrives: hands a message in, finds it elsewhere, reads how it came, takes it away again. */
import type { JobContext } from '../../../shared/contract/define.ts'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { demoHost } from '../../../shared/model/demo.ts'
import type { Proof } from '../../../shared/model/proof.ts'
import type { z } from '../../../shared/zod.ts'
import { connectFromServerCommand } from '../../net/connect/remote-commands.ts'
import { readStatus } from '../../net/connect/read-status.ts'
import { organizationalDomain } from '../../net/dns/organizational-domain.ts'
import type { FoundMessage, OpenMailbox } from '../../net/imap/mailbox-elsewhere.ts'
import { submitMessage } from '../../net/smtp/submit-message.ts'
import { showable } from '../../net/talk/showable.ts'
import { TalkFault } from '../../net/talk/talk-fault.ts'
import { relayValues, targetOf } from '../configured.ts'
import type { RelayStack, Where } from '../relay-deps.ts'
import { composeProof, type ProofMessage, proofPrefix } from './compose-proof.ts'
import { fateOf, queueIdOf } from './fate.ts'
import { judgeMessage } from './judge-message.ts'
import type { ProofDeps, ProofOrder } from './order.ts'
import { proofsIn, type Sent, takeBack } from './take-back.ts'

const replyMs = 30_000
const lookEveryMs = 2000
/** The own queue is asked less often, and not before a message can have been tried. */
const askQueueEveryMs = 10_000
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

/** Answers what the server said when it took it. */
async function handIn(
  at: RelayStack,
  order: ProofOrder,
  message: ProofMessage,
  signal: AbortSignal,
): Promise<string> {
  const { from, mailbox } = order
  const { stream, door } = await openSubmission(at, signal)
  const submission = {
    host: door.name || door.host,
    isImplicitTls: door.isImplicitTls,
    login: { user: from.address, password: from.password },
    from: from.address,
    to: mailbox.address,
    message: message.text,
    isUnreturned: true,
    timeoutMs: replyMs,
  }
  try {
    const end = await submitMessage(stream, submission, signal)
    if (end.isTaken) return end.reply
    if (end.stage === 'login')
      throw new AppError('relay-proof-login', { user: from.address, reply: end.reply })
    throw new AppError('relay-proof-not-taken', { reply: end.reply })
  } catch (cause) {
    if (!(cause instanceof TalkFault)) throw cause
    throw new AppError('relay-proof-not-taken', { reply: cause.detail || cause.kind }, { cause })
  }
}

/** A message that the next server refuses does not arrive, however long one waits. */
async function throwIfRefused(
  at: RelayStack,
  queueId: string,
  to: string,
  signal: AbortSignal,
): Promise<void> {
  const { state, reply } = await fateOf(at, queueId, to, signal)
  if (reply === undefined) return
  const said = { reply: showable(Buffer.from(reply)) }
  if (state === 'queued') throw new AppError('relay-proof-put-off', said)
  if (state === 'returned') throw new AppError('relay-proof-returned', said)
}

async function waitFor(
  deps: ProofDeps,
  at: RelayStack,
  box: OpenMailbox,
  { token, queueId, to }: Sent & { readonly to: string },
  signal: AbortSignal,
): Promise<FoundMessage> {
  const from = deps.clock.now()
  let askedAt = from
  for (;;) {
    const [found] = await proofsIn(box, token)
    if (found) return found
    if (queueId !== undefined && deps.clock.now() - askedAt >= askQueueEveryMs) {
      askedAt = deps.clock.now()
      await throwIfRefused(at, queueId, to, signal)
    }
    if (deps.clock.now() - from > longestMs)
      throw new AppError('relay-proof-not-arrived', { seconds: Math.round(longestMs / 1000) })
    await deps.pause(lookEveryMs, signal)
  }
}

function judged(
  at: RelayStack,
  { from }: ProofOrder,
  { header }: FoundMessage,
): Pick<z.input<typeof Proof>, 'clauses' | 'hops'> {
  const running = targetOf(relayValues(key => at.smtp?.env[key]))
  const { clauses, hops } = judgeMessage(header, {
    domain: from.address.slice(from.address.lastIndexOf('@') + 1).toLowerCase(),
    ...(running && { relay: running.host }),
    ...(running?.login && { user: running.login.user }),
    organization: organizationalDomain,
  })
  return { clauses: [...clauses], hops: [...hops] }
}

/**
 * The mailbox is opened and cleared of earlier proofs before anything is sent, so that a wrong login there sends nothing. However it
 * ends, what was sent is taken back.
 * @throws AppError `relay-proof-mailbox`, `relay-proof-login`, `relay-proof-not-taken`, `relay-proof-no-door`, `relay-proof-put-off`,
 * `relay-proof-returned`, `relay-proof-not-arrived`, `cancelled`, and those of the connection
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
  /** From the moment on from which something may be under way. */
  let sent: Sent | undefined
  try {
    for (const left of await proofsIn(box, proofPrefix(at.host.serverId))) await box.remove(left)
    context.progress('proof-send')
    const sentAt = deps.clock.now()
    const { address } = order.mailbox
    const message = await composeProof(at.host.serverId, order.from.address, address, sentAt)
    const { token } = message
    sent = { token, queueId: undefined }
    const queueId = queueIdOf(await handIn(at, order, message, signal))
    sent = { token, queueId }
    context.progress('proof-wait')
    const found = await waitFor(deps, at, box, { token, queueId, to: address }, signal)
    const tookSeconds = Math.round((deps.clock.now() - sentAt) / 100) / 10
    context.progress('proof-clean')
    const isRemoved = await box.remove(found).catch((error: unknown) => {
      if (isAppError(error, 'relay-proof-mailbox')) return false
      throw error
    })
    sent = undefined
    return {
      from: order.from.address,
      to: address,
      subject: message.subject,
      sentAt: new Date(sentAt).toISOString(),
      tookSeconds,
      folder: found.folder,
      isJunk: found.isJunk,
      ...judged(at, order, found),
      isRemoved,
    }
  } catch (error) {
    const isRefused =
      isAppError(error, 'relay-proof-login') || isAppError(error, 'relay-proof-not-taken')
    if (sent && !isRefused) await takeBack(deps, at, order, sent)
    throw error
  } finally {
    await box.close()
  }
}
