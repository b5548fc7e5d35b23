/** How a provider is asked for its own opinion: what differs between them, as data. */
import { z } from '../zod.ts'

const Url = z.url({ protocol: /^https$/ })

/** In what the key is given; never in the address. Each is what the provider's own pages say (`sources`). */
export const KeyPlace = z.discriminatedUnion('in', [
  z.strictObject({ in: z.literal('bearer') }),
  z.strictObject({ in: z.literal('header'), name: z.string() }),
  /** HTTP Basic (RFC 7617) with a fixed user. */
  z.strictObject({ in: z.literal('basic'), user: z.string() }),
  /** HTTP Basic with both halves of `ID:SECRET`. */
  z.strictObject({ in: z.literal('pair') }),
  /** A field of the JSON that is posted: this provider takes it nowhere else. */
  z.strictObject({ in: z.literal('body'), field: z.string() }),
  /** AWS Signature Version 4 with both halves of `ID:SECRET`; the second one is never sent. */
  z.strictObject({ in: z.literal('signature'), service: z.string() }),
])
export type KeyPlace = z.infer<typeof KeyPlace>

export const ProviderApi = z.strictObject({
  /** Its root, without a slash at the end; `{region}` is the provider's region. */
  url: Url,
  /** Roots of regions that have one of their own. */
  urls: z.record(z.string(), Url).optional(),
  key: KeyPlace,
  /** What of the above is not confirmed by the provider's own pages: `domain`, `usage`, `url`, `key`, `refusal`. */
  unconfirmed: z.array(z.string()),
  sources: z.array(z.url()).min(1),
})
export type ProviderApi = z.infer<typeof ProviderApi>
