/** The record plan of one domain, put together from its rules. Pure. */
import type { DomainPlan } from '../../../shared/model/dns.ts'
import type { z } from '../../../shared/zod.ts'
import { workOutAlignment } from './alignment.ts'
import { planAddresses, planPtr } from './plan-addresses.ts'
import { planCaa, planTlsa } from './plan-certificate.ts'
import { planDkim } from './plan-dkim.ts'
import { planDmarc } from './plan-dmarc.ts'
import type { PlanInput } from './plan-input.ts'
import { type MxChain, planMx } from './plan-mx.ts'
import { planServices } from './plan-services.ts'
import { planSpf, type SpfPlan } from './plan-spf.ts'
import { planTransport } from './plan-transport.ts'
import { planRelayRecords } from './relay-records.ts'

/** @param madeAt milliseconds since the epoch */
export function makePlan(
  input: PlanInput,
  chain: MxChain,
  spf: SpfPlan,
  madeAt: number,
): z.input<typeof DomainPlan> {
  const { facts, published, options } = input
  const relayed = planRelayRecords(input)
  const dmarc = planDmarc(input, workOutAlignment(input, relayed.records))
  const transport = planTransport(input, chain)
  const parts = [
    planMx(input, chain),
    planAddresses(input),
    planSpf(input, spf),
    planDkim(input),
    relayed,
    dmarc,
    planPtr(input),
    planServices(input),
    transport,
    planTlsa(input),
    planCaa(input),
  ]
  const { relay } = facts
  const { lookups, voids, isKnown } = spf.cost
  return {
    domain: facts.domain,
    zone: published.zoneOf(facts.domain),
    hostname: facts.hostname,
    ...(relay && { relay: { provider: relay.provider, name: relay.name, host: relay.host } }),
    backupMx: chain.backups.map(({ host }) => host),
    records: parts.flatMap(part => part.records),
    findings: parts.flatMap(part => part.findings),
    dmarc: dmarc.dmarc,
    spf: { lookups, voids, isKnown },
    mtaStsPolicy: transport.mtaStsPolicy,
    needs: [...relayed.needs],
    options,
    madeAt: new Date(madeAt).toISOString(),
  }
}
