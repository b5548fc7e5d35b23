/** Codes of failures of the record plan. */
import { of } from './of.ts'

export const dnsErrors = {
  'dns-mailu-silent': of<{ project: string; reply: string }>(),
  'dns-domain-not-found': of<{ domain: string; known: string }>(),
  'dns-host-not-found': of<{ host: string; known: string }>(),
  'dns-not-as-planned': of<{ domain: string; records: string }>(),
} as const
