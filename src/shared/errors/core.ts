/** Codes of failures that any feature may meet. */
import { of } from './of.ts'

export const coreErrors = {
  'invalid-input': of<{ method: string; where: string; issue: string }>(),
  'unknown-method': of<{ method: string }>(),
  cancelled: of(),
  unexpected: of(),
  'timed-out': of<{ what: string; seconds: number }>(),
  'job-not-found': of<{ id: string }>(),
  'job-interrupted': of<{ title: string }>(),
  'store-newer': of<{ found: number; known: number; file: string }>(),
  'store-damaged': of<{ file: string; copy: string }>(),
  'store-not-writable': of<{ file: string; reason: string }>(),
  'data-folder-busy': of<{ folder: string; seconds: number }>(),
  'host-gone': of(),
  'secret-not-readable-here': of<{ what: string }>(),
  'secret-needs-consent': of<{ what: string }>(),
  'address-not-allowed': of<{ url: string }>(),
  'file-not-writable': of<{ file: string; reason: string }>(),
  'no-save-dialog': of(),
  'diagnostics-gone': of(),
  'file-not-readable': of<{ file: string; reason: string }>(),
} as const
