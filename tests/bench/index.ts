/** The benches by name; the names are fixed in docs/bench.md. */
import type { Bench } from '../../scripts/bench/run-bench.ts'

export const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  window: async () => (await import('./window.ts')).bench,
  app: async () => (await import('./app.ts')).bench,
  'cli-start': async () => (await import('./cli-start.ts')).bench,
  'env-parse': async () => (await import('./env-parse.ts')).bench,
  'remote-exec': async () => (await import('./remote-exec.ts')).bench,
  'log-view': async () => (await import('./log-view.ts')).bench,
  dns: async () => (await import('./dns.ts')).bench,
  'dns-view': async () => (await import('./dns-view.ts')).bench,
  'log-redaction': async () => (await import('./log-redaction.ts')).bench,
}
