import {
  ArchiveAccount,
  ArchiveRun,
  ArchiveStatus,
  ArchiveVerdict,
  MailboxSecurity,
} from '../model/archive.ts'
import { SecretText } from '../secret.ts'
import { z } from '../zod.ts'
import { command, job, query } from './define.ts'

/** An account by its id or its name. */
const AccountRef = z.string().min(1).max(255)

export const archiveContract = {
  'archive.accounts': query(z.void(), z.array(ArchiveAccount)),
  /** Logs in once, looks at nothing, then remembers. Nothing is remembered when that fails. */
  'archive.add': job(
    z.object({
      name: z.string().min(1).max(64),
      host: z
        .string()
        .min(1)
        .max(255)
        .regex(/^[A-Za-z0-9.:-]+$/),
      port: z.number().int().min(1).max(65_535).optional(),
      security: MailboxSecurity.optional(),
      user: z.string().min(1).max(255),
      password: SecretText,
      /** Authorities to judge its certificate by, PEM: for a server that signed its own. @default those of this computer */
      authority: z.string().max(65_536).optional(),
      /** An empty or absent folder, or that of an archive of this very account. @default one in the data folder */
      folder: z.string().min(1).max(4096).optional(),
    }),
    ArchiveAccount,
  ),
  /** Forgets it here, with its password. The archive stays where it is. Answers those that are left. */
  'archive.remove': command(z.object({ account: AccountRef }), z.array(ArchiveAccount)),
  /** Brings the archive up to date with the mailbox; never writes to the server. */
  'archive.run': job(z.object({ account: AccountRef }), ArchiveRun, { lock: 'account' }),
  /** Read from the archive alone: asks no server. */
  'archive.status': query(z.object({ account: AccountRef }), ArchiveStatus),
  /** Reads every message and compares its hash. `isAnew`: makes the catalogue anew from segments and journal first. */
  'archive.verify': job(
    z.object({ account: AccountRef, isAnew: z.boolean().optional() }),
    ArchiveVerdict,
    { lock: 'account' },
  ),
} as const
