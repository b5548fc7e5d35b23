/** All that is planned is there; what more may be depends on the type. */
import { type Compare, type Comparison, judged, listed } from '../comparison.ts'
import { plainValue } from './plain-value.ts'

interface Mx {
  readonly preference: number
  readonly host: string
}

const readMx = (value: string): Mx => {
  const [preference = '', host = ''] = value.split(' ')
  return { preference: Number(preference), host }
}

const byPreference = (list: readonly Mx[]): Mx[] =>
  [...list].sort((one, other) => one.preference - other.preference)

/** Mail goes to the lowest number first (RFC 5321, 5.1): order counts, the numbers themselves do not. */
function compareMx(wanted: readonly string[], found: readonly string[]): Comparison {
  const is = found.map(readMx)
  const own = byPreference(wanted.map(readMx))
  const at = (host: string): number | undefined => is.find(one => one.host === host)?.preference
  if (is.some(one => one.host === '' || one.host === '.')) return judged('wrong', 'mx-null', found) // RFC 7505: "takes no mail at all"
  const lacking = own.filter(one => at(one.host) === undefined)
  if (lacking.length > 0)
    return judged('wrong', 'mx-lacks', found, { hosts: listed(lacking.map(one => one.host)) })
  const order = own.map(one => at(one.host) ?? 0)
  const isOrdered = own.every((one, n) => {
    const before = own[n - 1]
    if (!before) return true
    const rise = (order[n] ?? 0) - (order[n - 1] ?? 0)
    return before.preference === one.preference ? rise === 0 : rise > 0
  })
  if (!isOrdered) return judged('wrong', 'mx-order', found, { found: listed(found) })
  const others = is.filter(one => own.every(({ host }) => host !== one.host))
  const first = order[0] ?? 0
  const ahead = others.filter(one => one.preference <= first)
  if (ahead.length > 0)
    return judged('wrong', 'mx-ahead', found, { hosts: listed(ahead.map(one => one.host)) })
  if (others.length > 0)
    return judged('differs', 'mx-more', found, { hosts: listed(others.map(one => one.host)) })
  return wanted.every(value => found.includes(value))
    ? judged('right', 'right', found)
    : judged('differs', 'numbers', found, { found: listed(found), wanted: listed(wanted) })
}

/** RFC 8659, 4.2: who is named may issue, all others may not; parameters after `;` narrow it further. */
function compareCaa(wanted: readonly string[], found: readonly string[]): Comparison {
  const issuer = (value: string): string => value.split(';')[0]?.trim() ?? value
  const lacking = wanted.filter(value => !found.includes(value))
  if (lacking.length === 0) return judged('right', 'right', found)
  const known = found.map(issuer)
  const shut = lacking.filter(value => !known.includes(issuer(value)))
  return shut.length === 0
    ? judged('differs', 'caa-parameters', found, { found: listed(found) })
    : judged('wrong', 'caa-lacks', found, { wanted: listed(shut), found: listed(found) })
}

export const compareContains: Compare = ({ type, values }, published) => {
  const found = published.map(value => plainValue(type, value))
  const wanted = values.map(value => plainValue(type, value))
  if (found.length === 0) return judged('missing', 'missing', [])
  if (type === 'MX') return compareMx(wanted, found)
  if (type === 'CAA') return compareCaa(wanted, found)
  const lacking = wanted.filter(value => !found.includes(value))
  if (lacking.length === 0) return judged('right', 'right', found)
  if (type === 'TXT' && lacking.length === wanted.length) return judged('missing', 'missing', [])
  return judged('wrong', 'lacks', found, { wanted: listed(lacking), found: listed(found) })
}
