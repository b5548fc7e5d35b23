/** The ports: what the core needs from whatever host carries it. */
import type { WorkerName } from './worker-entries.ts'

export type OperatingSystem = 'linux' | 'darwin' | 'win32'

/** Seals secrets for rest. `id` names box and keyring, so that what another box sealed is recognised and left alone. */
export interface SecretBox {
  readonly id: string
  /** `memory`: nothing protects secrets here; they are not written down unless the person consents. */
  readonly kind: 'system' | 'key-file' | 'memory'
  /** The keyring's own name, or the key file; for Settings. */
  readonly detail: string
  seal(plain: Uint8Array): Promise<Uint8Array>
  /** Rejects with any error when the sealed bytes are not this box's. */
  open(sealed: Uint8Array): Promise<Uint8Array>
  /** Present where a person may agree to less protection (`basic_text` on Linux); answers the box to use from then on. */
  consentToPlain?(): Promise<SecretBox>
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

/** Opens pages outside the app. */
export interface Opener {
  openExternal(url: string): Promise<void>
}

export interface Platform {
  readonly host: 'electron' | 'cli'
  readonly version: string
  readonly isPackaged: boolean
  readonly os: OperatingSystem
  /** Absolute folder of Postern's own data; made with 0700 when missing. */
  readonly dataDir: string
  /** Absolute folder of what is shipped beside the app. */
  readonly resourcesDir: string
  readonly homeDir: string
  /** The few variables that the core reads, for example SSH_AUTH_SOCK. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly secretBox: SecretBox
  /** Where the entry of a worker lies in this host's build, by its name. */
  readonly workerEntry: (name: WorkerName) => URL
  readonly opener: Opener
  readonly clock: Clock
}

/** The real clock. */
export const systemClock: Clock = { now: () => Date.now() }
