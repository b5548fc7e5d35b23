/** An archive in memory that keeps what runs bring, as the one on disk does. */
import { createHash } from 'node:crypto'
import type {
  ArchiveRun,
  Failure,
  FolderFact,
  FolderState,
  KnownFolder,
  Placed,
  StoredBody,
} from '../../src/core/archive/store/archive-store.ts'

interface Kept extends Placed {
  readonly messageId: string | undefined
  readonly isUnproven: boolean
}

interface KeptFolder {
  readonly id: number
  readonly fact: FolderFact
  state: FolderState | undefined
  isGone: boolean
  readonly placed: Map<number, Kept>
  readonly kept: Kept[]
  failures: Failure[]
}

export interface MemoryArchive {
  openRun(): ArchiveRun
  /** Living messages of the newest folder of each path. */
  living(): readonly {
    readonly path: string
    readonly uid: number
    readonly hash: string
    readonly flags: string
    readonly date: string
  }[]
  readonly folders: readonly KeptFolder[]
  readonly bodies: ReadonlyMap<string, Buffer>
  folder(path: string): KeptFolder
}

export interface MemoryArchiveOptions {
  /** Called for each piece of a body; what it throws or waits for is the disk's. */
  readonly onWrite?: (bytes: number) => void | Promise<void>
  /** False: bodies are counted and not kept. @default true */
  readonly keepsBodies?: boolean
}

export function createMemoryArchive(options: MemoryArchiveOptions = {}): MemoryArchive {
  const folders: KeptFolder[] = []
  const bodies = new Map<string, Buffer>()
  const sizes = new Map<string, number>()
  const guids = new Map<string, string>()
  const newest = (): KeptFolder[] => [
    ...new Map(folders.map(folder => [folder.fact.path, folder])).values(),
  ]
  const asKnown = (folder: KeptFolder): KnownFolder => ({
    ...folder.fact,
    id: folder.id,
    uidNext: folder.state?.uidNext,
    highestModseq: folder.state?.highestModseq,
    isGone: folder.isGone,
  })
  const by = (id: number): KeptFolder => folders[id - 1]!

  const openRun = (): ArchiveRun => {
    const failing = new Map<number, Failure[]>()
    return {
      snapshot: 1,
      folders: () => newest().map(asKnown),
      beginFolder(fact) {
        const before = newest().find(({ fact: { path } }) => path === fact.path)
        if (before?.fact.uidValidity === fact.uidValidity) {
          before.isGone = false
          return asKnown(before)
        }
        if (before) before.isGone = true
        const made: KeptFolder = {
          id: folders.length + 1,
          fact,
          state: undefined,
          isGone: false,
          placed: new Map(),
          kept: [],
          failures: [],
        }
        folders.push(made)
        return asKnown(made)
      },
      placed: id => new Map(by(id).placed),
      owed: id =>
        by(id)
          .failures.map(({ uid }) => uid)
          .sort((a, b) => a - b),
      unproven: id =>
        [...by(id).placed.values()]
          .filter(one => one.isUnproven)
          .map(({ uid }) => uid)
          .sort((a, b) => a - b),
      recognise(id, key) {
        const { path } = by(id).fact
        const like = folders
          .filter(folder => folder.id !== id && folder.fact.path === path)
          .flatMap(folder => [...folder.placed.values()])
          .filter(
            one =>
              one.messageId === key.messageId &&
              one.size === key.size &&
              one.internalDate === key.internalDate,
          )
          .map(({ hash }) => hash)
        return new Set(like).size === 1 ? like[0] : undefined
      },
      knownGuid: guid => guids.get(guid),
      body(size) {
        const hash = createHash('sha256')
        const pieces: Buffer[] = []
        let length = 0
        return {
          write(chunk) {
            length += chunk.length
            if (length > size) throw new Error('more than was announced')
            hash.update(chunk)
            if (options.keepsBodies !== false) pieces.push(Buffer.from(chunk))
            return options.onWrite?.(chunk.length)
          },
          end(): StoredBody {
            if (length !== size) throw new Error('less than was announced')
            const name = hash.digest('hex')
            const isNew = !sizes.has(name)
            sizes.set(name, size)
            if (options.keepsBodies !== false) bodies.set(name, Buffer.concat(pieces))
            return { hash: name, size, isNew }
          },
          drop: () => undefined,
        }
      },
      place(id, { uid, body, flags, internalDate, guid, messageId, isUnproven = false }) {
        const hash = typeof body === 'string' ? body : body.hash
        const folder = by(id)
        folder.failures = folder.failures.filter(one => one.uid !== uid)
        folder.placed.set(uid, {
          uid,
          hash,
          size: sizes.get(hash)!,
          flags,
          internalDate,
          messageId,
          isUnproven,
        })
        if (guid !== undefined) guids.set(guid, hash)
      },
      flags(id, uid, flags) {
        const one = by(id).placed.get(uid)
        if (one) by(id).placed.set(uid, { ...one, flags })
      },
      gone(id, uids) {
        const folder = by(id)
        for (const uid of uids) {
          const one = folder.placed.get(uid)
          if (one) folder.kept.push(one)
          folder.placed.delete(uid)
        }
      },
      folderGone(id) {
        by(id).isGone = true
      },
      failed(id, failure) {
        failing.set(id, [...(failing.get(id) ?? []), failure])
      },
      endFolder(id, state) {
        by(id).state = state
        by(id).failures = failing.get(id) ?? []
      },
      durable: () => Promise.resolve(),
      finish: () => Promise.reject(new Error('nobody asks for it here')),
      abandon: () => Promise.resolve(),
    }
  }

  return {
    openRun,
    folders,
    bodies,
    folder: path => newest().find(folder => folder.fact.path === path)!,
    living: () =>
      newest()
        .filter(({ isGone }) => !isGone)
        .flatMap(({ fact, placed }) =>
          [...placed.values()].map(one => ({
            path: fact.path,
            uid: one.uid,
            hash: one.hash,
            flags: [...one.flags].sort().join(' '),
            date: one.internalDate,
          })),
        )
        .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.uid - b.uid)),
  }
}
