/** What watching asks of the relay feature: one question each, without the log that the whole status reads. */
import type { RelayStatus } from '../../shared/model/relay.ts'
import { Secret } from '../../shared/secret.ts'
import type { z } from '../../shared/zod.ts'
import { relayValues, targetOf } from './configured.ts'
import type { LoginCheck } from './login-check.ts'
import { parseQueue, type Queue } from './parse-queue.ts'
import type { RelayDeps, Where } from './relay-deps.ts'
import { readQueueLines } from './queue/read-queue.ts'

/** Enough to tell why mail waits. */
const usualEntries = 500

export interface RelayLogin {
  /** The relay's host, where one is set. */
  readonly relay?: string
  readonly login: z.input<typeof RelayStatus>['login']
}

/** Both throw AppError of the connection, of rights, and when there is no such project. */
export interface RelayLooks {
  /** Whether the relay in use lets the server in; tried at most once in some minutes. */
  login(where: Where, signal: AbortSignal): Promise<RelayLogin>
  forgetLogin(): void
  /** What waits in the queue; `isKnown` is false where the smtp container does not run. */
  queue(where: Where, signal: AbortSignal): Promise<Queue>
}

export const createRelayLooks = (deps: RelayDeps, check: LoginCheck): RelayLooks => ({
  async login(where, signal) {
    const at = await deps.open(where, signal)
    const running = relayValues(key => at.smtp?.env[key])
    if (running.password !== '') deps.remember(new Secret(running.password))
    const relay = targetOf(running)?.host
    const login = await check.of(at, running, signal)
    return { ...(relay !== undefined && { relay }), login }
  },
  forgetLogin: check.forget,
  async queue(where, signal) {
    return parseQueue(await readQueueLines(await deps.open(where, signal), usualEntries, signal))
  },
})
