/** DMARC: the policy that receivers will read, tag by tag (RFC 7489, 6.3 and 6.6.3). */
import { type Compare, judged, listed } from '../comparison.ts'
import { markedText } from './marked-texts.ts'
import { readTags } from './read-tags.ts'

const policies = ['none', 'quarantine', 'reject']
const modes = ['adkim', 'aspf'] as const

const reports = (list = ''): string[] =>
  list
    .split(',')
    .map(one =>
      one
        .trim()
        .toLowerCase()
        .replace(/!\d+[kmgt]?$/, ''),
    )
    .filter(one => one !== '')

export const compareDmarc: Compare = ({ values: [wanted = ''] }, published) => {
  const text = markedText(published, 'v=dmarc1', 'dmarc')
  if (typeof text !== 'string') return text
  const found = [text]
  const is = readTags(text)
  const should = readTags(wanted) ?? new Map<string, string>()
  const policy = is?.get('p')?.toLowerCase()
  if (!is || [...is.keys()][0] !== 'v' || is.get('v') !== 'DMARC1')
    return judged('wrong', 'dmarc-broken', found)
  // 6.6.3: without a policy that is understood the record counts only where it names a place for reports, as `none`.
  if (policy === undefined || !policies.includes(policy))
    return judged('wrong', 'dmarc-no-policy', found)
  const mode = (tags: ReadonlyMap<string, string>, tag: string): string =>
    (tags.get(tag) ?? 'r').toLowerCase().slice(0, 1)
  const stricter = modes.filter(tag => mode(is, tag) === 's' && mode(should, tag) === 'r')
  if (stricter.length > 0 && policy !== 'none')
    return judged('wrong', 'dmarc-strict', found, { tags: listed(stricter), policy })
  const planned = should.get('p')?.toLowerCase() ?? 'none'
  if (policy !== planned) {
    const code =
      policies.indexOf(policy) > policies.indexOf(planned) ? 'dmarc-ahead' : 'dmarc-behind'
    return judged('differs', code, found, { found: policy, wanted: planned })
  }
  const other = [...modes.filter(tag => mode(is, tag) !== mode(should, tag)), ...others(is, should)]
  if (other.length > 0) return judged('differs', 'dmarc-tags', found, { tags: listed(other) })
  const lacking = reports(should.get('rua')).filter(one => !reports(is.get('rua')).includes(one))
  return lacking.length > 0
    ? judged('differs', 'dmarc-reports', found, { wanted: listed(lacking) })
    : judged('right', 'right', found)
}

/** Tags whose default stands for their absence. */
function others(is: ReadonlyMap<string, string>, should: ReadonlyMap<string, string>): string[] {
  const low = (tags: ReadonlyMap<string, string>, tag: string, usual: string): string =>
    (tags.get(tag) ?? usual).toLowerCase()
  const sub = low(is, 'sp', is.get('p') ?? '') !== low(should, 'sp', should.get('p') ?? '')
  const share = low(is, 'pct', '100') !== low(should, 'pct', '100')
  return [...(sub ? ['sp'] : []), ...(share ? ['pct'] : [])]
}
