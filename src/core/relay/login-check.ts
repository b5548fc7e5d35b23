/** Whether the relay lets the server in: asked with what the smtp container runs with, and remembered for some minutes. */
import { isAppError } from '../../shared/errors.ts'
import type { ProbeReport, RelayStatus } from '../../shared/model/relay.ts'
import type { z } from '../../shared/zod.ts'
import { type RelayValues, targetOf } from './configured.ts'
import { type RelayProber, stoppedAt } from './probe-relay.ts'
import type { createSmtpLooker } from './look.ts'
import type { RelayDeps, RelayStack } from './relay-deps.ts'
import { isRunning } from './vantage.ts'

type Login = z.input<typeof RelayStatus>['login']

export interface LoginCheck {
  /** What a probe of the running settings has just found. */
  learn(at: RelayStack, report: ProbeReport): void
  /** The next one is asked anew. */
  forget(): void
  /** The login of the running container. @throws AppError `cancelled` */
  of(at: RelayStack, running: RelayValues, signal: AbortSignal): Promise<Login>
}

/** A login is asked anew after this time; a fault sooner, since somebody may be mending it. */
const keepMs = { fine: 5 * 60_000, fault: 60_000 }
/** A status is not held up by a silent relay for longer. */
const probeMs = 15_000

/** The login as a probe found it. What comes after the login says nothing about it. */
export function loginOf(report: ProbeReport): Login {
  const stopped = stoppedAt(report)
  const step =
    stopped && stopped.id !== 'sender' ? stopped : report.steps.find(({ id }) => id === 'login')
  return {
    verdict: step?.verdict ?? 'unknown',
    code: step?.code ?? 'not-tried',
    params: step?.params ?? {},
    checkedAt: report.probedAt,
  }
}

/** A check with a memory of its own. */
export function createLoginCheck(deps: {
  readonly clock: RelayDeps['clock']
  readonly probe: RelayProber
  readonly look: ReturnType<typeof createSmtpLooker>
}) {
  const known = new Map<string, { readonly login: Login; readonly until: number }>()
  // A restart reads the override files anew, and may so begin in another way.
  const keyOf = ({ host, smtp }: RelayStack): string =>
    `${host.serverId} ${smtp?.id ?? ''} ${smtp?.startedAt ?? ''}`

  const keep = (at: RelayStack, login: Login): Login => {
    const isFine = ['right', 'differs', 'not-needed'].includes(login.verdict)
    const until = deps.clock.now() + (isFine ? keepMs.fine : keepMs.fault)
    known.set(keyOf(at), { login, until })
    return login
  }

  return {
    learn: (at: RelayStack, report: ProbeReport): void => void keep(at, loginOf(report)),
    forget: (): void => known.clear(),
    async of(at: RelayStack, running: RelayValues, signal: AbortSignal): Promise<Login> {
      const none = { verdict: 'unknown', params: {} } as const
      if (!isRunning(at.smtp)) return { ...none, code: 'relay-not-running' }
      if (running.relay === '') return { ...none, verdict: 'not-needed', code: 'relay-none' }
      const before = known.get(keyOf(at))
      if (before && before.until > deps.clock.now()) return before.login
      if (!targetOf(running))
        return { verdict: 'wrong', code: 'relay-unreadable', params: { relay: running.relay } }
      const limit = AbortSignal.timeout(probeMs)
      const both = AbortSignal.any([signal, limit])
      try {
        const target = targetOf(running, (await deps.look(at, both))?.isWrapped)!
        return keep(at, loginOf(await deps.probe(at, target, both)))
      } catch (error) {
        if (!isAppError(error) || (error.code === 'cancelled' && !limit.aborted)) throw error
        const checkedAt = new Date(deps.clock.now()).toISOString()
        const params = { seconds: probeMs / 1000 }
        return keep(at, { ...none, code: 'relay-not-checked', params, checkedAt })
      }
    },
  }
}
