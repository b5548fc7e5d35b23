/** Tries a relay up to the name of a sender and says goodbye: no mail is sent. Each step has a verdict of its own. */
import type { Duplex } from 'node:stream'
import { isAppError } from '../../../shared/errors.ts'
import type { Step } from '../../../shared/model/verdict.ts'
import { maskLogin } from './login.ts'
import { TalkFault } from '../talk/talk-fault.ts'
import { createSmtpLink } from './smtp-link.ts'
import { smtpScript, type SmtpStep, stepsFor } from './steps.ts'
import type { Outcome, SmtpProbe, Talk } from './talk.ts'

/** Node, where the line ended in the middle of the handshake. */
const hungUp = /disconnected before secure|ECONNRESET/
/** OpenSSL, where a plain greeting came in place of the other side's part of TLS. */
const spokeInClear = /wrong.version|packet.length|unknown.protocol|http.request/i

/** What a broken conversation means at that step. */
function ofFault(id: SmtpStep, fault: TalkFault, talk: Talk): Outcome {
  const { probe, greetingMs, timeoutMs } = talk
  const { host, port, isImplicitTls } = probe
  const seconds = (ms: number): number => Math.round(ms / 1000)
  if (isAppError(fault.cause)) return { verdict: 'unknown', code: 'line-lost', isEnd: true }
  const end = { verdict: 'wrong', isEnd: true } as const
  switch (fault.kind) {
    case 'no-answer':
      return id === 'greeting'
        ? { ...end, code: 'greeting-silent', params: { port, seconds: seconds(greetingMs) } }
        : { ...end, code: 'no-answer', params: { seconds: seconds(timeoutMs) } }
    case 'not-understood':
      return { ...end, code: 'not-smtp', params: { host, port }, raw: fault.detail }
    case 'tls-failed':
      if (hungUp.test(fault.detail)) return { ...end, code: 'disconnected' }
      if (isImplicitTls && spokeInClear.test(fault.detail))
        return { ...end, code: 'tls-not-at-once', params: { port }, raw: fault.detail }
      return { ...end, code: 'tls-failed', params: { reason: fault.detail }, raw: fault.detail }
    case 'disconnected':
      return { ...end, code: 'disconnected' }
  }
}

/** QUIT, and a moment for it to go out; whether it is answered does not matter. */
async function sayGoodbye({ link, timeoutMs }: Talk): Promise<void> {
  try {
    await link.ask('QUIT', Math.min(timeoutMs, 2000))
  } catch (error) {
    if (!(error instanceof TalkFault)) throw error
  }
}

/** A step that an earlier one made pointless. */
export const notTried = (id: string): Step => ({
  id,
  verdict: 'not-tried',
  code: 'not-tried',
  params: {},
})

/**
 * Speaks with the relay at the other end of `stream`, which is closed afterwards.
 * @returns one step for each of `stepsFor(probe)`, in their order; faults of the relay are verdicts, not errors
 * @throws AppError `cancelled`
 */
export async function probeSmtp(
  stream: Duplex,
  probe: SmtpProbe,
  signal: AbortSignal,
): Promise<Step[]> {
  const link = createSmtpLink(stream, signal)
  const talk: Talk = {
    probe,
    link,
    greetingMs: probe.greetingMs ?? 6000,
    timeoutMs: probe.timeoutMs ?? 8000,
    can: { startTls: false, mechanisms: [] },
    tls: undefined,
    isBroken: false,
  }
  const attempt = async (id: SmtpStep): Promise<Outcome> => {
    try {
      return await smtpScript[id](talk)
    } catch (error) {
      if (!(error instanceof TalkFault)) throw error
      talk.isBroken = true
      return ofFault(id, error, talk)
    }
  }
  const mask = (text: string): string => maskLogin(text, probe.login)
  const toStep = (
    id: SmtpStep,
    { verdict, code, params = {}, raw }: Outcome,
    tookMs: number,
  ): Step => ({
    id,
    verdict,
    code,
    params: Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        typeof value === 'string' ? mask(value) : value,
      ]),
    ),
    ...(raw !== undefined && raw !== '' && { raw: mask(raw) }),
    tookMs: Math.round(tookMs),
  })

  try {
    const steps: Step[] = []
    let hasEnded = false
    for (const id of stepsFor(probe)) {
      if (hasEnded) {
        steps.push(notTried(id))
        continue
      }
      const from = performance.now()
      const outcome = await attempt(id)
      steps.push(toStep(id, outcome, performance.now() - from))
      hasEnded = outcome.isEnd === true
    }
    if (!talk.isBroken) await sayGoodbye(talk)
    return steps
  } finally {
    link.close()
  }
}
