/** A text of tags, such as MTA-STS (RFC 8461, 3.1) and TLS reporting (RFC 8460, 3): the planned tags, in any order. */
import { type Compare, judged, listed } from '../comparison.ts'
import { markedText } from './marked-texts.ts'
import { readTags } from './read-tags.ts'

/** Its value only has to change when the policy does. */
const free = new Set(['id'])

const parts = (value: string): string[] => value.split(',').map(part => part.trim().toLowerCase())

export const compareTextTags: Compare = ({ values: [wanted = ''] }, published) => {
  const should = readTags(wanted) ?? new Map<string, string>()
  const text = markedText(published, `v=${should.get('v') ?? ''}`.toLowerCase(), 'tags')
  if (typeof text !== 'string') return text
  const found = [text]
  const is = readTags(text)
  if (!is || [...is.keys()][0] !== 'v') return judged('wrong', 'tags-broken', found)
  const lacking = [...should.keys()].filter(tag => (is.get(tag) ?? '') === '')
  if (lacking.length > 0) return judged('wrong', 'tags-lack', found, { tags: listed(lacking) })
  const other = [...should]
    .filter(([tag]) => !free.has(tag))
    .filter(([tag, value]) => parts(value).some(part => !parts(is.get(tag) ?? '').includes(part)))
  return other.length > 0
    ? judged('differs', 'tags-other', found, { tags: listed(other.map(([tag]) => tag)) })
    : judged('right', 'right', found)
}
