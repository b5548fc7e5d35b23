/** The same values, in any order; what each type makes of a difference. */
import { type Compare, judged, listed } from '../comparison.ts'
import { plainValue } from './plain-value.ts'

/** The numbers that only order and weigh (RFC 2782; RFC 5321, 5.1) are left out. */
const essence = (type: string, value: string): string =>
  type === 'SRV' ? value.split(' ').slice(2).join(' ') : value

/** A text that belongs to the same matter: `brevo-code:…`, `google-site-verification=…`. */
const matter = (text: string): string => /^[^:=\s]+[:=]/.exec(text)?.[0].toLowerCase() ?? text

/** RFC 1034, 3.6: a set has no order. At one name the texts of others are no matter of this record. */
export const compareSet: Compare = ({ type, values }, published) => {
  const wanted = values.map(value => plainValue(type, value))
  const all = published.map(value => plainValue(type, value))
  const matters = new Set(wanted.map(matter))
  const found = type === 'TXT' ? all.filter(text => matters.has(matter(text))) : all
  if (wanted.length === 0)
    return found.length === 0
      ? judged('right', 'right-absent', [])
      : judged('wrong', 'should-be-absent', found, { found: listed(found) })
  if (found.length === 0) return judged('missing', 'missing', [])
  const lacking = wanted.filter(value => !found.includes(value))
  const extra = found.filter(value => !wanted.includes(value))
  if (lacking.length === 0)
    return extra.length === 0
      ? judged('right', 'right', found)
      : judged('differs', 'more', found, { extra: listed(extra) })
  const same = (one: string, other: string): boolean => essence(type, one) === essence(type, other)
  if (lacking.every(value => extra.some(other => same(value, other))))
    return judged('differs', 'numbers', found, { found: listed(extra), wanted: listed(lacking) })
  return judged('wrong', extra.length === 0 ? 'lacks' : 'other', found, {
    found: listed(extra),
    wanted: listed(lacking),
  })
}
