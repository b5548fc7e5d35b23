import { z } from '../zod.ts'
import { Verdict } from './verdict.ts'

export const DnsType = z.enum([
  'A',
  'AAAA',
  'MX',
  'TXT',
  'CNAME',
  'SRV',
  'TLSA',
  'CAA',
  'PTR',
  'NS',
])
export type DnsType = z.infer<typeof DnsType>

/** A sentence: `code` names it under its part of the catalogue, `params` fill it. */
export const DnsWords = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type DnsWords = z.infer<typeof DnsWords>

/** How a look compares what is published with what is planned. */
export const RecordMatch = z.enum([
  /** The same values, in any order. */
  'set',
  /** All that is planned is there; more may be (MX of a chain, CAA). */
  'contains',
  /** The user's and the relay's mechanisms are there, and the record evaluates (RFC 7208). */
  'spf',
  /** The same public key (RFC 6376, 3.6.1). */
  'dkim',
  /** The policy's tags (RFC 7489, 6.3). */
  'dmarc',
  /** `tag=value; …`: the planned tags, in any order. */
  'text-tags',
  /** A CNAME, or the addresses of its target. */
  'resolves',
])
export type RecordMatch = z.infer<typeof RecordMatch>

export const Importance = z.enum(['needed', 'better', 'optional', 'not-needed'])
export type Importance = z.infer<typeof Importance>

export const RecordGroup = z.enum(['arrive', 'leave', 'read', 'safe'])
export type RecordGroup = z.infer<typeof RecordGroup>

/** One set of records of the same name and type, as it should be published. */
export const PlannedRecord = z.object({
  /** Stable within the plan: `mx`, `spf`, `dkim.mailu`, `srv.imaps`, `a.mail.example.org` … */
  id: z.string(),
  group: RecordGroup,
  /** Fully qualified, lower case, without a dot at the end. */
  name: z.string(),
  /** The zone in which it has to be entered: `name` is in or at it. */
  zone: z.string(),
  type: DnsType,
  /** Seconds. */
  ttl: z.number().int(),
  /** Presentation form without quotes: a TXT as one whole text, an MX as `10 mail.example.org`. Without an order. */
  values: z.array(z.string()),
  importance: Importance,
  match: RecordMatch,
  /** Words under `dns.why`: one sentence. */
  why: DnsWords,
  /** Words under `dns.notes`: what is to be known of this record. */
  notes: z.array(DnsWords),
})
export type PlannedRecord = z.infer<typeof PlannedRecord>

export const FindingSeverity = z.enum(['danger', 'warning', 'note'])

/** Words under `dns.findings`. */
export const DnsFinding = DnsWords.extend({ severity: FindingSeverity })
export type DnsFinding = z.infer<typeof DnsFinding>

export const DmarcStage = z.enum(['none', 'quarantine', 'reject'])
export type DmarcStage = z.infer<typeof DmarcStage>

/** With which domain one mechanism passes, and how near that is to the From address (RFC 7489, 3.1). */
export const Alignment = z.object({
  result: z.enum(['strict', 'relaxed', 'none', 'unknown']),
  /** The domain of the return-path or of the signature. */
  domain: z.string().optional(),
})
export type Alignment = z.infer<typeof Alignment>

export const DmarcAdvice = z.object({
  /** Words under `dns.dmarc`: what the proposed policy does to mail that leaves as it leaves now. */
  advice: DnsWords,
  alignment: z.object({ spf: Alignment, dkim: Alignment }),
  /** The modes that are proposed (RFC 7489, 6.3). */
  adkim: z.enum(['r', 's']),
  aspf: z.enum(['r', 's']),
  stage: DmarcStage,
  /** The stage after it, once reports show that nothing of one's own fails. */
  next: DmarcStage.optional(),
})
export type DmarcAdvice = z.infer<typeof DmarcAdvice>

export const SpfCount = z.object({
  /** Of at most 10 (RFC 7208, 4.6.4). */
  lookups: z.number().int(),
  voids: z.number().int(),
  /** False when a name server did not answer: then it is at least this many. */
  isKnown: z.boolean(),
})
export type SpfCount = z.infer<typeof SpfCount>

const Name = z.string().min(1).max(255)

/** What the person chose or copied from elsewhere; what is absent is taken from Mailu and from what is published. */
export const PlanOptions = z.object({
  /** Hosts that take mail in while the server is away. Absent: those that are published beside the server. */
  backupMx: z
    .array(z.object({ host: Name, preference: z.number().int().min(0).max(65_535) }))
    .max(10)
    .optional(),
  /** Absent: the one that is published, at first `none`. */
  dmarcStage: DmarcStage.optional(),
  /** Whether the relay rewrites links or adds a footer: then Mailu's own signature breaks on the way. */
  isRewritten: z.boolean().optional(),
  /** What the relay's page shows and its records need, by the plan's `needs`. */
  copied: z.record(z.string().max(64), z.string().max(2048)).optional(),
  /** Of MTA-STS. Absent: `testing`. */
  mtaSts: z.enum(['testing', 'enforce']).optional(),
})
export type PlanOptions = z.infer<typeof PlanOptions>

export const DomainPlan = z.object({
  domain: z.string(),
  /** Where the domain's own records are entered. */
  zone: z.string(),
  /** The server's public name. */
  hostname: z.string(),
  relay: z.object({ provider: z.string(), name: z.string(), host: z.string() }).optional(),
  backupMx: z.array(z.string()),
  records: z.array(PlannedRecord),
  findings: z.array(DnsFinding),
  dmarc: DmarcAdvice,
  spf: SpfCount.optional(),
  /** The text to serve at `https://mta-sts.DOMAIN/.well-known/mta-sts.txt` (RFC 8461, 3.2). */
  mtaStsPolicy: z.string(),
  /** What the person has to copy from the provider's page before the relay's records are whole. */
  needs: z.array(z.object({ key: z.string(), isGiven: z.boolean() })),
  /** The choices that it was made with. */
  options: PlanOptions,
  madeAt: z.iso.datetime(),
})
export type DomainPlan = z.infer<typeof DomainPlan>

export const LookSource = z.object({
  /** Name and address. */
  server: z.string(),
  /** `local`: this computer's own resolver, which is heard but never trusted. */
  kind: z.enum(['authoritative', 'resolver', 'local']),
  answer: z.enum(['records', 'nodata', 'nxdomain', 'unknown']),
  /** Why nothing is known, for example `timed-out`. */
  code: z.string().optional(),
  values: z.array(z.string()).optional(),
  ttl: z.number().int().optional(),
})
export type LookSource = z.infer<typeof LookSource>

export const RecordLook = z.object({
  /** Of the planned record. */
  id: z.string(),
  /** As planned: what is missing and merely optional asks for nobody. */
  importance: Importance,
  verdict: Verdict,
  /** Words under `dnsLook.verdicts`. */
  code: z.string(),
  params: DnsWords.shape.params,
  found: z.array(z.string()),
  /** Seconds. */
  ttl: z.number().int().optional(),
  sources: z.array(LookSource),
  /** Until then resolvers may still answer with the value before. */
  oldValueUntil: z.iso.datetime().optional(),
  /** Words under `dnsLook.notes`: what does not change the verdict. */
  notes: z.array(DnsWords),
})
export type RecordLook = z.infer<typeof RecordLook>

/** Something that is no planned record: the policy file, the certificate, a blocklist, the name of an address. */
export const DnsExtra = z.object({
  id: z.string(),
  verdict: Verdict,
  /** Words under `dnsLook.extras`. */
  code: z.string(),
  params: DnsWords.shape.params,
  raw: z.string().optional(),
})
export type DnsExtra = z.infer<typeof DnsExtra>

export const DomainLook = z.object({
  domain: z.string(),
  records: z.array(RecordLook),
  /** Words under `dnsLook.dnssec`. */
  dnssec: z.object({ verdict: Verdict, code: z.string(), params: DnsWords.shape.params }),
  extras: z.array(DnsExtra),
  checkedAt: z.iso.datetime(),
})
export type DomainLook = z.infer<typeof DomainLook>

/** How the entry form of a DNS host wants a record. */
export const DnsHost = z.object({
  id: z.string(),
  name: z.string(),
  /** `relative`: as seen from the zone; `full`: with the zone. */
  names: z.enum(['relative', 'full']),
  /** What stands for the zone itself; empty: the field is left empty. */
  apex: z.string(),
  /** Whether host names in a value end with a dot. */
  isDotted: z.boolean(),
  /** `plain`: one text without quotes; `quoted`: in quotes; `split`: quoted parts of at most 255 bytes. */
  text: z.enum(['plain', 'quoted', 'split']),
  /** Whether the priority of an MX or SRV has a field of its own. */
  isPriorityApart: z.boolean(),
  /** Whether weight, port and target of an SRV, and the parts of CAA and TLSA, have fields of their own. */
  arePartsApart: z.boolean(),
  /** The smallest time to live that it takes, in seconds. */
  minTtl: z.number().int(),
  /** False: taken from descriptions, not from its own documentation; what its form shows counts. */
  isConfirmed: z.boolean(),
  documentation: z.url().optional(),
})
export type DnsHost = z.infer<typeof DnsHost>

/** One field of a DNS host's form, filled in: `id` names its label under `dns.fields`. */
export const HostField = z.object({
  id: z.enum([
    'name',
    'type',
    'ttl',
    'value',
    'priority',
    'weight',
    'port',
    'target',
    'flags',
    'tag',
    'usage',
    'selector',
    'matching',
  ]),
  value: z.string(),
})
export type HostField = z.infer<typeof HostField>

/** A record in the shape of a DNS host's form: one entry of it for each value. */
export const HostEntry = z.object({ id: z.string(), fields: z.array(HostField) })
export type HostEntry = z.infer<typeof HostEntry>
