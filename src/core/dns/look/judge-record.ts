/** The verdict of one record, from what every server said. Pure: missing and wrong only where the truth is known. */
import type { DnsWords, LookSource, PlannedRecord, RecordLook } from '../../../shared/model/dns.ts'
import type { Compare, Comparison } from './comparison.ts'
import { listed } from './comparison.ts'
import { type Told, ttlOf, valuesOf } from './told.ts'
import { type Truth, truthOf } from './truth.ts'

export interface Judging {
  readonly planned: PlannedRecord
  readonly told: readonly Told[]
  readonly compare: Compare
  /** When the answers came, in milliseconds since the epoch. */
  readonly now: number
}

function sourceOf({ server, kind, answer }: Told, type: string): LookSource {
  const values = valuesOf(answer, type)
  const ttl = ttlOf(answer)
  return {
    server,
    kind,
    answer: answer.kind,
    ...(answer.kind === 'unknown' && { code: answer.code }),
    ...(values && values.length > 0 && { values: [...values] }),
    ...(ttl !== undefined && { ttl: Math.round(ttl) }),
  }
}

type Verdict = Pick<RecordLook, 'verdict' | 'code' | 'params'> & {
  readonly found: readonly string[]
}

function verdictOf(truth: Truth, { planned, compare }: Judging): Verdict {
  if (truth.isKnown) return compare(planned, truth.values)
  const each = truth.said.map(values => compare(planned, values))
  const [first] = each
  // Whichever of the servers is heard: it is right.
  if (truth.code === 'servers-disagree' && first && each.every(one => one.verdict === 'right'))
    return first
  const found = [...new Set(each.flatMap(one => one.found))].sort()
  return { verdict: 'unknown', code: truth.code, params: {}, found }
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify([...one].sort()) === JSON.stringify([...other].sort())

/** Those of `kind` whose answer about this record is another one than the truth's. */
function dissenters(
  { told, planned, compare }: Judging,
  kind: Told['kind'],
  found: readonly string[],
): (Told & { readonly said: Comparison })[] {
  return told.flatMap(one => {
    const values = one.kind === kind ? valuesOf(one.answer, planned.type) : undefined
    if (!values) return []
    const said = compare(planned, values)
    return same(said.found, found) ? [] : [{ ...one, said }]
  })
}

/** Judges `planned` by what was told. */
export function judgeRecord(judging: Judging): RecordLook {
  const { planned, told, now } = judging
  const truth = truthOf(told, planned.type)
  const { verdict, code, params, found } = verdictOf(truth, judging)
  const isQuiet =
    planned.importance === 'not-needed' && verdict !== 'right' && verdict !== 'unknown'
  const notes: DnsWords[] = []
  const note = (noted: string, filled: DnsWords['params'] = {}): void =>
    void notes.push({ code: noted, params: filled })

  let oldValueUntil: string | undefined
  if (truth.isKnown && truth.basis === 'authoritative') {
    const stale = dissenters(judging, 'resolver', found)
    const left = stale.map(one => ttlOf(one.answer)).filter(ttl => ttl !== undefined)
    if (stale.length > 0) {
      note('old-value', { servers: listed(stale.map(one => one.server)) })
      if (left.length > 0) oldValueUntil = new Date(now + Math.max(...left) * 1000).toISOString()
    }
  }
  if (truth.isKnown) {
    if (truth.basis === 'resolvers') note('by-resolvers')
    for (const { server, said } of dissenters(judging, 'local', found))
      note('local-differs', { server, found: listed(said.found) || '–' })
  } else if (verdict !== 'unknown') note('servers-disagree')

  return {
    id: planned.id,
    importance: planned.importance,
    verdict: isQuiet ? 'not-needed' : verdict,
    code: isQuiet ? 'not-needed' : code,
    params,
    found: [...found],
    ...(truth.isKnown && truth.ttl !== undefined && { ttl: Math.round(truth.ttl) }),
    sources: told.map(one => sourceOf(one, planned.type)),
    ...(oldValueUntil !== undefined && { oldValueUntil }),
    notes,
  }
}
