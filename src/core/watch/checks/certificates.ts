/** The certificate on every port that shows one: days left, name, chain. */
import type { TLSSocket } from 'node:tls'
import type { Outcome } from '../../../shared/model/watch.ts'
import { openSmtp } from '../../net/smtp/open-smtp.ts'
import { createSmtpLink } from '../../net/smtp/smtp-link.ts'
import { type CertificateJudgement, judgeCertificate } from '../../net/tls/judge-certificate.ts'
import { type Check } from '../check.ts'
import type { WatchedStack } from './checks-deps.ts'
import { contacts } from './contacts.ts'
import { converse, replyMs } from './converse.ts'
import { differs, guarded, notNeeded, right, unknown, wrong } from './outcomes.ts'
import type { Place } from './place.ts'
import { frontAt, hasTls, hostNameOf, isOutcome, isServed, running } from './published.ts'

export interface PortCertificate {
  readonly port: number
  readonly judgement: CertificateJudgement
}

const startTlsPorts = [25, 587]
const ports = [25, 465, 587, 993, 995, 443]
/** certbot renews below 30 days: at 21 it has failed for more than a week (`mailu.md` 7.4). */
const soonDays = 21

type Kind = CertificateJudgement['kind']
/** What each kind tells beside itself. */
interface PartsOf {
  readonly fits: { readonly days: number }
  readonly expired: { readonly date: string }
  readonly 'not-yet': { readonly date: string }
  readonly 'wrong-name': { readonly names: string }
  readonly untrusted: { readonly issuer: string; readonly reason: string }
}
type Found<K extends Kind> = PartsOf[K] & { readonly port: number }

/** The worst finding names itself and its ports. @param host the name that mail programs use */
export function judgeCertificates(found: readonly PortCertificate[], host: string): Outcome {
  const of = <K extends Kind>(kind: K): Found<K>[] =>
    found.flatMap(
      ({ port, judgement }) =>
        judgement.kind === kind ? [{ port, ...(judgement as unknown as PartsOf[K]) }] : [], // its kind was just compared
    )
  const fits = of('fits')
  const list = (some: readonly { readonly port: number }[]): string =>
    some.map(one => one.port).join(', ')
  const days = Math.min(...fits.map(one => one.days))
  const raw = found
    .map(({ port, judgement }) =>
      [port, ...Object.values<string | number>({ ...judgement })].join(' '),
    )
    .join('\n')
  const rest = { raw, ...(fits.length > 0 && { figures: { days } }) }
  const [expired, early] = [of('expired'), of('not-yet')]
  const [named, untrusted] = [of('wrong-name'), of('untrusted')]
  if (expired[0])
    return wrong('certificate-expired', { ports: list(expired), date: expired[0].date }, rest)
  if (early[0])
    return wrong('certificate-not-yet', { ports: list(early), date: early[0].date }, rest)
  if (named[0])
    return wrong(
      'certificate-wrong-name',
      { ports: list(named), host, names: named[0].names },
      rest,
    )
  const soon = fits.filter(one => one.days <= soonDays)
  if (soon.length > 0) return wrong('certificate-ends-soon', { ports: list(soon), days }, rest)
  if (untrusted[0]) {
    const { issuer, reason } = untrusted[0]
    return differs('certificate-untrusted', { ports: list(untrusted), issuer, reason }, rest)
  }
  if (fits.length === 0) return unknown('certificates-not-seen', {})
  return right('certificates-fit', { days }, rest)
}

export function certificatesCheck(place: Place): Check {
  const { caPem, clock } = place.deps

  /** The certificate of one port; undefined where none was seen, which other checks speak of. */
  const lookAt = async (
    stack: WatchedStack,
    port: number,
    signal: AbortSignal,
  ): Promise<PortCertificate | undefined> => {
    const found = frontAt(stack, port)
    if (isOutcome(found) || isServed(found.front, stack.version, port) === false) return undefined
    const { front, at } = found
    const host = hostNameOf(front)
    let seen: CertificateJudgement | undefined
    const door = { stack, at, port, instead: { container: front, port } }
    await converse(door, signal, async stream => {
      const link = createSmtpLink(stream, signal)
      const opening = {
        tls: 'if-offered',
        host,
        caPem,
        helo: 'postern.invalid',
        timeoutMs: replyMs,
      } as const
      let tls: TLSSocket | undefined
      if (startTlsPorts.includes(port)) {
        const opened = await openSmtp(link, opening)
        tls = opened.isOpen ? opened.tls : undefined
      } else tls = await link.startTls(host, caPem, replyMs)
      if (tls) seen = judgeCertificate(tls, host, clock.now(), 'browser')
      return right('certificates-fit', {})
    })
    return seen && { port, judgement: seen }
  }

  return {
    id: 'certificates',
    lamp: undefined,
    vantage: 'server',
    dependsOn: ['path'],
    intervalMs: 6 * 3_600_000,
    timeoutMs: 180_000,
    failAfter: 2,
    recoverAfter: 1,
    severity: 'needs-you',
    contacts: () => contacts.front(place, ports),
    run: guarded(async signal => {
      const stack = await place.stack(signal)
      const front = running(stack, 'front')
      // Whether front runs is for the checks by function to say.
      if (isOutcome(front)) return unknown('certificates-not-seen', {})
      if (!hasTls(front)) return notNeeded('certificates-elsewhere', {})
      const found: PortCertificate[] = []
      for (const port of ports) {
        const one = await lookAt(stack, port, signal)
        if (one) found.push(one)
      }
      return judgeCertificates(found, hostNameOf(front))
    }),
  }
}
