/** What the relay's provider itself says through its API, asked from this computer with the person's own key. */
import { Step } from './verdict.ts'
import { z } from '../zod.ts'

/** A record that the provider wants and does not see, in its own words. */
export const MissedRecord = z.object({
  type: z.string(),
  name: z.string(),
  /** Absent where the provider does not tell it. */
  value: z.string().optional(),
})
export type MissedRecord = z.infer<typeof MissedRecord>

/** How much went out. `limit` is absent where the provider tells none. */
export const RelayUsage = z.object({
  used: z.number().int().nonnegative().optional(),
  limit: z.number().int().positive().optional(),
  /** What may still go out, where only that is told. */
  left: z.number().int().optional(),
  /** `cycle`: from one invoice to the next. `window-…`: the last hours or days, not since a date. */
  per: z.enum(['month', 'cycle', 'week', 'day', 'window-day', 'window-30-days', 'plan']),
})
export type RelayUsage = z.infer<typeof RelayUsage>

const Part = z.object({ verdict: Step.shape.verdict, code: z.string(), params: Step.shape.params })

/**
 * Two parts, each from a question of its own: `code` names its words under `relay.opinion.codes`.
 * A key that is refused, silence, too many questions and an answer in another shape are `unknown`, never bad.
 */
export const RelayOpinion = z.object({
  /** The domain that was asked about. */
  domain: z.string(),
  about: Part,
  missed: z.array(MissedRecord),
  usage: Part.extend({ figures: RelayUsage.optional() }),
  askedAt: z.iso.datetime(),
  /** It asked for a pause: before that it is not asked again. */
  askAgainAt: z.iso.datetime().optional(),
})
export type RelayOpinion = z.infer<typeof RelayOpinion>

/** What can be asked of the relay that is in use, whether a key is kept for it, and the last answer. */
export const OpinionView = z.object({
  /** `offered`: it has an API that Postern knows. `none`: not. */
  offer: z.enum(['offered', 'none']),
  provider: z.string(),
  name: z.string(),
  /** The host that is asked, from this computer. */
  host: z.string().optional(),
  /** `pair`: two halves with a colon between them. */
  keyShape: z.enum(['single', 'pair']).optional(),
  /** What of this API is not confirmed by the provider's own pages. */
  unconfirmed: z.array(z.string()),
  /** Of it, where one is kept; it is never shown again. */
  hasKey: z.boolean(),
  opinion: RelayOpinion.optional(),
})
export type OpinionView = z.infer<typeof OpinionView>
