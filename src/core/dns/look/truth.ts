/** What is known to be published, and by whom it is known. Nobody is trusted alone but the zone's own servers. */
import { type Told, ttlOf, valuesOf } from './told.ts'

export type Truth =
  | {
      readonly isKnown: true
      readonly basis: 'authoritative' | 'resolvers'
      /** Empty: there is nothing. */
      readonly values: readonly string[]
      readonly ttl: number | undefined
    }
  | {
      readonly isKnown: false
      readonly code: 'servers-disagree' | 'resolvers-disagree' | 'one-resolver' | 'nobody'
      /** What is said, each once. */
      readonly said: readonly (readonly string[])[]
    }

const keyOf = (values: readonly string[]): string => JSON.stringify(values)

/** NXDOMAIN and no data are the same to who looks for a record. */
function distinct(told: readonly Told[], type: string): (readonly string[])[] {
  const all = told.map(one => valuesOf(one.answer, type)).filter(values => values !== undefined)
  return [...new Map(all.map(values => [keyOf(values), values])).values()]
}

const knowing = (told: readonly Told[]): Told[] => told.filter(one => one.answer.kind !== 'unknown')

/** Two that are independent of each other have to agree where the zone's own servers could not be asked. */
const enoughResolvers = 2

/** @param type of the record that was asked for */
export function truthOf(told: readonly Told[], type: string): Truth {
  const judge = (
    heard: readonly Told[],
    basis: 'authoritative' | 'resolvers',
    code: 'servers-disagree' | 'resolvers-disagree',
  ): Truth => {
    const said = distinct(heard, type)
    const [values = []] = said
    const ttls = heard.map(one => ttlOf(one.answer)).filter(ttl => ttl !== undefined)
    const ttl = ttls.length > 0 ? Math.max(...ttls) : undefined
    return said.length === 1
      ? { isKnown: true, basis, values, ttl }
      : { isKnown: false, code, said }
  }
  const own = knowing(told.filter(one => one.kind === 'authoritative'))
  if (own.length > 0) return judge(own, 'authoritative', 'servers-disagree')
  const resolvers = knowing(told.filter(one => one.kind === 'resolver'))
  if (resolvers.length >= enoughResolvers)
    return judge(resolvers, 'resolvers', 'resolvers-disagree')
  const said = distinct(resolvers, type)
  return { isKnown: false, code: said.length > 0 ? 'one-resolver' : 'nobody', said }
}
