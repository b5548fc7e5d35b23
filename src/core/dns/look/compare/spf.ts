/** SPF: what the plan needs is named before `all`, and the record is one that receivers take (RFC 7208). */
import { type Compare, judged, listed } from '../comparison.ts'
import { markedText } from './marked-texts.ts'

/** RFC 7208, 5 and 6; unknown modifiers (`name=value`) are allowed, unknown mechanisms make the record void (4.6). */
const known =
  /^[+?~-]?(all|include:\S+|a([:/]\S+)?|mx([:/]\S+)?|ptr(:\S+)?|ip4:\S+|ip6:\S+|exists:\S+)$/i
const modifier = /^[a-z][a-z0-9._-]*=\S*$/i

/** Mechanisms that mean the same are equal: no `+`, the own domain named, a single address without its length. */
function plainTerm(term: string, domain: string): string {
  const plain = term.toLowerCase().replace(/^\+/, '').replace(/\.$/, '')
  const own = /^([?~-]?)(a|mx)(\/.*)?$/.exec(plain)
  if (own) return `${own[1] ?? ''}${own[2] ?? ''}:${domain}${own[3] ?? ''}`
  return plain.replace(/^(ip4:[^/]+)\/32$/, '$1').replace(/^(ip6:[^/]+)\/128$/, '$1')
}

const isAll = (term: string): boolean => /^[+?~-]?all$/.test(term)

export const compareSpf: Compare = ({ name, values: [wanted = ''] }, published) => {
  const text = markedText(published, 'v=spf1', 'spf')
  if (typeof text !== 'string') return text
  const read = (record: string): string[] =>
    record
      .trim()
      .split(/\s+/)
      .slice(1)
      .map(term => plainTerm(term, name))
  const found = [text]
  const raw = text.trim().split(/\s+/)
  const broken = raw.slice(1).filter(term => !known.test(term) && !modifier.test(term))
  if (raw[0]?.toLowerCase() !== 'v=spf1' || broken.length > 0)
    return judged('wrong', 'spf-broken', found, { terms: listed(broken) || (raw[0] ?? '') })
  const terms = read(text)
  const end = terms.findIndex(isAll)
  const counted = end === -1 ? terms : terms.slice(0, end)
  const needed = read(wanted).filter(term => !isAll(term) && !modifier.test(term))
  const late = needed.filter(term => !counted.includes(term) && terms.includes(term))
  if (late.length > 0) return judged('wrong', 'spf-after-all', found, { terms: listed(late) })
  const lacking = needed.filter(term => !counted.includes(term))
  const last = terms[end]
  // Everybody may send in this domain's name.
  if (last === 'all') return judged('wrong', 'spf-open', found)
  if (lacking.length > 0) return judged('wrong', 'spf-lacks', found, { terms: listed(lacking) })
  if (last === undefined)
    return terms.some(term => term.startsWith('redirect='))
      ? judged('right', 'right', found)
      : judged('differs', 'spf-no-all', found)
  const planned = read(wanted).find(isAll)
  if (planned !== undefined && planned !== last)
    return judged('differs', 'spf-all', found, { found: last, wanted: planned })
  const isMore = counted.some(term => !modifier.test(term) && !needed.includes(term))
  return judged('right', isMore ? 'spf-more' : 'right', found)
}
