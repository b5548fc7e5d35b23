/** One try of a relay: what is asked for, and what has been learnt so far. */
import type { TLSSocket } from 'node:tls'
import type { TlsLevel } from '../../../shared/model/relay.ts'
import type { Step } from '../../../shared/model/verdict.ts'
import type { Capabilities } from './ehlo.ts'
import type { SmtpLogin } from './login.ts'
import type { SmtpLink } from './smtp-link.ts'

export interface SmtpProbe {
  readonly host: string
  readonly port: number
  readonly tlsLevel: TlsLevel
  /** TLS begins before the first word (RFC 8314), as `smtp_tls_wrappermode` makes Postfix speak. */
  readonly isImplicitTls: boolean
  readonly login?: SmtpLogin
  /** The authorities that count, PEM. @default Node's own */
  readonly caPem?: string
  /** The name that the mail server calls itself. */
  readonly helo: string
  /** Milliseconds since the epoch, for the certificate's dates. */
  readonly now: number
  /** Named with MAIL FROM after the login; empty: nobody knows it. Absent: the probe ends with the login. */
  readonly sender?: string
  /** For the first sign of life: the greeting, or the answer to a first word of TLS. @default 6_000 */
  readonly greetingMs?: number
  /** For each other reply. @default 8_000; judging a login or a sender, which relays hold back on purpose, has twice as long */
  readonly timeoutMs?: number
}

export interface Outcome {
  readonly verdict: Step['verdict']
  readonly code: string
  readonly params?: Step['params']
  readonly raw?: string
  /** The conversation cannot or must not go on. */
  readonly isEnd?: boolean
}

export interface Talk {
  readonly probe: SmtpProbe
  readonly link: SmtpLink
  readonly greetingMs: number
  readonly timeoutMs: number
  can: Capabilities
  tls: TLSSocket | undefined
  /** The conversation failed below its own words: nothing more can be said. */
  isBroken: boolean
}
