import { DnsHost, DomainLook, DomainPlan, HostEntry, PlanOptions } from '../model/dns.ts'
import { z } from '../zod.ts'
import { command, event, job, query } from './define.ts'
import { ServerRef } from './servers.ts'

const Where = { server: ServerRef, project: z.string().min(1).max(255).optional() }

const Name = z.string().min(1).max(255)

/** Without `options` those count that `dns.choose` kept. */
const Asked = { ...Where, domain: Name, options: PlanOptions.optional() }

export const dnsFormats = ['zone', 'octodns', 'dnscontrol', 'terraform', 'json'] as const

export const dnsContract = {
  'dns.domains': query(
    z.object(Where),
    z.object({
      hostname: z.string(),
      domains: z.array(
        z.object({ name: z.string(), alternatives: z.array(z.string()), hasDkim: z.boolean() }),
      ),
    }),
  ),
  /** Reads Mailu and what is published, and writes nothing. */
  'dns.plan': query(z.object(Asked), DomainPlan),
  /** Keeps the choices for this domain. */
  'dns.choose': command(z.object({ ...Where, domain: Name, options: PlanOptions }), z.void()),
  'dns.export': query(
    z.object({ ...Asked, format: z.enum(dnsFormats) }),
    z.object({ text: z.string(), fileName: z.string() }),
  ),
  'dns.hosts': query(z.void(), z.array(DnsHost)),
  /** The plan's records as that DNS host's form wants them. */
  'dns.entries': query(
    z.object({ ...Asked, host: z.string().min(1).max(64) }),
    z.object({ entries: z.array(HostEntry) }),
  ),
  'dns.check': job(z.object(Asked), DomainLook),
  /** Looks again until all is right, or until cancelled. */
  'dns.watch': job(z.object(Asked), DomainLook, { isEndless: () => true }),
  'dns.looked': event(
    z.object({ server: z.string(), project: z.string().optional(), look: DomainLook }),
  ),
} as const
