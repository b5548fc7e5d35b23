/** One check's standing: what it found last, and how much of it counts. */
import type { Outcome } from '../../../shared/model/watch.ts'

/** How a verdict counts: unknown is neither good nor bad (row B13). */
export type Weight = 'good' | 'bad' | 'neither'

export function weightOf({ verdict }: Pick<Outcome, 'verdict'>): Weight {
  switch (verdict) {
    case 'right':
    case 'differs':
    case 'not-needed':
      return 'good'
    case 'wrong':
    case 'missing':
      return 'bad'
    case 'unknown':
    case 'not-tried':
      return 'neither'
  }
}

/** One failure of a row; it counts once all that the check rests on were seen to work after it. */
export interface Failure {
  /** When the run began. */
  readonly at: number
  readonly outcome: Outcome
  /** How many of the things that it rests on have since been seen to work. */
  readonly cleared: readonly string[]
}

export interface CheckState {
  readonly last?: { readonly at: number; readonly outcome: Outcome }
  readonly lastGoodAt?: number
  /** Failures since the last success, the newest few. */
  readonly failures: readonly Failure[]
  /** Failed runs in a row, whether they count or not. */
  readonly badRun: number
  /** Successes in a row since it was bad, and when the first of them began. */
  readonly goods: number
  readonly goodSince?: number
  /** Runs in a row that could tell nothing. */
  readonly unknowns: number
  /** The latest runs, newest last: which of them failed. For flapping. */
  readonly recent: readonly (number | false)[]
  /** Confirmed; with the outcome that tells it and the moment that it began. */
  readonly bad?: { readonly since: number; readonly outcome: Outcome }
}

export const unseen: CheckState = { failures: [], badRun: 0, goods: 0, unknowns: 0, recent: [] }

/** Nothing that was pending before a gap counts after it; what was confirmed stays until it is seen to work. */
export const afterGap = (state: CheckState): CheckState => ({
  ...state,
  failures: [],
  badRun: 0,
  goods: 0,
  unknowns: 0,
  recent: [],
})

/** Of so many latest runs … */
const flapWindow = 20
/** … so many failed: it comes and goes. At one lost answer in twenty that is one window in a hundred million. */
const flapFailures = 10

/** One more run in the row of the latest. */
export const remember = (recent: CheckState['recent'], failedAt: number | false) =>
  recent.length < flapWindow ? [...recent, failedAt] : [...recent.slice(1), failedAt]

/** Since when it comes and goes, if it does. */
export function flapsSince(recent: CheckState['recent']): number | undefined {
  const failed = recent.filter(at => at !== false)
  return failed.length >= flapFailures ? failed[0] : undefined
}
