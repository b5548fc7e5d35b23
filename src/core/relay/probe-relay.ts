/** The whole probe of one relay, from the way to the login or the sender. Nothing is sent and nothing is written. */
import type { ProbeReport } from '../../shared/model/relay.ts'
import type { Step } from '../../shared/model/verdict.ts'
import { notTried, probeSmtp } from '../net/smtp/probe-smtp.ts'
import { stepsFor } from '../net/smtp/steps.ts'
import type { Clock } from '../platform.ts'
import type { createSmtpLooker } from './look.ts'
import { openRelay } from './open-relay.ts'
import type { RelayTarget } from './relay-target.ts'
import type { RelayVantage } from './vantage.ts'

export interface RelayProber {
  /**
   * @param sender who is named after the login, empty where nobody knows; absent: it ends with the login
   * @throws AppError `cancelled`, and what stands between this computer and the server
   */
  (
    at: RelayVantage,
    target: RelayTarget,
    signal: AbortSignal,
    sender?: string,
  ): Promise<ProbeReport>
}

const fine: ReadonlySet<Step['verdict']> = new Set(['right', 'differs', 'not-needed'])

/** A prober that shares what `look` has learnt. */
export function createRelayProber(deps: {
  readonly look: ReturnType<typeof createSmtpLooker>
  readonly clock: Clock
}): RelayProber {
  return async (at, target, signal, sender) => {
    const { host, port, tlsLevel, isImplicitTls, login } = target
    const asked = { isImplicitTls, ...(sender !== undefined && { sender }) }
    const look = await deps.look(at, signal)
    const now = deps.clock.now()
    const opened = await openRelay(at, look, target, signal)
    const smtp = opened.stream
      ? await probeSmtp(
          opened.stream,
          {
            host,
            port,
            tlsLevel,
            ...asked,
            ...(login && { login }),
            ...(look?.caPem !== undefined && { caPem: look.caPem }),
            helo: look?.helo ?? 'localhost',
            now,
          },
          signal,
        )
      : stepsFor(asked).map(notTried)
    const steps = [...opened.steps, ...smtp]
    return {
      host,
      port,
      vantage: opened.vantage,
      steps,
      isUsable: steps.every(step => fine.has(step.verdict)),
      probedAt: new Date(now).toISOString(),
    }
  }
}

/** The step at which it stopped; undefined for a relay in order. */
export const stoppedAt = (report: ProbeReport): Step | undefined =>
  report.steps.find(step => !fine.has(step.verdict) && step.verdict !== 'not-tried')
