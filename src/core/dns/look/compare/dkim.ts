/** DKIM: the same public key, byte for byte, in a record that verifiers take (RFC 6376, 3.6.1). */
import { type Compare, judged } from '../comparison.ts'
import { readTags } from './read-tags.ts'

/** RFC 6376, 3.2: white space inside base64 does not count. */
const plainKey = (tags: ReadonlyMap<string, string>): string =>
  (tags.get('p') ?? '').replace(/\s+/g, '')

const looksLikeKey = (text: string): boolean =>
  /(^|[;"\s])p\s*=/i.test(text) || /v\s*=\s*DKIM1/i.test(text)

const parts = (list: string | undefined): string[] | undefined =>
  list?.split(':').map(part => part.trim().toLowerCase())

export const compareDkim: Compare = ({ values: [wanted = ''] }, published) => {
  const found = published.filter(looksLikeKey)
  const [text] = found
  if (text === undefined)
    return published.length === 0
      ? judged('missing', 'missing', [])
      : judged('wrong', 'dkim-no-key', published)
  const key = plainKey(readTags(wanted) ?? new Map())
  const keys = found.map(one => readTags(one)).map(tags => (tags ? plainKey(tags) : undefined))
  // RFC 6376, 3.6.2.2: with more than one record the result is undefined.
  if (found.length > 1)
    return judged(keys.includes(key) ? 'differs' : 'wrong', 'dkim-several', found, {
      count: found.length,
    })
  const tags = readTags(text)
  const bare = text.replace(/["\\\s]/g, '')
  const isSameBare = plainKey(readTags(bare) ?? new Map()) === key
  if (!tags || /["\\]/.test(text))
    return judged('wrong', isSameBare ? 'foreign-signs' : 'dkim-broken', found)
  const own = plainKey(tags)
  const kind = tags.get('k') ?? 'rsa'
  if ((tags.get('v') ?? 'DKIM1') !== 'DKIM1') return judged('wrong', 'dkim-broken', found)
  if (own === '') return judged('wrong', 'dkim-revoked', found)
  if (own !== key) {
    const isCut = own.length >= 64 && (key.startsWith(own) || key.endsWith(own))
    const params = { found: own.length, wanted: key.length }
    return isCut
      ? judged('wrong', 'dkim-cut', found, params)
      : judged('wrong', 'dkim-other-key', found)
  }
  if (kind !== (readTags(wanted)?.get('k') ?? 'rsa'))
    return judged('wrong', 'dkim-other-key', found)
  const hashes = parts(tags.get('h'))
  const services = parts(tags.get('s'))
  if (hashes && !hashes.includes('sha256')) return judged('wrong', 'dkim-hash', found)
  if (services && !services.some(one => one === '*' || one === 'email'))
    return judged('wrong', 'dkim-service', found)
  return parts(tags.get('t'))?.includes('y') === true
    ? judged('differs', 'dkim-testing', found)
    : judged('right', 'right', found)
}
