/** The DNS feature: handlers of its contract. */
import type { Handlers, JobContext } from '../../shared/contract/define.ts'
import type { dnsContract } from '../../shared/contract/dns.ts'
import { isAppError } from '../../shared/errors.ts'
import { DomainPlan, type PlanOptions } from '../../shared/model/dns.ts'
import { createChoices } from './choices.ts'
import type { DnsDeps, Where } from './dns-deps.ts'
import { dnsHosts } from './export/dns-hosts.ts'
import { exportPlan } from './export/export-plan.ts'
import { findHost } from './export/find-host.ts'
import { hostEntries } from '../../shared/mail/host-entries.ts'
import { asciiName } from './facts/parse-facts.ts'
import { factsOf, readStackFacts, type StackFacts } from './facts/read-facts.ts'
import { createLookTurns } from './look-turns.ts'
import { watchDomain } from './look/watch-domain.ts'
import { makePlan } from './plan/make-plan.ts'
import { mxChain } from './plan/plan-mx.ts'
import { workOutSpf } from './plan/plan-spf.ts'
import { createAsk, readPublished, spfAsk } from './published/read-published.ts'

export interface Dns {
  readonly handlers: Handlers<typeof dnsContract>
}

interface Asked extends Where {
  readonly domain: string
  readonly options?: PlanOptions | undefined
}

/** Mailu's admin takes seconds to start its command line, and a page asks several things at once. */
const factsLastMs = 30_000

/** Puts the feature together. */
export function createDns(deps: DnsDeps): Dns {
  const choices = createChoices(deps.db)
  const inTurn = createLookTurns()
  const known = new Map<string, { readonly until: number; readonly facts: Promise<StackFacts> }>()

  /** Shared by questions that come close together; a failure is not kept, nor another's change of mind. */
  async function stackFacts(where: Where, signal: AbortSignal): Promise<StackFacts> {
    const key = `${deps.idOf(where.server)} ${where.project ?? ''}`
    const before = known.get(key)
    if (before && before.until > deps.clock.now()) {
      try {
        return await before.facts
      } catch (error) {
        if (!isAppError(error, 'cancelled') || signal.aborted) throw error
      }
    }
    const facts = readStackFacts(deps, where, signal)
    known.set(key, { until: deps.clock.now() + factsLastMs, facts })
    facts.catch(() => known.delete(key))
    return facts
  }

  async function planOf(asked: Asked, signal: AbortSignal): Promise<DomainPlan> {
    const { server, project } = asked
    const facts = factsOf(await stackFacts({ server, project }, signal), asked.domain)
    const options = asked.options ?? choices.of(deps.idOf(server), facts.domain)
    const { resolver } = deps.worldOf(server)
    const ask = createAsk(resolver, signal)
    const published = await readPublished(resolver, ask, facts, signal)
    const input = { facts, published, options }
    const chain = mxChain(input)
    const spf = await workOutSpf(input, chain, spfAsk(ask))
    return DomainPlan.parse(makePlan(input, chain, spf, deps.clock.now()))
  }

  async function look(asked: Asked, context: JobContext) {
    const { server, project } = asked
    context.progress('plan')
    const found = await inTurn(async () => {
      const plan = await planOf(asked, context.signal)
      const { lookAt } = deps.worldOf(server)
      return lookAt(plan, context.signal, (done, total) =>
        context.progress('look', { done, total }),
      )
    }, context.signal)
    deps.looked({ server, ...(project !== undefined && { project }), look: found })
    return found
  }

  const steps = [
    { id: 'plan', weight: 1 },
    { id: 'look', weight: 3 },
  ]

  return {
    handlers: {
      async 'dns.domains'(where, { signal }) {
        const { env, domains } = await stackFacts(where, signal)
        return {
          hostname: env.hostnames[0] ?? '',
          domains: domains.map(({ name, alternatives, dkim }) => ({
            name,
            alternatives: [...alternatives],
            hasDkim: dkim !== undefined,
          })),
        }
      },
      'dns.plan': (asked, { signal }) => planOf(asked, signal),
      'dns.choose': ({ server, domain, options }) => {
        choices.keep(deps.idOf(server), asciiName(domain), options)
        return Promise.resolve()
      },
      async 'dns.export'({ format, ...asked }, { signal }) {
        return exportPlan(await planOf(asked, signal), format)
      },
      'dns.hosts': () => Promise.resolve([...dnsHosts]),
      async 'dns.entries'({ host, ...asked }, { signal }) {
        const shape = findHost(host)
        const plan = await planOf(asked, signal)
        return { entries: plan.records.flatMap(record => [...hostEntries(record, shape)]) }
      },
      'dns.check'(asked, context) {
        context.steps(steps)
        return look(asked, context)
      },
      'dns.watch'(asked, context) {
        context.steps(steps)
        return watchDomain(() => look(asked, context), deps.clock, context.signal)
      },
    },
  }
}
