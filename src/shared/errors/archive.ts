/** Codes of failures of archives. */
import { of } from './of.ts'

export const archiveErrors = {
  'archive-busy': of<{ dir: string; who: string }>(),
  'archive-newer': of<{ dir: string; found: number; known: number }>(),
  'archive-damaged': of<{ folder: string; uid: number; subject: string }>(),
  'archive-unreadable': of<{ file: string; reason: string }>(),
  'archive-away': of<{ dir: string; reason: string }>(),
  'archive-not-writable': of<{ dir: string; reason: string }>(),
  'archive-folder-taken': of<{ dir: string }>(),
  'archive-no-message': of<{ id: string }>(),
  'archive-disk-full': of<{ dir: string }>(),
  'archive-account-not-found': of<{ account: string }>(),
  'archive-account-exists': of<{ name: string }>(),
  'archive-kept-already': of<{ name: string }>(),
  'archive-login-missing': of<{ name: string }>(),
  'archive-not-whole': of<{ account: string; count: number }>(),
  'archive-not-sound': of<{ account: string; count: number }>(),
} as const
