/** Judges a peer's certificate, and says which of its faults it is. */
import { checkServerIdentity, type PeerCertificate, type TLSSocket } from 'node:tls'

export type CertificateJudgement =
  | { readonly kind: 'fits'; readonly days: number }
  | { readonly kind: 'expired' | 'not-yet'; readonly date: string }
  | { readonly kind: 'wrong-name'; readonly names: string }
  | { readonly kind: 'untrusted'; readonly issuer: string; readonly reason: string }

const dayMs = 86_400_000

const one = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? ''

function namesOf(certificate: PeerCertificate): string[] {
  const alternatives = (certificate.subjectaltname ?? '')
    .split(', ')
    .filter(entry => entry.startsWith('DNS:'))
    .map(entry => entry.slice('DNS:'.length))
  return alternatives.length > 0 ? alternatives : [one(certificate.subject.CN)]
}

/** Postfix's `smtp_tls_secure_cert_match = nexthop, dot-nexthop`: names below the host count as well. */
const fitsPostfix = (host: string, certificate: PeerCertificate): boolean =>
  namesOf(certificate).some(name => name.toLowerCase().endsWith(`.${host.toLowerCase()}`))

const dateOf = (text: string): string => new Date(text).toISOString().slice(0, 10)

/**
 * The worst fault first: time, then name, then issuer.
 * @param now milliseconds since the epoch
 * @param nameRule `postfix`: as it judges a relay; `browser`: as mail programs and browsers do (RFC 6125). @default 'postfix'
 */
export function judgeCertificate(
  socket: TLSSocket,
  host: string,
  now: number,
  nameRule: 'postfix' | 'browser' = 'postfix',
): CertificateJudgement {
  const certificate = socket.getPeerCertificate()
  const until = Date.parse(certificate.valid_to)
  if (until < now) return { kind: 'expired', date: dateOf(certificate.valid_to) }
  if (Date.parse(certificate.valid_from) > now)
    return { kind: 'not-yet', date: dateOf(certificate.valid_from) }
  const fitsName =
    checkServerIdentity(host, certificate) === undefined ||
    (nameRule === 'postfix' && fitsPostfix(host, certificate))
  if (!fitsName)
    return { kind: 'wrong-name', names: namesOf(certificate).slice(0, 5).join(', ').slice(0, 300) }
  // With a fault of the chain this holds OpenSSL's code; the name was judged above.
  const reason = socket.authorized ? '' : String(socket.authorizationError)
  if (reason !== '' && reason !== 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      kind: 'untrusted',
      issuer: (one(certificate.issuer.O) || one(certificate.issuer.CN) || '?').slice(0, 200),
      reason,
    }
  return { kind: 'fits', days: Math.floor((until - now) / dayMs) }
}
