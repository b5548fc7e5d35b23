/** A job and its step in words. */
import { en } from '../../shared/locales/en/index.ts'
import type { JobRecord } from '../../shared/model/job.ts'
import { phrase } from './phrase.ts'

/** The label of a call; a name from another version stands for itself. */
export const jobWords = (name: string): string =>
  Object.hasOwn(en.calls, name) ? en.calls[name as keyof typeof en.calls] : name

/** Where the job is: step, count and detail. */
export function stepWords({ step }: JobRecord): string {
  if (!step) return ''
  const count = step.total === undefined ? '' : ` ${step.done ?? 0}/${step.total}`
  return `${phrase('steps', step.id)}${count}${step.detail ? ` ${step.detail}` : ''}`
}
