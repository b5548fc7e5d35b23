/** What a plan is made from: what Mailu and the server say, what is published, what the person chose. */
import type { DnsFinding, PlannedRecord, PlanOptions } from '../../../shared/model/dns.ts'
import type { RelayFacts } from '../../../shared/model/sender-dns.ts'

export interface MailFacts {
  /** Punycode, lower case. */
  readonly domain: string
  /** The first of `hostnames`: the name that Mailu itself puts into records. */
  readonly hostname: string
  readonly hostnames: readonly string[]
  /** The server's own mail domain, which reports go to (`DOMAIN`). */
  readonly mainDomain: string
  /** All domains that this Mailu serves. */
  readonly domains: readonly string[]
  /** What Mailu signs with; absent until a key was generated. */
  readonly dkim?: { readonly selector: string; readonly key: string }
  /** Local parts that DMARC reports go to (`DMARC_RUA`, `DMARC_RUF`). */
  readonly reports: { readonly rua?: string; readonly ruf?: string }
  /** Ports that the server answers at. */
  readonly ports: readonly number[]
  readonly tlsFlavor: string
  /** The addresses that the server is seen with from outside; undefined where that is not known. */
  readonly addresses: {
    readonly v4: readonly string[] | undefined
    readonly v6: readonly string[] | undefined
  }
  readonly relay?: RelayFacts
}

/** What the DNS says of one name and type. */
export type Found =
  | { readonly kind: 'records'; readonly values: readonly string[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown'; readonly code: string }

export interface Published {
  readonly mx: Found
  /** All TXT at the domain. */
  readonly txt: Found
  readonly dmarc: Found
  readonly mtaSts: Found
  readonly tlsRpt: Found
  readonly a: Found
  readonly aaaa: Found
  readonly tlsa: Found
  /** The nearest set at or above the host name (RFC 8659, 3), and where it stands. */
  readonly caa: { readonly name: string; readonly found: Found }
  /** Whether the answer about the host is signed and valid; undefined when nobody said. */
  readonly isHostSigned: boolean | undefined
  /** The zone that a name is in. */
  readonly zoneOf: (name: string) => string
}

export interface PlanInput {
  readonly facts: MailFacts
  readonly published: Published
  readonly options: PlanOptions
}

/** What one rule adds to the plan. */
export interface Part {
  readonly records: readonly PlannedRecord[]
  readonly findings: readonly DnsFinding[]
}

export const valuesOf = (found: Found): readonly string[] =>
  found.kind === 'records' ? found.values : []

/** Seconds: an hour for what hardly changes, five minutes for the address of a home line. */
export const usualTtl = 3600
export const addressTtl = 300
