/** Codes of failures of a mailbox that is read. */
import { of } from './of.ts'

export const mailboxErrors = {
  'mailbox-login-refused': of<{ host: string; user: string; reply: string }>(),
  'mailbox-login-put-off': of<{ host: string; user: string; reply: string }>(),
  'mailbox-no-encryption': of<{ host: string; port: number }>(),
  'mailbox-certificate': of<{ host: string; reason: string }>(),
  'mailbox-line-lost': of<{ host: string; reason: string }>(),
  'mailbox-bye': of<{ host: string; reply: string }>(),
  'mailbox-silent': of<{ host: string; reason: string }>(),
  'mailbox-not-understood': of<{ host: string; reply: string }>(),
  'mailbox-refused': of<{ host: string; reply: string }>(),
  'mailbox-folder-refused': of<{ host: string; folder: string; count: number; reply: string }>(),
  'mailbox-too-much': of<{ host: string; what: string }>(),
} as const
