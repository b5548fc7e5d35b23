/** The proof that mail leaves and arrives: what a message says of its own way, read in a mailbox elsewhere. */
import { WireError } from '../errors.ts'
import { z } from '../zod.ts'
import { Step, Verdict } from './verdict.ts'

/** One part of what the receiver found; `code` names its words under `relay.proof.codes`. */
export const ProofClause = z.object({
  id: z.enum(['relay', 'tls', 'dkim', 'spf', 'dmarc']),
  verdict: Verdict,
  code: z.string(),
  params: Step.shape.params,
  /** The header's own words. */
  raw: z.string().optional(),
})
export type ProofClause = z.infer<typeof ProofClause>

/** One Received header, the first hop first. */
export const ProofHop = z.object({
  from: z.string(),
  by: z.string(),
  protocol: z.string().optional(),
  isEncrypted: z.boolean().optional(),
  isAuthenticated: z.boolean(),
  user: z.string().optional(),
  at: z.iso.datetime().optional(),
})
export type ProofHop = z.infer<typeof ProofHop>

export const Proof = z.object({
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  sentAt: z.iso.datetime(),
  /** Seconds from the moment the server took it to the moment it was found. */
  tookSeconds: z.number(),
  /** Folder that it was found in; Junk is a finding of its own. */
  folder: z.string(),
  isJunk: z.boolean(),
  clauses: z.array(ProofClause),
  hops: z.array(ProofHop),
  /** False: the message could not be taken away again; the next run does. */
  isRemoved: z.boolean(),
})
export type Proof = z.infer<typeof Proof>

/** How often a proof is made by itself. */
export const ProofPace = z.enum(['off', '1h', '6h', '1d'])
export type ProofPace = z.infer<typeof ProofPace>

/** What is kept of a proof. Only `failed` says that something is wrong; the reasons of the others are no finding about the way. */
export const ProofResult = z.object({
  at: z.iso.datetime(),
  /** `unknown`: this computer did not get so far. `skipped`: the moment was no good one. */
  outcome: z.enum(['arrived', 'failed', 'unknown', 'skipped']),
  isScheduled: z.boolean(),
  tookSeconds: z.number().optional(),
  isJunk: z.boolean().optional(),
  /** As the receiver found them; none where nothing arrived. */
  clauses: z.array(ProofClause.omit({ raw: true })),
  /** Why nothing arrived. */
  error: WireError.optional(),
  /** Why it was skipped. */
  reason: z.enum(['own-work', 'no-line']).optional(),
})
export type ProofResult = z.infer<typeof ProofResult>

export const ProofHistory = z.object({
  every: ProofPace,
  /** When the next one is due; absent while none is planned. */
  dueAt: z.iso.datetime().optional(),
  /** Login and mailbox are kept: without them none is made by itself. */
  isKept: z.boolean(),
  /** Newest first. */
  results: z.array(ProofResult),
})
export type ProofHistory = z.infer<typeof ProofHistory>
