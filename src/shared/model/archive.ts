/** Mailboxes that are kept on this computer, and what became of each run. */
import { z } from '../zod.ts'

const Count = z.number().int().min(0)

/** `tls`: from the first byte (RFC 8314); `starttls`: and no further without. */
export const MailboxSecurity = z.enum(['tls', 'starttls'])
export type MailboxSecurity = z.output<typeof MailboxSecurity>

export const ArchiveAccount = z.object({
  id: z.string(),
  /** Unique among accounts; what a person calls it. */
  name: z.string(),
  host: z.string(),
  port: z.number().int(),
  security: MailboxSecurity,
  user: z.string(),
  /** Where its archive lies on this computer. */
  folder: z.string(),
  hasPassword: z.boolean(),
  /** PEM; where its certificate is not judged by this computer's authorities. */
  authority: z.string().optional(),
})
export type ArchiveAccount = z.output<typeof ArchiveAccount>

/** A message that could not be kept; it is asked for again at each run. */
export const MissingMessage = z.object({
  uid: Count,
  subject: z.string().optional(),
  reason: z.string(),
})

/** One folder, counted on both sides (B17). */
export const FolderTally = z.object({
  path: z.string(),
  /** The server has it no more. */
  isGone: z.boolean(),
  /** Absent until it was read to its end once. */
  onServer: Count.optional(),
  here: Count,
  /** Gone from the server, still here. */
  kept: Count,
  missing: z.array(MissingMessage),
})
export type FolderTally = z.output<typeof FolderTally>

export const ArchiveRun = z.object({
  account: z.string(),
  snapshot: Count,
  beganAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  added: Count,
  /** Known by content: not fetched again. */
  recognised: Count,
  flagsChanged: Count,
  gone: Count,
  bytes: Count,
  folders: z.array(FolderTally),
})
export type ArchiveRun = z.output<typeof ArchiveRun>

export const ArchiveStatus = z.object({
  account: ArchiveAccount,
  /** How often it was run. */
  runs: Count,
  lastRunAt: z.iso.datetime().optional(),
  /** The end of the last run that read everything. */
  lastWholeAt: z.iso.datetime().optional(),
  folders: z.array(FolderTally),
})
export type ArchiveStatus = z.output<typeof ArchiveStatus>

/** Every message, hashed anew. */
export const ArchiveVerdict = z.object({
  account: z.string(),
  at: z.iso.datetime(),
  bodies: Count,
  bytes: Count,
  damaged: z.array(
    z.object({ folder: z.string(), uid: Count, subject: z.string().optional(), hash: z.string() }),
  ),
  /** Lines of the journal that are not what was written, counted from 1. */
  badLines: z.array(Count),
})
export type ArchiveVerdict = z.output<typeof ArchiveVerdict>
