/** Codes of failures of watching and telling. */
import { of } from './of.ts'

export const watchErrors = {
  'incident-not-found': of<{ id: string }>(),
} as const
