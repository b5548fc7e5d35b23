/** What a check is: one function of mail, measured from one place. `checks/` implements them, the engine runs and judges them. */
import type { CheckId, Lamp, Outcome, Severity, Vantage } from '../../shared/model/watch.ts'

export interface Check {
  readonly id: CheckId
  /** Undefined: it belongs to no lamp and only asks for attention. */
  readonly lamp: Lamp | undefined
  readonly vantage: Vantage
  /** While one of these fails, this check says nothing: server checks depend on `path`, `path` on `line`. */
  readonly dependsOn: readonly CheckId[]
  /** At the usual pace; the person's choice scales it. */
  readonly intervalMs: number
  readonly timeoutMs: number
  /** After a failure it is asked again so soon, until it is confirmed or gone. @default `usualRetryMs` */
  readonly retryMs?: number
  readonly failAfter: number
  readonly recoverAfter: number
  /** What a lasting `wrong` or `missing` means; an outcome may say otherwise for itself. */
  readonly severity: Severity
  /** What it contacts, in words with host and port, listed for the person. */
  contacts(): readonly string[]
  /** Drops what is remembered of earlier runs: a person who asks wants to know how it is now. */
  forget?(): void
  /** Never throws for what is to be expected: `unknown` instead. The signal ends it at `timeoutMs`. */
  run(signal: AbortSignal): Promise<Outcome>
}

/** The checks of one server; asked anew when the server or its project may have changed. */
export type ChecksOf = (server: string, signal: AbortSignal) => Promise<readonly Check[]>

/** How soon a failing check is asked again. */
export const usualRetryMs = 20_000

/**
 * Failures in a row before it counts. Six, because single losses are common: at one lost answer in twenty, six in a row
 * come once in sixty million tries.
 */
export const usualFailAfter = 6

/** Successes in a row before it counts as over. */
export const usualRecoverAfter = 2

/** What the checks of a port that mail goes through have in common. */
export const portCheck = {
  vantage: 'server',
  dependsOn: ['path'],
  intervalMs: 120_000,
  timeoutMs: 90_000,
  failAfter: usualFailAfter,
  recoverAfter: usualRecoverAfter,
} as const satisfies Partial<Check>
