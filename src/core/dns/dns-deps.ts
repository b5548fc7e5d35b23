/** What the feature is given by the composition root. */
import type { PayloadOf } from '../../shared/contract/define.ts'
import type { dnsContract } from '../../shared/contract/dns.ts'
import type { DomainLook, DomainPlan } from '../../shared/model/dns.ts'
import type { RelayFacts } from '../../shared/model/sender-dns.ts'
import type { Resolver } from '../net/dns/resolver.ts'
import type { RemoteHost } from '../net/ssh/session.ts'
import type { Clock } from '../platform.ts'
import type { Database } from '../store/database.ts'

export interface Where {
  readonly server: string
  readonly project?: string | undefined
}

/** One container, as the engine tells of it. */
export interface MailContainer {
  readonly id: string
  readonly status: string
  readonly env: Readonly<Record<string, string>>
}

export interface DnsStack {
  readonly host: RemoteHost
  /** Where speaking to the engine needs root. */
  readonly rights: 'never' | 'always'
  readonly project: string
  readonly version: string | undefined
  readonly admin: MailContainer | undefined
  readonly smtp: MailContainer | undefined
}

/** Compares a plan with the world. @throws AppError `cancelled` */
export type LookAt = (
  plan: DomainPlan,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
) => Promise<DomainLook>

/** A name server that answers with the address which the question came from. */
export interface Mirror {
  readonly address: string
  readonly port: number
  readonly name: string
}

/** How names are asked for one server: the demo server's stay within this computer. */
export interface DnsWorld {
  readonly resolver: Resolver
  readonly lookAt: LookAt
  /** Undefined: the server's own address is not asked for. */
  readonly mirror: Mirror | undefined
}

export interface DnsDeps {
  readonly db: Database
  readonly clock: Clock
  /** The project that is meant. @throws AppError of the connection, of rights, and when there is no such project */
  readonly open: (where: Where, signal: AbortSignal) => Promise<DnsStack>
  /** @throws AppError `server-not-found` */
  readonly idOf: (server: string) => string
  /** The relay that these settings of the smtp container name; undefined without one. */
  readonly relayOf: (env: Readonly<Record<string, string>>) => Promise<RelayFacts | undefined>
  readonly worldOf: (server: string) => DnsWorld
  readonly looked: (looked: PayloadOf<(typeof dnsContract)['dns.looked']>) => void
}
