/** The settings that Mailu reads from `mailu.env`, as facts (`mailu.md` 1.4); the words are in `locales/en/env-keys`. */
import { z } from '../zod.ts'

export const EnvGroup = z.enum([
  'identity',
  'tls',
  'access',
  'login',
  'limits',
  'relay',
  'delivery',
  'spam',
  'web',
  'fetch',
  'storage',
  'database',
  'addresses',
  'advanced',
  'retired',
])
export type EnvGroup = z.infer<typeof EnvGroup>

const plain = <K extends string>(kind: K) => z.strictObject({ kind: z.literal(kind) })
/** What a text must not contain, as it is shown: a character or `blank-outside`. */
const textRules = {
  startsWith: z.string().optional(),
  forbids: z.string().length(1).optional(),
  noOuterBlanks: z.boolean().optional(),
}

/** What may stand as a value. */
export const EnvValueType = z.discriminatedUnion('kind', [
  /** true, yes, false, no in any case; `also` are further words. */
  z.strictObject({ kind: z.literal('boolean'), also: z.array(z.string()).optional() }),
  /** On as soon as it is not empty, whatever it says (`mailu.md` 1.2). */
  plain('flag'),
  z.strictObject({
    kind: z.literal('integer'),
    unit: z.enum(['bytes', 'seconds', 'days', 'percent', 'bits', 'rounds']).optional(),
    min: z.number().int().optional(),
    max: z.number().int().optional(),
  }),
  plain('rate'),
  /** One network without host bits. */
  z.strictObject({ kind: z.literal('cidr'), family: z.enum(['ipv4', 'ipv6']) }),
  plain('cidr-list'),
  plain('domain'),
  /** A name or an address without a port. */
  plain('host'),
  plain('host-list'),
  plain('relay-host'),
  plain('email-list'),
  plain('local-part'),
  /** `old` values are still taken by some version. */
  z.strictObject({
    kind: z.literal('enum'),
    values: z.array(z.string()).min(1),
    old: z.array(z.string()).optional(),
  }),
  z.strictObject({ kind: z.literal('path'), also: z.array(z.string()).optional() }),
  plain('file-name'),
  plain('url'),
  /** Numbers separated by commas, or one of the words. */
  z.strictObject({ kind: z.literal('ports'), words: z.array(z.string()).optional() }),
  plain('time-zone'),
  plain('languages'),
  z.strictObject({ kind: z.literal('text'), ...textRules }),
  z.strictObject({ kind: z.literal('secret'), min: z.number().int().optional(), ...textRules }),
])
export type EnvValueType = z.infer<typeof EnvValueType>

export const EnvKeyFacts = z.strictObject({
  key: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  group: EnvGroup,
  type: EnvValueType,
  /** What holds when the key is absent; null where nothing does. */
  default: z.string().nullable(),
  /** What setup.mailu.io writes where that is something else. */
  generated: z.string().optional(),
  example: z.string().optional(),
  /** Compose services that read it; `all`: every one that has the env file; none: only Compose or nobody. */
  consumers: z.array(z.string()),
  mayBeEmpty: z.boolean(),
  /** The service without which the key has no effect. */
  needs: z.string().optional(),
  /** First and last version that reads it. */
  since: z.string().optional(),
  until: z.string().optional(),
  /** No longer of use; `replacement` is the key that took its place. */
  deprecated: z.strictObject({ replacement: z.string().optional() }).optional(),
})
export type EnvKeyFacts = z.infer<typeof EnvKeyFacts>

export const EnvCatalogueFile = z.strictObject({
  version: z.literal(1),
  keys: z.array(EnvKeyFacts).min(1),
})
