/** What a file of tests/prove exports as `proof`: many points, each of which holds or does not. */
import type { Chance } from './seeded.ts'

export interface ProofRun {
  readonly points: number
  readonly seed: number
  readonly chance: Chance
  say(line: string): void
  /** Notes a point; `why` says what did not hold. */
  point(name: string, why?: string): void
}

export interface Proof {
  /** What is proven, in a sentence. */
  readonly about: string
  readonly points: number
  readonly needs: 'nothing' | 'lab'
  run(run: ProofRun): Promise<void>
}

/** The document of `--json`. */
export interface ProofResult {
  readonly proof: string
  readonly points: number
  readonly seed: number
  readonly held: number
  readonly failures: readonly { readonly point: string; readonly why: string }[]
}
