/** Codes of failures of the outgoing relay. */
import { of } from './of.ts'

export const relayErrors = {
  'relay-provider-not-found': of<{ provider: string; known: string }>(),
  'relay-probe-failed': of<{ step: string; verdict: string; reply: string }>(),
  'relay-field-missing': of<{ provider: string; field: string }>(),
  'relay-region-unknown': of<{ provider: string; region: string; known: string }>(),
  'relay-host-refused': of<{ host: string }>(),
  'relay-override-own': of<{ path: string; line: number; value: string }>(),
  'relay-override-no-folder': of<{ port: number; project: string }>(),
  'relay-port-not-offered': of<{ provider: string; port: number; known: string }>(),
  'relay-user-fixed': of<{ provider: string; user: string }>(),
  'relay-user-colon': of(),
  'relay-user-blanks': of(),
  'relay-password-blanks': of(),
  'relay-not-configured': of<{ project: string }>(),
  'relay-queue-not-known': of<{ project: string }>(),
  'relay-api-none': of<{ provider: string }>(),
  'relay-key-shape': of<{ provider: string }>(),
  'relay-proof-incomplete': of<{ missing: string }>(),
  'relay-proof-demo': of(),
  'relay-proof-mailbox': of<{ host: string; user: string; reason: string }>(),
  'relay-proof-no-door': of<{ project: string }>(),
  'relay-proof-login': of<{ user: string; reply: string }>(),
  'relay-proof-not-taken': of<{ reply: string }>(),
  'relay-proof-not-arrived': of<{ seconds: number }>(),
} as const
