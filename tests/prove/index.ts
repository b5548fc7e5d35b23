/** The proofs by name; the names are fixed in docs/bench.md. */
import type { Proof } from '../../scripts/prove/proof.ts'

export const proofs: Readonly<Record<string, () => Promise<Proof>>> = {
  'transaction-crash': async () => (await import('./transaction-crash.ts')).proof,
  'recreate-plan': async () => (await import('./recreate-plan.ts')).proof,
  'env-roundtrip': async () => (await import('./env-roundtrip.ts')).proof,
  'watch-year': async () => (await import('./watch-year.ts')).proof,
  'watch-soak': async () => (await import('./watch-soak.ts')).proof,
  'hostile-strings': async () => (await import('./hostile-strings.ts')).proof,
  'archive-crash': async () => (await import('./archive-crash.ts')).proof,
  'line-drops': async () => (await import('./line-drops.ts')).proof,
}
