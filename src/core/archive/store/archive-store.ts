/** What the archive of one account offers: the words between its disk, the reading of mailboxes, and those who look at it. */

/** SHA-256 of the bytes as received, lower-case hex. */
export type BodyHash = string

/** Whose archive it is; nothing secret. */
export interface AccountFact {
  readonly id: string
  readonly name: string
  readonly host: string
  readonly user: string
}

export interface FolderFact {
  /** As the server names it, decoded (UTF-8), with the server's delimiter. */
  readonly path: string
  readonly delimiter: string | undefined
  readonly specialUse: string | undefined
  readonly uidValidity: number
}

export interface KnownFolder extends FolderFact {
  readonly id: number
  /** As of the last whole reading of it. */
  readonly uidNext: number | undefined
  readonly highestModseq: bigint | undefined
  readonly isGone: boolean
}

export interface Placed {
  readonly uid: number
  readonly hash: BodyHash
  readonly size: number
  readonly flags: readonly string[]
  /** INTERNALDATE as the server wrote it, with its zone (RFC 9051, 2.3.3). */
  readonly internalDate: string
}

export interface StoredBody {
  readonly hash: BodyHash
  readonly size: number
  readonly isNew: boolean
}

/** A message on its way to the disk. Several may be on their way at once. */
export interface BodyWriter {
  /** In order; what is longer than `size` throws. A promise when the disk is slower than the line: wait for it. */
  write(chunk: Uint8Array): void | Promise<void>
  /** All bytes came. @throws when fewer than `size` came */
  end(): StoredBody
  /** The line broke: nothing of it is kept. */
  drop(): void
}

export interface NewPlace {
  readonly uid: number
  readonly body: StoredBody | BodyHash
  readonly flags: readonly string[]
  readonly internalDate: string
  readonly guid?: string
  readonly messageId?: string
  /** "recognised, not re-read": to be read again in idle time */
  readonly isUnproven?: boolean
}

export interface Failure {
  readonly uid: number
  readonly subject?: string
  readonly reason: string
}

export interface FolderState {
  readonly uidNext: number | undefined
  readonly highestModseq: bigint | undefined
  /** How many messages the server counted. */
  readonly exists: number
}

/**
 * The only writer of one account's archive, between processes too.
 * What is written is seen by the questions below once it is durable; `knownGuid` sees it at once.
 * Any of them throws AppError `archive-disk-full`, `archive-away` or `archive-not-writable` when the disk does; after that only `abandon` is of use.
 */
export interface ArchiveRun {
  /** The number of the snapshot that this run makes. */
  readonly snapshot: number
  /** The newest of each path, with those that are gone. */
  folders(): readonly KnownFolder[]
  /** A new UIDVALIDITY for a known path makes a new folder and keeps the old one's history. */
  beginFolder(fact: FolderFact): KnownFolder
  /** What of a folder is stored whole and was on the server at its last reading. Read from the disk as it is asked. */
  placed(folderId: number): ReadonlyMap<number, Placed>
  /** UIDs to be fetched though the server tells of no change: what failed, and what was found damaged. */
  owed(folderId: number): readonly number[]
  /** UIDs that were recognised and never read again. */
  unproven(folderId: number): readonly number[]
  /** After a UIDVALIDITY change: what an older folder of the same path had; nothing where two different ones would fit. */
  recognise(
    folderId: number,
    key: {
      readonly messageId: string | undefined
      readonly size: number
      readonly internalDate: string
    },
  ): BodyHash | undefined
  /** A body that is here already, by the X-GUID of another place in this account. */
  knownGuid(guid: string): BodyHash | undefined
  body(size: number): BodyWriter
  place(folderId: number, message: NewPlace): void
  flags(folderId: number, uid: number, flags: readonly string[]): void
  gone(folderId: number, uids: readonly number[]): void
  folderGone(folderId: number): void
  /** A message that could not be stored, named; tried again next time. */
  failed(folderId: number, failure: Failure): void
  /** The folder was read to its end. */
  endFolder(folderId: number, state: FolderState): void
  /** Everything up to here is on disk: body bytes first, then the journal. Also happens by itself every 16 MB. */
  durable(): Promise<void>
  /** The snapshot is complete; then closes. */
  finish(): Promise<RunSummary>
  /** What came stays; the snapshot is named incomplete; then closes. Never rejects: what a broken disk did not take is asked for again next time. */
  abandon(): Promise<void>
}

export interface RunSummary {
  readonly snapshot: number
  /** Messages placed whose bytes were read or were here already by their X-GUID. */
  readonly added: number
  readonly recognised: number
  readonly flagsChanged: number
  readonly gone: number
  readonly failed: number
  /** Of bodies that were not here before. */
  readonly bytes: number
  /** Those that the server has no more among them. */
  readonly folders: readonly FolderCount[]
}

export interface Snapshot {
  readonly id: number
  /** ISO 8601. */
  readonly startedAt: string
  /** Absent while it runs, and when its process was killed. */
  readonly endedAt: string | undefined
  readonly by: string
  readonly isComplete: boolean
}

export interface FolderCount extends KnownFolder {
  /** As of its last whole reading. */
  readonly onServer: number | undefined
  readonly here: number
  /** Kept after it was deleted on the server. */
  readonly kept: number
  readonly missing: readonly Failure[]
}

export type Listed = Placed & { readonly isGone: boolean }

/** Reading; any number at a time, beside a writer. What a writer has made durable is seen at once. */
export interface ArchiveReader {
  readonly account: AccountFact
  snapshots(): readonly Snapshot[]
  /** Without a snapshot: all that were ever seen, each path's newest. With one: those of the server at that time. */
  folders(snapshot?: number): readonly FolderCount[]
  /** In order of UIDs. Without a snapshot: all that were ever there, also of older UIDVALIDITYs of the path, those after. With one: those of the server at that time. */
  messages(folderId: number, snapshot?: number): Iterable<Listed>
  /** The bytes exactly as they were received. @throws AppError `archive-damaged` with folder, UID, subject of what is damaged */
  read(hash: BodyHash): Promise<Buffer>
  /** The same in pieces; damage is told after the last. */
  stream(hash: BodyHash): AsyncIterable<Uint8Array>
  close(): void
}

/** A message whose bytes are not what they were. */
export interface Damage {
  readonly folder: string
  readonly uid: number
  readonly subject: string | undefined
  readonly hash: BodyHash
}

export interface VerifyReport {
  readonly bodies: number
  readonly bytes: number
  /** One for each place of each damaged body. */
  readonly damaged: readonly Damage[]
  /** Lines of the journal that are not what was written, counted from 1. */
  readonly badLines: readonly number[]
}
