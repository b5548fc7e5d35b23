/** Codes of failures of watching and telling. */
import { of } from './of.ts'

export const watchErrors = {
  'incident-not-found': of<{ id: string }>(),
  'watch-channel-not-found': of<{ id: string }>(),
  'watch-channel-address': of<{ url: string }>(),
  'watch-channel-depends': of<{ host: string; server: string; name: string }>(),
  'watch-checks-failed': of<{ checks: string }>(),
  'http-failed': of<{ host: string; reason: string }>(),
} as const
