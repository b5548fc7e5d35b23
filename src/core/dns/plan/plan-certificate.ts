/** What the DNS says of the server's certificate: who may issue it, and by which authority receivers know it. */
import { type Part, type PlanInput, usualTtl, valuesOf } from './plan-input.ts'
import { finding, note, why } from './words.ts'

/** Keys of ISRG Root X1 and X2, which every certificate of Let's Encrypt leads to (`mailu.md` 3.5). */
export const letsEncryptRoots = [
  '2 1 1 0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3',
  '2 1 1 762195c225586ee6c0237456e2107dc54f1efc21f61a792ebd515913cce68332',
] as const

const isLetsEncrypt = (flavor: string): boolean => /letsencrypt/.test(flavor)

/** TLSA without a signed zone is ignored, and with a wrong one senders hold mail back: only where both are sure (RFC 7672). */
export function planTlsa({ facts, published }: PlanInput): Part {
  const { hostname, tlsFlavor } = facts
  const found = valuesOf(published.tlsa)
  if (!isLetsEncrypt(tlsFlavor) || published.isHostSigned !== true) {
    const findings =
      found.length > 0 && published.isHostSigned === false
        ? [finding('note', 'tlsa-without-dnssec', { hostname })]
        : []
    return { records: [], findings }
  }
  const name = `_25._tcp.${hostname}`
  return {
    findings: [],
    records: [
      {
        id: 'tlsa',
        group: 'safe',
        name,
        zone: published.zoneOf(name),
        type: 'TLSA',
        ttl: usualTtl,
        values: [...letsEncryptRoots],
        importance: 'optional',
        match: 'set',
        why: why('tlsa', { hostname }),
        notes: [note('tlsa-roots')],
      },
    ],
  }
}

const issuer = '0 issue letsencrypt.org'
const allows = (value: string): boolean =>
  /^\d+\s+issue\s+letsencrypt\.org\s*(;.*)?$/i.test(value.trim())
const isIssue = (value: string): boolean => /^\d+\s+issue\s/i.test(value.trim())

/** Only where Mailu gets its certificate itself: there a set that does not name its authority stops the next renewal (RFC 8659). */
export function planCaa({ facts, published }: PlanInput): Part {
  const { hostname, tlsFlavor } = facts
  if (!isLetsEncrypt(tlsFlavor)) return { records: [], findings: [] }
  const { name, found } = published.caa
  const values = valuesOf(found)
  const isForbidden = values.some(isIssue) && !values.some(allows)
  const at = values.length > 0 ? name : hostname
  return {
    findings: isForbidden ? [finding('danger', 'caa-forbids', { name, hostname })] : [],
    records: [
      {
        id: 'caa',
        group: 'safe',
        name: at,
        zone: published.zoneOf(at),
        type: 'CAA',
        ttl: usualTtl,
        values: values.some(allows) ? values.filter(allows) : [issuer],
        importance: isForbidden ? 'needed' : 'optional',
        match: 'contains',
        why: why('caa', { hostname: at }),
        notes: [],
      },
    ],
  }
}
