import { DmarcStage, DnsHost, DomainLook, DomainPlan, HostEntry } from '../model/dns.ts'
import { z } from '../zod.ts'
import { event, job, query } from './define.ts'
import { ServerRef } from './servers.ts'

const Where = { server: ServerRef, project: z.string().min(1).max(255).optional() }

const Name = z.string().min(1).max(255)

/** What the person chose or copied from elsewhere; what is absent is taken from Mailu and from what is published. */
export const PlanOptions = z.object({
  /** Hosts that take mail in while the server is away. Absent: those that are published beside the server. */
  backupMx: z
    .array(z.object({ host: Name, preference: z.number().int().min(0).max(65_535) }))
    .max(10)
    .optional(),
  /** Absent: one stage after what is published, at first `none`. */
  dmarcStage: DmarcStage.optional(),
  /** Whether the relay rewrites links or adds a footer: then Mailu's own signature breaks on the way. */
  isRewritten: z.boolean().optional(),
  /** What the relay's page shows and its records need, by the plan's `needs`. */
  copied: z.record(z.string().max(64), z.string().max(2048)).optional(),
  /** Of MTA-STS. Absent: `testing`. */
  mtaSts: z.enum(['testing', 'enforce']).optional(),
})
export type PlanOptions = z.output<typeof PlanOptions>

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
