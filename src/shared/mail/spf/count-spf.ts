/** How many look-ups a record costs in the worst case, which is what the limit of RFC 7208 4.6.4 is about. */
import { hasMacros } from './expand-macros.ts'
import { isSpf, parseSpf } from './parse-spf.ts'
import type { SpfAnswer, SpfAsk, SpfMechanism } from './types.ts'

export interface SpfCost {
  readonly lookups: number
  readonly voids: number
  /** False when a name server did not answer, or a name depends on the sender: then it is at least this many. */
  readonly isKnown: boolean
  /** Names that are included and have no SPF record of their own, or several: the whole record then fails. */
  readonly broken: readonly string[]
}

const nothing: SpfCost = { lookups: 0, voids: 0, isKnown: true, broken: [] }
const unknown: SpfCost = { ...nothing, isKnown: false }

/** Enough to tell how far beyond the limit a record is; a record that leads back to itself ends here. */
const deepest = 12

const sum = (costs: readonly SpfCost[]): SpfCost =>
  costs.reduce(
    (all, one) => ({
      lookups: all.lookups + one.lookups,
      voids: all.voids + one.voids,
      isKnown: all.isKnown && one.isKnown,
      broken: [...all.broken, ...one.broken],
    }),
    nothing,
  )

const isEmpty = (answer: SpfAnswer): boolean =>
  answer.kind === 'nodata' || answer.kind === 'nxdomain'

/** Asked for addresses: void where no client of either family would find one. */
async function costOfHosts(name: string, types: readonly ('A' | 'AAAA' | 'MX')[], ask: SpfAsk) {
  const answers = await Promise.all(types.map(type => ask(name, type)))
  return {
    ...nothing,
    voids: answers.every(isEmpty) ? 1 : 0,
    isKnown: answers.every(({ kind }) => kind !== 'unknown'),
  }
}

async function costOfRecordAt(name: string, ask: SpfAsk, depth: number): Promise<SpfCost> {
  const answer = await ask(name, 'TXT')
  if (answer.kind === 'unknown') return unknown
  const [record, ...others] = answer.kind === 'records' ? answer.values.filter(isSpf) : []
  if (record === undefined || others.length > 0) return { ...nothing, broken: [name] }
  return costOf(record, name, ask, depth + 1)
}

async function costOfTerm(
  { kind, target }: Pick<SpfMechanism, 'target'> & { kind: SpfMechanism['kind'] | 'redirect' },
  domain: string,
  ask: SpfAsk,
  depth: number,
): Promise<SpfCost> {
  if (kind === 'all' || kind === 'ip4' || kind === 'ip6') return nothing
  const one: SpfCost = { ...nothing, lookups: 1 }
  const name = (target ?? domain).replace(/\.$/, '')
  if (kind === 'ptr') return one
  if (hasMacros(name)) return { ...one, isKnown: kind === 'exists' }
  if (kind === 'include' || kind === 'redirect')
    return sum([one, await costOfRecordAt(name, ask, depth)])
  const types = kind === 'mx' ? (['MX'] as const) : kind === 'a' ? (['A', 'AAAA'] as const) : null
  return sum([one, await costOfHosts(name, types ?? ['A'], ask)])
}

async function costOf(record: string, domain: string, ask: SpfAsk, depth: number) {
  if (depth > deepest) return unknown
  const { mechanisms, modifiers } = parseSpf(record)
  const end = mechanisms.findIndex(({ kind }) => kind === 'all')
  const asked = end === -1 ? mechanisms : mechanisms.slice(0, end)
  const redirect = modifiers.find(({ name }) => name === 'redirect')
  const terms = [
    ...asked,
    ...(redirect && end === -1 ? [{ kind: 'redirect' as const, target: redirect.value }] : []),
  ]
  return sum(await Promise.all(terms.map(term => costOfTerm(term, domain, ask, depth))))
}

/** Walks a record and all that it includes, as if nothing before the end matched. Asks in parallel. */
export const countSpf = (record: string, domain: string, ask: SpfAsk): Promise<SpfCost> =>
  costOf(record, domain, ask, 0)
