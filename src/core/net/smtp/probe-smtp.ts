/** Tries a relay up to the login and says goodbye: no mail is sent. Each step has a verdict of its own. */
import type { Duplex } from 'node:stream'
import { isAppError } from '../../../shared/errors.ts'
import type { Step } from '../../../shared/model/verdict.ts'
import { maskLogin } from './login.ts'
import { TalkFault } from '../talk/talk-fault.ts'
import { createSmtpLink } from './smtp-link.ts'
import { smtpScript, type SmtpStep, smtpSteps } from './steps.ts'
import type { Outcome, SmtpProbe, Talk } from './talk.ts'

/** What a broken conversation means at that step. */
function ofFault(id: SmtpStep, fault: TalkFault, { probe, timeoutMs }: Talk): Outcome {
  const { host, port } = probe
  if (isAppError(fault.cause)) return { verdict: 'unknown', code: 'line-lost', isEnd: true }
  const end = { verdict: 'wrong', isEnd: true } as const
  switch (fault.kind) {
    case 'no-answer':
      return id === 'greeting'
        ? { ...end, code: 'greeting-silent', params: { port } }
        : { ...end, code: 'no-answer', params: { seconds: Math.round(timeoutMs / 1000) } }
    case 'not-understood':
      return { ...end, code: 'not-smtp', params: { host, port }, raw: fault.detail }
    case 'tls-failed':
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
 * @returns one step for each of `smtpSteps`, in their order; faults of the relay are verdicts, not errors
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
    timeoutMs: probe.timeoutMs ?? 15_000,
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
    for (const id of smtpSteps) {
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
