/** What a question to the DNS can end with. A failure is an answer of its own kind, never an exception: unknown is not missing. */
import type { DnsType } from './dns-type.ts'

/** One server that can be asked. */
export interface DnsServer {
  /** As the user sees it: `Quad9`, `ns1.example.net`, `this computer's resolver`. */
  readonly name: string
  /** Tried in order; the next one only where the network has no way to the one before. */
  readonly addresses: readonly string[]
  readonly port: number
  readonly kind: 'authoritative' | 'resolver' | 'local'
  /** DNS over HTTPS (RFC 8484), asked where port 53 is closed or answered by somebody else. */
  readonly doh?: DohAddress | undefined
  /** Somebody else is known to answer at port 53. */
  readonly isOnlyHttps?: boolean
}

export interface DohAddress {
  readonly url: string
  /** Connected to without asking any resolver for the URL's host. */
  readonly addresses: readonly string[]
}

export interface DnsRecord {
  /** Lower case, without trailing dot. */
  readonly name: string
  readonly type: string
  /** Seconds that are left. */
  readonly ttl: number
  /** Presentation form without quotes; names lower case without trailing dot; TXT as one text. */
  readonly data: string
}

/** Why nothing is known. `intercepted`: somebody else answers at this server's address; `lame`: it does not serve the zone. */
export type DnsTrouble =
  | 'timed-out'
  | 'unreachable'
  | 'servfail'
  | 'refused'
  | 'not-implemented'
  | 'format-error'
  | 'lame'
  | 'intercepted'
  | 'referral'
  | 'truncated'
  | 'malformed'
  | 'no-server'

/** The zone that a negative answer comes from (RFC 2308, 2 and 5). */
export interface NegativeZone {
  readonly zone: string
  /** Seconds for which resolvers keep the absence. */
  readonly ttl: number
}

export type Answer =
  | {
      readonly kind: 'records'
      /** Those of the asked type, and the CNAMEs on the way to them. */
      readonly records: readonly DnsRecord[]
      /** The resolver says that it has validated them (AD, RFC 4035, 3.2.3). */
      readonly isAuthentic: boolean
      readonly server: string
    }
  | {
      readonly kind: 'nodata' | 'nxdomain'
      readonly isAuthentic: boolean
      readonly soa?: NegativeZone | undefined
      readonly server: string
    }
  | {
      readonly kind: 'unknown'
      readonly code: DnsTrouble
      /** With `referral`: the zone below, whose servers are to be asked. */
      readonly zone?: string | undefined
      readonly server: string
    }

export type DnsQuestion = { readonly name: string; readonly type: DnsType }

/** Lower case, without trailing dot. */
export const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '')

/** `server` as it is shown: name and address. */
export const shownServer = ({ name, addresses: [address] }: DnsServer): string =>
  address === undefined || address === name ? name : `${name} (${address})`
