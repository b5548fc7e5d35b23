/** What the feature is given by the composition root. */
import type { JobContext } from '../../shared/contract/define.ts'
import type { RelayProvider } from '../../shared/model/relay.ts'
import type { TransactionResult } from '../../shared/model/stack.ts'
import type { Secret } from '../../shared/secret.ts'
import type { z } from '../../shared/zod.ts'
import type { Clock } from '../platform.ts'
import type { MailboxAddress, OpenMailbox } from '../net/imap/mailbox-elsewhere.ts'
import type { Timers } from '../schedule/timers.ts'
import type { Database } from '../store/database.ts'
import type { SecretStore } from '../store/secret-store.ts'
import type { ApiWorld } from './opinion/opinion-target.ts'
import type { SubmissionDoor } from './proof/submission-door.ts'
import type { RelayVantage } from './vantage.ts'

export interface Where {
  readonly server: string
  readonly project?: string | undefined
}

export interface RelayEdit {
  readonly set: readonly { readonly key: string; readonly value: Secret | string }[]
  readonly unset: readonly string[]
}

/** A file that changes together with the settings. */
export interface RelaySide {
  /** Who reads it at its start. */
  readonly service: 'smtp'
  readonly path: string
  readonly edit: (now: Uint8Array | undefined) => Uint8Array | undefined
}

export interface RelayStack extends RelayVantage {
  readonly project: string
  /** Who knows of relayed domains. */
  readonly admin?: { readonly id: string } | undefined
  /** Where mail is handed in; absent where front publishes no such port. */
  readonly door?: SubmissionDoor | undefined
}

/** What a proof needs of the world besides the server. */
export interface ProofTools {
  readonly openMailbox: (address: MailboxAddress, signal: AbortSignal) => Promise<OpenMailbox>
  /** Between two looks into the mailbox. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/** What keeping and scheduling proofs needs. Servers by their ids. */
export interface ProofKeeping {
  readonly db: Database
  readonly timers: Timers
  /** The host stays until somebody ends it. */
  readonly staysOn: boolean
  readonly servers: () => readonly string[]
  /** @param server id or name. @throws AppError `server-not-found` */
  readonly idOf: (server: string) => string
  /** A change of this server is under way from this app. */
  readonly isBusy: (server: string) => boolean
  /** This computer knows a way to the world. */
  readonly hasLine: () => Promise<boolean>
  /** A proof ended, or its plan is another one. */
  readonly proved: (server: string) => void
  readonly bug: (error: unknown) => void
}

export interface RelayDeps {
  /** Loaded once, when first asked for. */
  readonly providers: () => Promise<readonly RelayProvider[]>
  /** The project that is meant. @throws AppError of the connection, of rights, and when there is no such project */
  readonly open: (where: Where, signal: AbortSignal) => Promise<RelayStack>
  /** What the env file gives these keys. @throws AppError `env-file-not-found`, `env-file-not-readable` and those of the connection */
  readonly envValues: (
    where: Where,
    keys: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, string>>
  /** A file beside it; undefined where there is none. @throws as `envValues` */
  readonly sideFile: (
    where: Where,
    path: string,
    signal: AbortSignal,
  ) => Promise<Uint8Array | undefined>
  /** The server transaction. `skip`: checks whose loss does not undo it; `sides`: what changes with it or not at all. */
  readonly applyEdits: (
    where: Where,
    edits: RelayEdit,
    context: JobContext,
    options: {
      readonly skip: readonly 'relay-login'[]
      readonly sides: readonly RelaySide[]
    },
  ) => Promise<z.input<typeof TransactionResult>>
  readonly clock: Clock
  /** @default the real ones */
  readonly proof?: Partial<ProofTools>
  /** Where the provider's API of a server at this address is asked. @default over the net */
  readonly apiWorld?: (host: string) => ApiWorld | undefined
  readonly keeping: ProofKeeping
  readonly secrets: Pick<SecretStore, 'put' | 'get' | 'has' | 'removeAll'>
  /** From then on this text is taken out of logs and errors. */
  readonly remember: (secret: Secret) => void
}
