/** Codes of failures of the Mailu installation, its settings and its containers. */
import { of } from './of.ts'

export const stackErrors = {
  'docker-not-found': of<{ host: string }>(),
  'docker-not-running': of<{ host: string; reply: string }>(),
  'docker-not-allowed': of<{ user: string }>(),
  'compose-not-found': of<{ host: string }>(),
  'mailu-not-found': of<{ host: string }>(),
  'project-not-found': of<{ project: string }>(),
  'project-choice-needed': of<{ names: string }>(),
  'project-read-only': of<{ project: string; reason: string }>(),
  'service-not-found': of<{ service: string; known: string }>(),
  'env-file-not-found': of<{ path: string }>(),
  'env-file-not-readable': of<{ path: string; user: string }>(),
  'env-draft-refused': of<{ path: string; line: number; reason: string }>(),
  'env-value-refused': of<{ key: string; reason: string }>(),
  'env-secret-in-argv': of<{ key: string }>(),
  'env-changed-meanwhile': of<{ path: string }>(),
  'env-copy-not-found': of<{ id: string }>(),
  'disk-full': of<{ path: string; freeBytes: number }>(),
  'transaction-running': of<{ who: string; until: string }>(),
  'transaction-rolled-back': of<{ failed: string; id: string }>(),
  'transaction-unwatched': of<{ host: string }>(),
  'transaction-not-restored': of<{ path: string; copy: string }>(),
  'compose-failed': of<{ command: string; reply: string }>(),
} as const
