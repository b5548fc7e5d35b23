/** What the worker is told, as it crosses into its thread. */

export interface RunOrder {
  readonly task: 'run'
  readonly folder: string
  readonly way: {
    readonly host: string
    readonly port: number
    readonly security: 'tls' | 'starttls'
    readonly user: string
    readonly password: string
    readonly caPem?: string
  }
  /** Who runs it: said to another who finds the archive busy. */
  readonly who: string
}

/** `rebuild` makes the catalogue anew before it looks at every message. */
export interface LookOrder {
  readonly task: 'status' | 'verify' | 'rebuild'
  readonly folder: string
}

export type ArchiveOrder = RunOrder | LookOrder
