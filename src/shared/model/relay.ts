import { z } from '../zod.ts'
import { OpinionView } from './opinion.ts'
import { ProviderApi } from './provider-api.ts'
import { SenderDns, SendingLimit } from './sender-dns.ts'
import { Step, Verdict } from './verdict.ts'

export const TlsLevel = z.enum(['none', 'may', 'encrypt', 'dane', 'dane-only', 'verify', 'secure'])
export type TlsLevel = z.infer<typeof TlsLevel>

export const RelayField = z.object({
  id: z.enum(['region', 'host', 'port', 'user', 'password', 'domain', 'tlsLevel']),
  isRequired: z.boolean(),
  /** A fixed value, shown and not asked for. */
  fixed: z.string().optional(),
  choices: z.array(z.string()).optional(),
})

/** What a provider needs to be asked, as the form and the command line ask it (`mailu.md` 6). */
export const RelayProvider = z.object({
  id: z.string(),
  name: z.string(),
  mark: z.string().length(2),
  hosts: z.array(z.object({ region: z.string(), host: z.string() })),
  /** Ports with STARTTLS, the best first. */
  ports: z.array(z.number().int()),
  /** Ports on which TLS begins at once; Postern sets Postfix up for them in its override file (`mailu.md` 1.5). */
  tlsPorts: z.array(z.number().int()),
  tlsLevel: TlsLevel,
  fields: z.array(RelayField),
  limits: z.array(SendingLimit),
  senderDns: SenderDns,
  /** Absent: it has none that Postern knows. Why not is in the catalogue of words, under `relay.opinion.none`. */
  api: ProviderApi.optional(),
  /** Facts of this entry that are not confirmed: `hosts.eu`, `ports`. */
  unconfirmed: z.array(z.string()),
  documentation: z.url().optional(),
})
export type RelayProvider = z.infer<typeof RelayProvider>

export const RelayCatalogueFile = z.strictObject({
  version: z.literal(2),
  providers: z.array(RelayProvider.strict()).min(1),
})

/** What taking a relay into use changes. */
export const RelayPlan = z.object({
  /** Keys of the env file. */
  set: z.array(z.string()),
  unset: z.array(z.string()),
  /** For a port where TLS begins at once, or on the way back from one: the line of Mailu's override file for Postfix. */
  override: z
    .object({
      path: z.string(),
      line: z.string(),
      /** `stays`: it is there already, as the person's own or from before. */
      change: z.enum(['added', 'taken-out', 'stays']),
    })
    .optional(),
  /** Destinations that do not go through the relay, and that Postfix would speak to with TLS at once as well. */
  ownWays: z.array(z.object({ name: z.string(), by: z.enum(['transport-map', 'relayed-domain']) })),
})
export type RelayPlan = z.infer<typeof RelayPlan>

/** From where the probe spoke: only `smtp-container` is the way that mail takes. */
export const Vantage = z.enum(['smtp-container', 'server'])

export const ProbeReport = z.object({
  host: z.string(),
  port: z.number().int(),
  vantage: Vantage,
  steps: z.array(Step),
  isUsable: z.boolean(),
  probedAt: z.iso.datetime(),
})
export type ProbeReport = z.infer<typeof ProbeReport>

/**
 * One part of the sentence about the relay: `code` names its words under `relay.sentence`. The last two are there where a key
 * of the provider is kept.
 */
export const RelayClause = z.object({
  id: z.enum(['login', 'waiting', 'refusal', 'delivery', 'opinion', 'usage']),
  verdict: Verdict,
  code: z.string(),
  /** Times as ISO 8601 under `at`. */
  params: Step.shape.params,
})
export type RelayClause = z.infer<typeof RelayClause>

export const RelayStatus = z.object({
  configured: z
    .object({
      host: z.string(),
      port: z.number().int(),
      user: z.string().optional(),
      hasPassword: z.boolean(),
      tlsLevel: TlsLevel,
      /** Postfix begins with TLS, before the first word: set for a port such as 465. Absent: it asks for TLS with STARTTLS. */
      isImplicitTls: z.boolean().optional(),
      provider: z.string().optional(),
      /** False while the file says one thing and the smtp container another. */
      isApplied: z.boolean(),
    })
    .optional(),
  login: z.object({
    verdict: Step.shape.verdict,
    code: z.string(),
    params: Step.shape.params,
    checkedAt: z.iso.datetime().optional(),
  }),
  lastDelivery: z.object({ at: z.iso.datetime(), relay: z.string(), reply: z.string() }).optional(),
  waiting: z.object({
    count: z.number().int(),
    oldestAt: z.iso.datetime().optional(),
    /** False when the queue could not be read: then the count says nothing. Absent: it was read. */
    isKnown: z.boolean().optional(),
    /** Why they wait, the most frequent first; in the words of the other side or of Postfix. */
    reasons: z.array(z.object({ reply: z.string(), count: z.number().int() })).optional(),
  }),
  lastRefusal: z
    .object({
      at: z.iso.datetime(),
      kind: z.enum(['deferred', 'bounced']),
      dsn: z.string(),
      reply: z.string(),
    })
    .optional(),
  /** What its provider says; absent without a relay. */
  opinion: OpinionView.optional(),
  /** The relay in one sentence, each part from evidence of its own. */
  clauses: z.array(RelayClause),
  checkedAt: z.iso.datetime(),
})
export type RelayStatus = z.infer<typeof RelayStatus>
