/** The steps of the probe: each asks one thing and judges the answer. */
import type { TlsLevel } from '../../../shared/model/relay.ts'
import { readCapabilities, usableMechanism } from './ehlo.ts'
import { judgeCertificate } from '../tls/judge-certificate.ts'
import { logIn } from './login.ts'
import { showable } from '../talk/showable.ts'
import type { SmtpReply } from './reply-reader.ts'
import type { Outcome, Talk } from './talk.ts'

/** Ids of the steps, in their order. */
export const smtpSteps = [
  'greeting',
  'ehlo',
  'starttls',
  'certificate',
  'mechanisms',
  'login',
] as const
export type SmtpStep = (typeof smtpSteps)[number]

const checksCertificate = new Set<TlsLevel>(['verify', 'secure'])
const sendsInClear = new Set<TlsLevel>(['none', 'may', 'dane'])

const textOf = ({ code, lines }: SmtpReply): string =>
  `${code} ${lines.map(line => showable(Buffer.from(line))).join(' ')}`.slice(0, 500)

/** A refusal: for good (5xx) or for now (4xx), which says nothing about the settings. */
const refusal = (reply: SmtpReply, code: string, laterCode = code): Outcome => {
  const raw = textOf(reply)
  const isForNow = reply.code < 500
  return {
    verdict: isForNow ? 'unknown' : 'wrong',
    code: isForNow ? laterCode : code,
    params: { reply: raw },
    raw,
    isEnd: true,
  }
}

async function greeting({ link, timeoutMs }: Talk): Promise<Outcome> {
  const reply = await link.hear(timeoutMs * 2)
  if (reply.code !== 220) return refusal(reply, 'greeting-refused', 'greeting-refused-for-now')
  const raw = textOf(reply)
  return { verdict: 'right', code: 'greeted', params: { reply: raw.slice(4) }, raw }
}

async function ehlo(talk: Talk): Promise<Outcome> {
  const reply = await talk.link.ask(`EHLO ${talk.probe.helo}`, talk.timeoutMs)
  if (reply.code !== 250) return refusal(reply, 'ehlo-refused')
  talk.can = readCapabilities(reply)
  return { verdict: 'right', code: 'ehlo-accepted', raw: textOf(reply) }
}

async function startTls(talk: Talk): Promise<Outcome> {
  const { host, port, tlsLevel, login, caPem } = talk.probe
  if (tlsLevel === 'none' && login)
    return { verdict: 'wrong', code: 'tls-switched-off', isEnd: true }
  if (tlsLevel === 'none') return { verdict: 'not-needed', code: 'not-needed' }
  if (!talk.can.startTls) {
    const isEnd = login !== undefined || !sendsInClear.has(tlsLevel)
    return isEnd
      ? { verdict: 'wrong', code: 'starttls-missing', params: { port }, isEnd }
      : { verdict: 'differs', code: 'starttls-missing-open', params: { port } }
  }
  const reply = await talk.link.ask('STARTTLS', talk.timeoutMs)
  if (reply.code !== 220) return refusal(reply, 'starttls-refused')
  talk.tls = await talk.link.startTls(host, caPem, talk.timeoutMs)
  const again = await talk.link.ask(`EHLO ${talk.probe.helo}`, talk.timeoutMs)
  if (again.code !== 250) return refusal(again, 'ehlo-refused')
  talk.can = readCapabilities(again)
  const params = { protocol: talk.tls.getProtocol()?.replace('TLSv', 'TLS ') ?? 'TLS' }
  return { verdict: 'right', code: 'starttls-done', params, raw: textOf(again) }
}

async function certificate({ probe, tls }: Talk): Promise<Outcome> {
  if (!tls) return { verdict: 'not-needed', code: 'not-needed' }
  const { kind, ...params } = judgeCertificate(tls, probe.host, probe.now)
  const code = `certificate-${kind}`
  if (kind === 'fits') return { verdict: 'right', code, params: { host: probe.host, ...params } }
  // Where the certificate counts, Postfix would not go on either: the password stays here.
  const isEnd = checksCertificate.has(probe.tlsLevel)
  return {
    verdict: isEnd ? 'wrong' : 'differs',
    code,
    params: { host: probe.host, ...params },
    isEnd,
  }
}

async function mechanisms({ probe, can }: Talk): Promise<Outcome> {
  if (!probe.login) return { verdict: 'not-needed', code: 'not-needed' }
  const offered = can.mechanisms.join(', ')
  const mechanism = usableMechanism(can.mechanisms)
  if (mechanism)
    return { verdict: 'right', code: 'mechanism-usable', params: { mechanism }, raw: offered }
  return offered === ''
    ? { verdict: 'missing', code: 'mechanisms-none', params: { port: probe.port }, isEnd: true }
    : {
        verdict: 'wrong',
        code: 'mechanisms-unusable',
        params: { offered },
        raw: offered,
        isEnd: true,
      }
}

async function login({ probe, link, can, timeoutMs }: Talk): Promise<Outcome> {
  const mechanism = usableMechanism(can.mechanisms)
  if (!probe.login || !mechanism) return { verdict: 'not-needed', code: 'not-needed' }
  const reply = await logIn(link, mechanism, probe.login, timeoutMs)
  const raw = textOf(reply)
  return reply.code === 235
    ? { verdict: 'right', code: 'login-accepted', raw }
    : refusal(reply, 'login-refused', 'login-refused-for-now')
}

/** How each step is taken. A broken conversation is thrown as `TalkFault`. */
export const smtpScript: Readonly<Record<SmtpStep, (talk: Talk) => Promise<Outcome>>> = {
  greeting,
  ehlo,
  starttls: startTls,
  certificate,
  mechanisms,
  login,
}
