/** Plans for tests of the look: only what a test is about is said. */
import type { DomainPlan, PlannedRecord } from '../../src/shared/model/dns.ts'

export type PlannedPart = Pick<PlannedRecord, 'name' | 'type' | 'values'> & Partial<PlannedRecord>

const usualMatch = ({ type }: PlannedPart): PlannedRecord['match'] =>
  type === 'MX' || type === 'CAA' ? 'contains' : type === 'CNAME' ? 'resolves' : 'set'

/** One planned record; `match` is the usual one of its type. */
export const plannedRecord = (part: PlannedPart): PlannedRecord => ({
  id: `${part.type.toLowerCase()}.${part.name}`,
  group: 'arrive',
  zone: 'example.test',
  ttl: 300,
  importance: 'needed',
  match: usualMatch(part),
  why: { code: 'test', params: {} },
  notes: [],
  ...part,
})

/** A plan of `example.test`. */
export const domainPlan = (
  records: readonly PlannedPart[],
  rest: Partial<DomainPlan> = {},
): DomainPlan => ({
  domain: 'example.test',
  zone: 'example.test',
  hostname: 'mail.example.test',
  backupMx: [],
  records: records.map(plannedRecord),
  findings: [],
  dmarc: {
    advice: { code: 'test', params: {} },
    alignment: { spf: { result: 'unknown' }, dkim: { result: 'unknown' } },
    adkim: 'r',
    aspf: 'r',
    stage: 'none',
  },
  mtaStsPolicy: '',
  needs: [],
  options: {},
  madeAt: '2026-11-23T00:00:00.000Z',
  ...rest,
})
