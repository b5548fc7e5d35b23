/** What the relay feature must know of a stack to speak from its place. */
import type { RemoteHost } from '../net/ssh/session.ts'

/** The smtp container, as the engine tells of it. */
export interface SmtpContainer {
  readonly id: string
  /** The engine's word: `running`, `exited`, `restarting` and others. */
  readonly status: string
  /** ISO 8601; a restart reads the override files anew. */
  readonly startedAt?: string
  /** What it was created with; values may be secret. */
  readonly env: Readonly<Record<string, string>>
  /** Folders of the server that it sees, and as what. */
  readonly mounts?: readonly { readonly source: string; readonly destination: string }[]
}

export interface RelayVantage {
  readonly host: RemoteHost
  /** Where speaking to the engine needs root. */
  readonly rights: 'never' | 'always'
  readonly smtp: SmtpContainer | undefined
}

export const isRunning = (smtp: SmtpContainer | undefined): smtp is SmtpContainer =>
  smtp?.status === 'running'
