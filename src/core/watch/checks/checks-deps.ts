/** What the checks are given by the composition root, and what they see of a server. */
import type { RelayStatus } from '../../../shared/model/relay.ts'
import type { z } from '../../../shared/zod.ts'
import type { LineProbe } from '../../net/line/line-probe.ts'
import type { RemoteHost } from '../../net/ssh/session.ts'
import type { Clock } from '../../platform.ts'
import type { AdvisoryFile } from './advisories.ts'

export interface Where {
  readonly server: string
  readonly project?: string | undefined
}

/** A container as `docker inspect` tells of it. */
export interface WatchedContainer {
  readonly id: string
  readonly service: string
  /** The engine's word: `running`, `exited`, `restarting` and others. */
  readonly status: string
  readonly restarts: number
  readonly startedAt?: string
  readonly wasOutOfMemory: boolean
  /** What it was created with; values may be secret. */
  readonly env: Readonly<Record<string, string>>
  readonly mounts: readonly { readonly source: string; readonly destination: string }[]
  readonly ports: readonly {
    readonly inside: string
    readonly hostIp: string
    readonly hostPort: number
  }[]
}

export interface WatchedStack {
  readonly host: RemoteHost
  /** Where speaking to the engine needs root. */
  readonly rights: 'never' | 'always'
  readonly project: string
  readonly version?: string
  readonly containers: readonly WatchedContainer[]
}

export interface WatchedQueue {
  /** False when Postfix could not be asked. */
  readonly isKnown: boolean
  readonly count: number
  /** ISO 8601. */
  readonly oldestAt?: string
  /** Why they wait, the most frequent first. */
  readonly reasons: readonly { readonly reply: string; readonly count: number }[]
}

/** Where the connection to a server goes; `via`: through another host or a command. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  readonly via?: string
}

export interface ChecksDeps {
  /** @throws AppError of the connection, of rights, and when there is no such project */
  readonly open: (where: Where, signal: AbortSignal) => Promise<WatchedStack>
  /** Whether the relay in use lets the server in; asked at most once in some minutes. Throws as `open` does. */
  readonly relayLogin: (
    where: Where,
    signal: AbortSignal,
  ) => Promise<{
    readonly relay?: string
    readonly login: z.input<typeof RelayStatus>['login']
  }>
  /** The next login is asked anew. */
  readonly forgetLogin: () => void
  /** What waits in Postfix's queue. Throws as `open` does. */
  readonly queue: (where: Where, signal: AbortSignal) => Promise<WatchedQueue>
  /** By the person's own ssh configuration. @throws AppError `ssh-config-not-readable`, `server-not-found` */
  readonly endpoint: (server: string, signal: AbortSignal) => Promise<Endpoint>
  /** Opens the kept connection where there is none. @throws AppError of the connection */
  readonly connect: (server: string, signal: AbortSignal) => Promise<unknown>
  /** Loaded once, when first asked for. */
  readonly advisories: () => Promise<AdvisoryFile>
  readonly clock: Clock
  /** This computer's own line. */
  readonly line: LineProbe
  readonly os: string
  /** The authorities that certificates are judged by, PEM. @default Node's own */
  readonly caPem?: string
}
