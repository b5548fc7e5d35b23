/** The relay feature: handlers of its contract. */
import type { Handlers } from '../../shared/contract/define.ts'
import type { relayContract } from '../../shared/contract/relay.ts'
import { AppError } from '../../shared/errors.ts'
import { relayKeys, relayValues, targetOf } from './configured.ts'
import { createLoginCheck } from './login-check.ts'
import { createRelayLooks, type RelayLooks } from './looks.ts'
import { createSmtpLooker } from './look.ts'
import { createRelayProber } from './probe-relay.ts'
import { createOpinionHandlers } from './opinion/opinion-handlers.ts'
import { createOpinions } from './opinion/opinions.ts'
import { createProofs, type Proofs } from './proof/proof-handlers.ts'
import { createQueueHandlers } from './queue/queue-handlers.ts'
import type { RelayDeps, Where } from './relay-deps.ts'
import { relayPlan } from './relay-plan.ts'
import { relayStatus } from './relay-status.ts'
import { senderOf } from './sender-address.ts'
import { setRelay, targetOfChoice } from './set-relay.ts'
import { isRunning } from './vantage.ts'

export interface Relay extends RelayLooks {
  readonly handlers: Handlers<typeof relayContract>
  readonly proofs: Proofs['schedule']
}

/** Puts the feature together. */
export function createRelay(deps: RelayDeps): Relay {
  const look = createSmtpLooker()
  const probe = createRelayProber({ look, clock: deps.clock })
  const login = createLoginCheck({ clock: deps.clock, probe, look })
  const opinions = createOpinions(deps)
  const proofs = createProofs(deps)

  /** Tries the relay that is in use: what the container runs with, or the file's where nothing runs. */
  async function probeConfigured(where: Where, signal: AbortSignal) {
    const at = await deps.open(where, signal)
    const isInUse = isRunning(at.smtp)
    const env = isInUse
      ? new Map(Object.entries(at.smtp.env))
      : await deps.envValues({ ...where, project: at.project }, relayKeys, signal)
    const isWrapped = isInUse ? (await look(at, signal))?.isWrapped : undefined
    const target = targetOf(
      relayValues(key => env.get(key)),
      isWrapped,
    )
    if (!target) throw new AppError('relay-not-configured', { project: at.project })
    if (target.login) deps.remember(target.login.password)
    const report = await probe(at, target, signal, await senderOf(deps, at, where, signal))
    if (isInUse) login.learn(at, report)
    return report
  }

  return {
    ...createRelayLooks(deps, login),
    proofs: proofs.schedule,
    handlers: {
      'relay.providers': async () => [...(await deps.providers())],
      'relay.probe': async ({ choice, ...where }, context) => {
        context.steps([{ id: 'probe', weight: 1 }])
        context.progress('probe')
        if (!choice) return probeConfigured(where, context.signal)
        const at = await deps.open(where, context.signal)
        const here = { ...where, project: at.project }
        const target = await targetOfChoice(deps, here, choice, context.signal)
        const sender = await senderOf(deps, at, here, context.signal)
        return probe(at, target, context.signal, sender)
      },
      'relay.plan': async ({ choice, ...where }, { signal }) => {
        const at = await deps.open(where, signal)
        const here = { ...where, project: at.project }
        const target = await targetOfChoice(deps, here, choice, signal)
        return relayPlan(deps, at, here, target, signal)
      },
      'relay.set': ({ choice, insist, ...where }, context) =>
        setRelay(deps, probe, where, choice, insist === true, context),
      'relay.status': (where, { signal }) =>
        relayStatus(deps, { look, login, opinions }, where, signal),
      ...createQueueHandlers(deps),
      ...createOpinionHandlers(deps, opinions),
      ...proofs.handlers,
    },
  }
}
