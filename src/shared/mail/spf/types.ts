/** What the SPF rules are told of the DNS, and what they answer. */

export type SpfType = 'A' | 'AAAA' | 'MX' | 'TXT' | 'PTR'

/** `values` in presentation form without quotes: `10 mail.example.org` for an MX, a TXT as one text. */
export type SpfAnswer =
  | { readonly kind: 'records'; readonly values: readonly string[] }
  | { readonly kind: 'nodata' | 'nxdomain' | 'unknown' }

/** Asks the DNS. Never throws because of what a name server says or does not say: that is an answer of the kind `unknown`. */
export type SpfAsk = (name: string, type: SpfType) => Promise<SpfAnswer>

/** RFC 7208, 2.6. */
export type SpfResult =
  'none' | 'neutral' | 'pass' | 'fail' | 'softfail' | 'temperror' | 'permerror'

/** Why a record cannot be evaluated. */
export type SpfProblem =
  | 'syntax'
  | 'several-records'
  | 'too-many-lookups'
  | 'too-many-voids'
  | 'too-many-mx'
  | 'include-without-record'
  | 'redirect-without-record'
  | 'no-answer'

export type Qualifier = '+' | '-' | '~' | '?'

export interface SpfMechanism {
  readonly kind: 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'ip4' | 'ip6' | 'exists'
  readonly qualifier: Qualifier
  /** The domain-spec, or the network of `ip4` and `ip6`. */
  readonly target?: string
  readonly bits4?: number
  readonly bits6?: number
  /** As it was written. */
  readonly text: string
}

export interface SpfModifier {
  readonly name: string
  readonly value: string
  readonly text: string
}

export interface SpfRecord {
  readonly mechanisms: readonly SpfMechanism[]
  readonly modifiers: readonly SpfModifier[]
  /** Terms that break the grammar: one of them makes the whole record a permanent error. */
  readonly broken: readonly string[]
}
