/** The steps of the probe: each asks one thing and judges the answer. */
import type { TLSSocket } from 'node:tls'
import type { TlsLevel } from '../../../shared/model/relay.ts'
import { readCapabilities, usableMechanism } from './ehlo.ts'
import type { Step } from '../../../shared/model/verdict.ts'
import { TalkFault } from '../talk/talk-fault.ts'
import { judgeCertificate } from '../tls/judge-certificate.ts'
import { logIn } from './login.ts'
import { showable } from '../talk/showable.ts'
import type { SmtpReply } from './reply-reader.ts'
import type { Outcome, SmtpProbe, Talk } from './talk.ts'

const toTls = ['starttls', 'certificate'] as const
const hello = ['greeting', 'ehlo'] as const
const after = ['mechanisms', 'login', 'sender'] as const
export type SmtpStep = (typeof toTls | typeof hello | typeof after)[number]

/** Ids of the steps, in their order. Where TLS begins at once, encryption and certificate come before the first word. */
export const stepsFor = ({
  isImplicitTls,
  sender,
}: Pick<SmtpProbe, 'isImplicitTls' | 'sender'>): readonly SmtpStep[] => {
  const steps = isImplicitTls ? [...toTls, ...hello, ...after] : [...hello, ...toTls, ...after]
  return sender === undefined ? steps.filter(step => step !== 'sender') : steps
}

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

/** For the other side's part of TLS on a port that was silent: one round trip and a little. */
const tlsTryMs = 1500

/** Nothing was said: a port that waits for TLS does that, and answers its first word (RFC 8314, 3.3). */
async function ofSilence({ link, probe }: Talk, silence: TalkFault): Promise<Outcome> {
  try {
    await link.startTls(probe.host, probe.caPem, tlsTryMs)
  } catch (error) {
    throw error instanceof TalkFault ? silence : error
  }
  return { verdict: 'wrong', code: 'tls-at-once', params: { port: probe.port }, isEnd: true }
}

async function greeting(talk: Talk): Promise<Outcome> {
  const { link, greetingMs, tls } = talk
  let reply: SmtpReply
  try {
    reply = await link.hear(greetingMs)
  } catch (error) {
    const isSilent = error instanceof TalkFault && error.kind === 'no-answer' && !tls
    if (isSilent) return ofSilence(talk, error)
    throw error
  }
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

const tlsParams = (tls: TLSSocket): Step['params'] => ({
  protocol: tls.getProtocol()?.replace('TLSv', 'TLS ') ?? 'TLS',
})

async function startTls(talk: Talk): Promise<Outcome> {
  const { host, port, tlsLevel, login, caPem, isImplicitTls } = talk.probe
  if (isImplicitTls) {
    talk.tls = await talk.link.startTls(host, caPem, talk.greetingMs)
    return { verdict: 'right', code: 'tls-begun', params: tlsParams(talk.tls) }
  }
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
  return {
    verdict: 'right',
    code: 'starttls-done',
    params: tlsParams(talk.tls),
    raw: textOf(again),
  }
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
  const reply = await logIn(link, mechanism, probe.login, timeoutMs * 2)
  const raw = textOf(reply)
  return reply.code === 235
    ? { verdict: 'right', code: 'login-accepted', raw }
    : refusal(reply, 'login-refused', 'login-refused-for-now')
}

/** A relay that wants a login first (RFC 4954, section 6: 530). */
const wantsLogin = ({ code, lines }: SmtpReply): boolean =>
  code === 530 ||
  (code >= 500 && /authentication (is )?required|must .*auth/i.test(lines.join(' ')))

/**
 * Names the sender and takes that back (RFC 5321, 4.1.1.2 and 4.1.1.5): no recipient, so no mail. Then the empty one of bounces, which
 * every server has to take (4.5.5) and some relays do not.
 */
async function sender(talk: Talk): Promise<Outcome> {
  const { probe, link, timeoutMs } = talk
  const name = probe.sender ?? ''
  if (name === '') return { verdict: 'differs', code: 'sender-not-known' }
  const reply = await link.ask(`MAIL FROM:<${name}>`, timeoutMs * 2)
  const raw = textOf(reply)
  const params = { sender: name, domain: name.slice(name.lastIndexOf('@') + 1), reply: raw }
  if (reply.code >= 400 && !probe.login && wantsLogin(reply))
    return { verdict: 'wrong', code: 'sender-needs-login', params, raw }
  if (reply.code >= 500) return { verdict: 'wrong', code: 'sender-refused', params, raw }
  if (reply.code >= 400) return { verdict: 'unknown', code: 'sender-put-off', params, raw }
  const refused = await bounceRefusal(talk)
  return refused === undefined
    ? { verdict: 'right', code: 'sender-accepted', params, raw }
    : {
        verdict: 'differs',
        code: 'sender-no-bounces',
        params: { sender: name, reply: refused },
        raw: refused,
      }
}

/** What the relay says against the empty sender; undefined where it takes it or does not say. */
async function bounceRefusal(talk: Talk): Promise<string | undefined> {
  const { link, timeoutMs } = talk
  try {
    await link.ask('RSET', timeoutMs)
    const reply = await link.ask('MAIL FROM:<>', timeoutMs)
    if (reply.code >= 500) return textOf(reply)
    await link.ask('RSET', timeoutMs)
  } catch (error) {
    if (!(error instanceof TalkFault)) throw error
    talk.isBroken = true
  }
  return undefined
}

/** How each step is taken. A broken conversation is thrown as `TalkFault`. */
export const smtpScript: Readonly<Record<SmtpStep, (talk: Talk) => Promise<Outcome>>> = {
  greeting,
  ehlo,
  starttls: startTls,
  certificate,
  mechanisms,
  login,
  sender,
}
