/** One SPF record out of what is published and what has to be in it: nothing of the user's gets lost. */
import { isSpf, parseSpf } from '../../../shared/mail/spf/parse-spf.ts'
import type { SpfMechanism } from '../../../shared/mail/spf/types.ts'

export interface MergedSpf {
  readonly record: string
  /** Terms that were put in. */
  readonly added: readonly string[]
  /** Terms that no receiver could read, and that are left out. */
  readonly dropped: readonly string[]
  /** SPF records that were published: more than one is an error everywhere. */
  readonly count: number
  /** The qualifier of `all`; absent where the record ends with a redirect. */
  readonly all?: SpfMechanism['qualifier']
}

/** The same mechanism whatever the case and a superfluous plus. */
const keyOf = ({ kind, target = '', bits4 = 32, bits6 = 128 }: SpfMechanism): string =>
  [kind, target.toLowerCase().replace(/\.$/, ''), bits4, bits6].join(' ')

const unique = (mechanisms: readonly SpfMechanism[]): readonly SpfMechanism[] =>
  mechanisms.filter(
    (one, at) =>
      mechanisms.findIndex(
        other => keyOf(other) === keyOf(one) && other.qualifier === one.qualifier,
      ) === at,
  )

/**
 * Merges all published records into one and puts in what is lacking, before anything that would answer first.
 * @param published all TXT at the name; those that are no SPF record do not count
 * @param wanted mechanisms that have to pass, in order
 * @param all how a new record ends
 */
export function mergeSpf(
  published: readonly string[],
  wanted: readonly string[],
  all: '~all' | '-all' = '~all',
): MergedSpf {
  const records = published.filter(isSpf)
  if (records.length === 0)
    return {
      record: ['v=spf1', ...wanted, all].join(' '),
      added: wanted,
      dropped: [],
      count: 0,
      all: all === '~all' ? '~' : '-',
    }
  const parsed = records.map(parseSpf)
  const end = parsed.flatMap(({ mechanisms }) => mechanisms).find(({ kind }) => kind === 'all')
  // Behind `all` nothing is read; of several records each one's part before it counts.
  const kept = unique(
    parsed.flatMap(({ mechanisms }) => mechanisms.filter(({ kind }) => kind !== 'all')),
  )
  const modifiers = parsed.flatMap(one => one.modifiers)
  // Beside `all` a redirect is never read (RFC 7208, 6.1).
  const redirects = parsed
    .filter(({ mechanisms }) => !mechanisms.some(({ kind }) => kind === 'all'))
    .flatMap(one => one.modifiers.filter(({ name }) => name === 'redirect'))
  const redirect = end ? undefined : redirects[0]
  const explanation = modifiers.find(({ name }) => name === 'exp')
  const rest = modifiers.filter(({ name }) => name !== 'redirect' && name !== 'exp')

  const lacking = parseSpf(`v=spf1 ${wanted.join(' ')}`).mechanisms.filter(
    one => !kept.some(other => other.qualifier === '+' && keyOf(other) === keyOf(one)),
  )
  const contradicts = (one: SpfMechanism): boolean =>
    lacking.some(other => keyOf(other) === keyOf(one))
  const at = kept.findIndex(contradicts)
  const before = at === -1 ? kept : kept.slice(0, at)
  const after = at === -1 ? [] : kept.slice(at)
  // Only one record can be handed on to; what the others handed on to is asked on the way.
  const alsoIncluded = [...new Set(redirects.map(({ value }) => `include:${value}`))].filter(
    text => text !== `include:${redirect?.value ?? ''}` && !kept.some(one => one.text === text),
  )
  const terms = [
    ...before,
    ...lacking,
    ...after,
    ...alsoIncluded.map(text => ({ text })),
    ...rest,
    ...(end ? [end] : redirect ? [redirect] : [{ text: all }]),
    ...(explanation ? [explanation] : []),
  ]
  const qualifier = end?.qualifier ?? (redirect ? undefined : all === '~all' ? '~' : '-')
  return {
    record: ['v=spf1', ...terms.map(({ text }) => text)].join(' '),
    added: lacking.map(({ text }) => text),
    dropped: parsed.flatMap(({ broken }) => broken),
    count: records.length,
    ...(qualifier && { all: qualifier }),
  }
}
