/** States as the screens show them, and the verdicts of the core in their terms. */
import type { Verdict } from '../../shared/model/verdict.ts'

export type StateName =
  'good' | 'differs' | 'bad' | 'missing' | 'unknown' | 'idle' | 'working' | 'unwatched'

const states: Readonly<Record<Verdict, StateName>> = {
  right: 'good',
  differs: 'differs',
  wrong: 'bad',
  missing: 'missing',
  unknown: 'unknown',
  'not-needed': 'idle',
  'not-tried': 'idle',
}

/** Unknown is never red. */
export const stateOfVerdict = (verdict: Verdict): StateName => states[verdict]
