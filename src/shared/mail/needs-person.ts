/** Which records a person has to do something about: for the page, the sidebar, and the exit code of the command line. */
import type { DomainLook, RecordLook } from '../model/dns.ts'

const asks: readonly RecordLook['verdict'][] = ['wrong', 'missing', 'differs']

/** What is merely optional, or not known, asks for nobody. */
export const needsPerson = ({ records }: Pick<DomainLook, 'records'>): readonly RecordLook[] =>
  records.filter(
    ({ importance, verdict }) =>
      (importance === 'needed' || importance === 'better') && asks.includes(verdict),
  )
