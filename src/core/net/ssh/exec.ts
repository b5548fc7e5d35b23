/** One remote process: the face between the command mechanism and the line that carries it. */
import type { Readable, Writable } from 'node:stream'

export interface Ended {
  /** Absent when a signal ended it, or the line broke. */
  readonly exitCode?: number
  /** The line broke under it. */
  readonly isLost: boolean
}

export interface Exec {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  /** Settles once, after both outputs have ended; never rejects. */
  readonly ended: Promise<Ended>
  /** Asks the remote process group to stop and lets go of the channel. */
  kill(): void
}

/** Starts a command line under the login shell. @throws AppError `connection-lost`; or when the signal aborts */
export type OpenExec = (commandLine: string, signal: AbortSignal) => Promise<Exec>
