/** Where no name server may be asked: everything is unknown, which is never reported as missing. */
import type { Resolver } from './resolver.ts'

export const noResolver: Resolver = {
  resolvers: [],
  local: undefined,
  ask: async () => ({ kind: 'unknown', code: 'no-server', server: '' }),
  authoritativeOf: async () => ({ kind: 'unknown', code: 'no-server' }),
}
