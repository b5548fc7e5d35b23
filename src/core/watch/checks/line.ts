/**
 * This computer's own line to the internet. Nothing is asked that the person did not choose: the resolvers of this computer, about names
 * that Postern knows from the person, and the relay. No third party's "am I online" page.
 */
import type { Outcome } from '../../../shared/model/watch.ts'
import { type Check, usualRecoverAfter } from '../check.ts'
import { contacts } from './contacts.ts'
import type { LineProbe } from '../../net/line/line-probe.ts'
import { guarded, right, unknown, wrong } from './outcomes.ts'
import { isPublicName, type LineTargets, targetsOf } from './line-targets.ts'
import type { Place } from './place.ts'

/** Whether any of the things that the person uses answers. One after the other: the first answer is enough. */
export async function judgeLine(
  probe: LineProbe,
  { names, hosts }: LineTargets,
  signal: AbortSignal,
): Promise<Outcome> {
  if (!probe.hasNetwork()) return wrong('line-no-network', {})
  if (!(await probe.hasRoute())) return wrong('line-no-route', {})
  const asked: (() => Promise<boolean>)[] = [
    ...names.map(name => () => probe.resolves(name, signal)),
    ...hosts.map(one => () => probe.answers(one.host, one.port, signal)),
  ]
  if (asked.length === 0) return unknown('line-nothing-to-ask', {})
  for (const ask of asked) if (await ask()) return right('line-works', {})
  return signal.aborted
    ? unknown('not-finished', {})
    : wrong('line-no-answer', { asked: asked.length })
}

/**
 * Four failures, ten seconds apart, are sooner than what rests on it can count as down, and rarer than single lost answers. It never
 * alarms: an own line that is down is nobody's outage.
 */
export const lineRule = {
  id: 'line',
  lamp: undefined,
  vantage: 'line',
  dependsOn: [],
  intervalMs: 60_000,
  timeoutMs: 20_000,
  retryMs: 10_000,
  failAfter: 4,
  recoverAfter: usualRecoverAfter,
  severity: 'info',
} as const satisfies Partial<Check>

export function lineCheck(place: Place): Check {
  const { deps, where } = place
  /** Before the first look at the server only its own name is known. */
  const targets = async (signal: AbortSignal): Promise<LineTargets> => {
    const known = targetsOf(place)
    if (known.names.length + known.hosts.length > 0) return known
    const { host } = await deps.endpoint(where.server, signal)
    return { names: isPublicName(host) ? [host] : [], hosts: [] }
  }
  return {
    ...lineRule,
    contacts: () => contacts.line(targetsOf(place)),
    run: guarded(async signal => judgeLine(deps.line, await targets(signal), signal)),
  }
}
