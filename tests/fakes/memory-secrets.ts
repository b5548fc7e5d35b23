/** Secrets that last as long as the test. */
import type { Secret } from '../../src/shared/secret.ts'

export const memorySecrets = () => {
  const kept = new Map<string, Secret>()
  return {
    put: async (name: string, secret: Secret) => void kept.set(name, secret),
    get: async (name: string) => kept.get(name),
    has: (name: string) => kept.has(name),
    removeAll: (prefix: string) => {
      for (const name of kept.keys()) if (name.startsWith(prefix)) kept.delete(name)
    },
  }
}
