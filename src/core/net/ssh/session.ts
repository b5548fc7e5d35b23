/** What the features see of a server: run a listed command, stream one, or open a byte pipe through one. */
import type { Duplex } from 'node:stream'
import type { Secret } from '../../../shared/secret.ts'
import type { RemoteCommandTemplate } from '../remote-commands.ts'

/**
 * `never`: as the login user. `always`: as root, by sudo unless the login is root.
 * `if-needed`: as the login user first; when the script exits with 77 (`NEEDS_ROOT`), once more as root.
 */
export type AsRoot = 'never' | 'if-needed' | 'always'

/** A secret may be an argument: it travels on stdin with the script. Strings are sent as UTF-8; no NUL. */
export type RemoteArg = string | Secret

export interface StartOptions {
  readonly signal: AbortSignal
  /** @default 'never' */
  readonly asRoot?: AsRoot
  /** For `run` until it ends, for `stream` and `pipe` until it has begun. @default 30_000 */
  readonly timeoutMs?: number
}

export interface RunOptions extends StartOptions {
  /** What the script reads on its stdin. @default nothing, end of file at once */
  readonly stdin?: Uint8Array
  /** More output than this ends it with `remote-output-too-long`. @default 8 MiB */
  readonly maxBytes?: number
}

export interface StreamOptions extends StartOptions {
  readonly stdin?: Uint8Array
  /** Called with stdout as it comes, in pieces of any length. */
  readonly onData: (chunk: Buffer) => void
}

export interface RemoteResult {
  readonly stdout: Buffer
  /** The first 64 KiB. */
  readonly stderr: string
  readonly exitCode: number
}

/**
 * A connected server.
 * All three reject with AppError: `cancelled`, `timed-out`, `connection-lost`, `sudo-password-needed`, `sudo-password-wrong`,
 * `sudo-not-allowed`, `remote-output-too-long`. An exit code other than 0 is a result, not an error: see `mustSucceed`.
 */
export interface RemoteHost {
  readonly serverId: string
  /** As the person wrote it: a name, an address or an alias of the ssh configuration. */
  readonly host: string
  readonly user: string
  run(
    command: RemoteCommandTemplate,
    args: readonly RemoteArg[],
    options: RunOptions,
  ): Promise<RemoteResult>
  /** Resolves when the command has ended by itself; abort the signal to end it. */
  stream(
    command: RemoteCommandTemplate,
    args: readonly RemoteArg[],
    options: StreamOptions,
  ): Promise<Omit<RemoteResult, 'stdout'>>
  /** stdin and stdout of the command as one stream, once it has begun. Destroying it, or aborting, ends the command. */
  pipe(
    command: RemoteCommandTemplate,
    args: readonly RemoteArg[],
    options: StartOptions,
  ): Promise<Duplex>
}

/** The door to all servers: one kept connection each, shared by everybody who asks. */
export interface ServerConnections {
  /** @param server its id or name. @throws AppError of the connection, the host key or the login */
  connect(server: string, signal: AbortSignal): Promise<RemoteHost>
  /** Closes the kept connection to one server, or to all. */
  close(server?: string): void
}
