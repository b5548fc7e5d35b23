/** What a relay provider needs in the DNS of a domain, and what it does to a sender's mail. */
import { z } from '../zod.ts'

/**
 * One record that sender authentication asks for. `name` and `value` are patterns: `{domain}` is the mail domain, `{dashed}`
 * the same with dashes for dots, `{region}` the provider's region; any other word in braces is in `needs` and must be copied from the
 * provider's page (`relay.needs` in the catalogue names it).
 * TXT as one text; MX as `10 host`.
 */
export const SenderRecord = z.strictObject({
  id: z.string(),
  type: z.enum(['CNAME', 'TXT', 'MX']),
  name: z.string(),
  value: z.string(),
  /** Of a DKIM record: the part before `._domainkey`. */
  selector: z.string().optional(),
  role: z.enum(['dkim', 'return-path', 'ownership', 'tracking', 'spf']),
  needs: z.array(z.string()),
  /** Mail leaves authenticated without it. */
  isOptional: z.boolean().optional(),
  /** False: the shape is not confirmed by the provider's own pages; what its page shows counts. */
  isConfirmed: z.boolean(),
})
export type SenderRecord = z.infer<typeof SenderRecord>

export const SenderDns = z.strictObject({
  /** To merge into the domain's one SPF record; absent: the provider's hosts never stand behind the domain's own envelope sender. */
  spfInclude: z.string().optional(),
  records: z.array(SenderRecord),
  /**
   * Whose name the envelope sender carries as receivers see it: a sub-domain of the domain (aligned in relaxed mode only), the
   * provider's (never aligned), or the sender's own address (aligned). DMARC, RFC 7489 section 3.1.
   */
  returnPath: z.enum(['own-subdomain', 'provider', 'as-sender']),
  /** In whose name the provider signs once its records stand; `none`: it does not, and Mailu's signature is the only one. */
  dkimDomain: z.enum(['own', 'provider', 'none']),
  /** What it does not carry; `rewrites-from`: it takes a foreign From and replaces it. */
  refuses: z.array(z.enum(['foreign-from', 'empty-sender', 'rewrites-from'])),
  /** Parts of the message that it changes, so that Mailu's own DKIM signature may break. */
  changes: z.array(z.enum(['message-id', 'date', 'links'])),
  /** Absent: it offers none. How to switch it off is in the catalogue of words, under `relay.providers.ID.tracking`. */
  linkTracking: z.strictObject({ canBreakDkim: z.boolean(), isOnAtFirst: z.boolean() }).optional(),
  /** Names of fields of this object whose value is not confirmed. */
  unconfirmed: z.array(z.string()),
  sources: z.array(z.url()),
})
export type SenderDns = z.infer<typeof SenderDns>

/** As of 2026: how much a plan carries. */
export const SendingLimit = z.strictObject({
  plan: z.enum(['free', 'trial', 'new', 'personal', 'business', 'any']),
  count: z.number().int().positive(),
  per: z.enum(['hour', 'day', 'month']),
  isConfirmed: z.boolean(),
})
export type SendingLimit = z.infer<typeof SendingLimit>

/** The relay that mail leaves by, as far as records have to know it. */
export interface RelayFacts {
  readonly provider: string
  readonly name: string
  readonly host: string
  /** Of the provider; empty where it has none. */
  readonly region: string
  readonly senderDns: SenderDns
}
