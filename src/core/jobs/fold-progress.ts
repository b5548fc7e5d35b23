/** Folds weighted steps into one fraction; pure. */
import type { JobStep } from '../../shared/contract/define.ts'
import type { JobRecord } from '../../shared/model/job.ts'

export interface ProgressAt {
  readonly done?: number
  readonly total?: number
  readonly detail?: string
}

const within = (at: ProgressAt): number =>
  at.done === undefined || at.total === undefined || at.total <= 0
    ? 0
    : Math.min(1, Math.max(0, at.done / at.total))

/** Fraction (0 to 1, absent without declared steps) and step of a job that is at `at` in `stepId`. */
export function foldProgress(
  steps: readonly JobStep[],
  stepId: string,
  at: ProgressAt,
): Pick<JobRecord, 'fraction' | 'step'> {
  const index = steps.findIndex(step => step.id === stepId)
  const step = { id: stepId, index: Math.max(0, index), of: Math.max(1, steps.length), ...at }
  if (index < 0) return { step }
  const weight = (list: readonly JobStep[]): number =>
    list.reduce((sum, one) => sum + one.weight, 0)
  const all = weight(steps)
  if (all <= 0) return { step }
  const done = weight(steps.slice(0, index)) + within(at) * steps[index]!.weight
  return { step, fraction: Math.min(1, done / all) }
}
