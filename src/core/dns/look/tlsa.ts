/** TLSA records beside the certificate that is really shown (RFC 6698, RFC 7672): a wrong one stops mail from many senders. */
import { createHash, X509Certificate } from 'node:crypto'
import type { DnsExtra } from '../../../shared/model/dns.ts'

/** RFC 6698, 2.1, with the two usages that count for mail between servers (RFC 7672, 3.1). */
function fits(record: string, chain: readonly Buffer[]): boolean {
  const [usage, selector, matching, data = ''] = record.toLowerCase().split(' ')
  const candidates = usage === '3' ? chain.slice(0, 1) : usage === '2' ? chain : []
  return candidates.some(der => {
    const certificate = new X509Certificate(der)
    const bytes =
      selector === '0' ? der : certificate.publicKey.export({ type: 'spki', format: 'der' })
    if (matching === '0') return bytes.toString('hex') === data
    const hash = matching === '1' ? 'sha256' : 'sha512'
    return createHash(hash).update(bytes).digest('hex') === data
  })
}

const isUsable = (record: string): boolean => /^[23] [01] [012] [0-9a-f]+$/i.test(record)

/**
 * Pure. RFC 7672, 2.2: records of a zone that is not signed are not looked at by anybody.
 * @param chain the shown certificates, DER, the server's own first; undefined where none was seen
 * @param isSigned undefined where nobody knows
 */
export function judgeTlsa(
  records: readonly string[],
  chain: readonly Buffer[] | undefined,
  isSigned: boolean | undefined,
): Omit<DnsExtra, 'id'> {
  const params = { count: records.length }
  if (isSigned === false) return { verdict: 'differs', code: 'tlsa-unsigned', params }
  if (!chain) return { verdict: 'unknown', code: 'tlsa-not-seen', params }
  const usable = records.filter(isUsable)
  if (usable.length === 0) return { verdict: 'differs', code: 'tlsa-unusable', params }
  const raw = records.join('\n')
  if (!usable.some(record => fits(record, chain)))
    return isSigned === undefined
      ? { verdict: 'unknown', code: 'tlsa-mismatch-unknown', params, raw }
      : { verdict: 'wrong', code: 'tlsa-mismatch', params, raw }
  return { verdict: 'right', code: 'tlsa-right', params, raw }
}
