/** Codes of failures of the outgoing relay. */
import { of } from './of.ts'

export const relayErrors = {
  'relay-provider-not-found': of<{ provider: string; known: string }>(),
  'relay-probe-failed': of<{ step: string; verdict: string; reply: string }>(),
  'relay-field-missing': of<{ provider: string; field: string }>(),
} as const
