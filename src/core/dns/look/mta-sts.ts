/** The policy that senders fetch before they deliver over TLS (RFC 8461), compared with the hosts that take mail in. */
import type { DnsExtra } from '../../../shared/model/dns.ts'
import type { HttpDocument } from '../../net/http/ask-https.ts'
import { listed } from './comparison.ts'

export interface StsPolicy {
  readonly mode: 'enforce' | 'testing' | 'none'
  readonly maxAge: number
  readonly mx: readonly string[]
}

/** RFC 8461, 3.3: larger ones need not be read. */
export const mostPolicyBytes = 65_536
/** RFC 8461, 3.2: a year. */
const longestAge = 31_557_600

/** Reads a policy file (RFC 8461, 3.2). Undefined when senders could not use it. */
export function readPolicy(text: string): StsPolicy | undefined {
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '')
  const fields = lines.map(line => {
    const at = line.indexOf(':')
    return [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()] as const
  })
  const first = (key: string): string | undefined => fields.find(([name]) => name === key)?.[1]
  const mode = first('mode')
  const maxAge = Number(first('max_age'))
  if (first('version') !== 'STSv1' || !/^\d{1,10}$/.test(first('max_age') ?? '')) return undefined
  if (maxAge > longestAge) return undefined
  if (mode !== 'enforce' && mode !== 'testing' && mode !== 'none') return undefined
  const mx = fields.filter(([name]) => name === 'mx').map(([, value]) => value.toLowerCase())
  return mx.length === 0 && mode !== 'none' ? undefined : { mode, maxAge, mx }
}

/** RFC 8461, 4.1: `*.` stands for exactly one label. */
export const matchesMx = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.')
    ? host.slice(host.indexOf('.')) === pattern.slice(1) && host.includes('.')
    : pattern === host

const wrong = (code: string, params: DnsExtra['params'] = {}): Omit<DnsExtra, 'id'> => ({
  verdict: 'wrong',
  code,
  params,
})

/**
 * What a fetched document means for mail. Pure.
 * @param hosts all that take mail in, also the backup; undefined where nobody knows them
 */
export function judgePolicy(
  document: HttpDocument,
  hosts: readonly string[] | undefined,
): Omit<DnsExtra, 'id'> {
  // From inside the home network the router may answer instead of the server: that is no verdict.
  if (document.kind !== 'document') {
    const code = document.kind === 'certificate' ? 'sts-certificate' : 'sts-unreachable'
    return { verdict: 'unknown', code, params: { reason: document.reason } }
  }
  const { status, contentType, text, isCut } = document
  if (status >= 300 && status < 400) return wrong('sts-redirect', { status })
  if (status !== 200) return wrong('sts-not-served', { status })
  const policy = isCut ? undefined : readPolicy(text)
  const raw = text.slice(0, 1000)
  if (!policy) return { ...wrong('sts-broken'), raw }
  const { mode, mx } = policy
  const params = { mode }
  if (!/^text\/plain\b/i.test(contentType))
    return { verdict: 'differs', code: 'sts-type', params: { type: contentType || '–' }, raw }
  if (mode === 'none') return { verdict: 'differs', code: 'sts-none', params, raw }
  if (!hosts) return { verdict: 'unknown', code: 'sts-no-mx', params, raw }
  const lacking = hosts.filter(host => !mx.some(pattern => matchesMx(pattern, host)))
  if (lacking.length > 0) {
    const lacks = { ...params, hosts: listed(lacking) }
    return mode === 'enforce'
      ? { ...wrong('sts-lacks', lacks), raw }
      : { verdict: 'differs', code: 'sts-lacks-testing', params: lacks, raw }
  }
  const dangling = mx.filter(pattern => !hosts.some(host => matchesMx(pattern, host)))
  return dangling.length > 0
    ? {
        verdict: 'differs',
        code: 'sts-dangling',
        params: { ...params, hosts: listed(dangling) },
        raw,
      }
    : { verdict: 'right', code: mode === 'testing' ? 'sts-testing' : 'sts-right', params, raw }
}
