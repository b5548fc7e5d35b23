/** The result of comparing one planned record with what is known to be published. */
import type { PlannedRecord } from '../../../shared/model/dns.ts'
import type { Step } from '../../../shared/model/verdict.ts'

export interface Comparison {
  readonly verdict: 'right' | 'differs' | 'wrong' | 'missing' | 'unknown'
  /** Words under `dnsLook.verdicts`. */
  readonly code: string
  readonly params: Step['params']
  /** Those of the published values that this record is about, sorted. */
  readonly found: readonly string[]
}

/** What is told of one record: the plan and all published values of its name and type. Pure. */
export type Compare = (planned: PlannedRecord, published: readonly string[]) => Comparison

/** Makes a comparison. */
export const judged = (
  verdict: Comparison['verdict'],
  code: string,
  found: readonly string[],
  params: Step['params'] = {},
): Comparison => ({ verdict, code, params, found: [...found].sort() })

/** As words show several values. */
export const listed = (values: readonly string[]): string => values.join(', ')
