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
  readonly login?: SmtpLogin
  /** The authorities that count, PEM. @default Node's own */
  readonly caPem?: string
  /** The name that the mail server calls itself. */
  readonly helo: string
  /** Milliseconds since the epoch, for the certificate's dates. */
  readonly now: number
  /** For each reply. @default 15_000; the greeting, which some relays hold back on purpose, has twice as long */
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
  readonly timeoutMs: number
  can: Capabilities
  tls: TLSSocket | undefined
  /** The conversation failed below its own words: nothing more can be said. */
  isBroken: boolean
}
