/** How far a run is, told a few times a second. */
import type { FolderWork } from './folder-work.ts'
import type { FolderToRead } from './plan-folders.ts'

export interface SyncProgress {
  /** The folder at hand. */
  readonly folder: string
  /** Messages of the whole run that were to be fetched and are dealt with. */
  readonly done: number
  /** All that are to be fetched; an estimate until every folder was compared. */
  readonly total: number
  readonly bytes: number
  /** Undefined where the server does not tell sizes, or only a part is fetched. */
  readonly bytesTotal: number | undefined
}

export interface Progress {
  at(folder: string): void
  compared(work: FolderWork): void
  message(): void
  bytes(count: number): void
  /** Tells the last state. */
  end(): void
}

const everyMs = 100

const isWhole = ({ known }: FolderToRead): boolean => known === undefined

export function createProgress(
  folders: readonly FolderToRead[],
  tell: (at: SyncProgress) => void,
): Progress {
  /** Of folders that were not compared yet: as if all of them were new. */
  const expected = new Map(
    folders.map(({ listed, known }) => [
      listed.path,
      known === undefined ? (listed.status?.messages ?? 0) : 0,
    ]),
  )
  const sizes = folders.map(folder =>
    isWhole(folder) ? folder.listed.status?.sizeBytes : undefined,
  )
  const bytesTotal = sizes.every(size => size !== undefined)
    ? sizes.reduce((sum, size) => sum + size, 0)
    : undefined
  let total = [...expected.values()].reduce((sum, count) => sum + count, 0)
  let folder = ''
  let done = 0
  let bytes = 0
  let toldAt = 0

  const say = (): void => {
    toldAt = performance.now()
    tell({ folder, done, total: Math.max(total, done), bytes, bytesTotal })
  }
  const sayNowAndThen = (): void => {
    if (performance.now() - toldAt >= everyMs) say()
  }
  return {
    at(path) {
      folder = path
      sayNowAndThen()
    },
    compared({ listed, pending }) {
      const count = pending.reduce((sum, { uids }) => sum + uids.length, 0)
      total += count - (expected.get(listed.path) ?? 0)
      expected.set(listed.path, count)
      sayNowAndThen()
    },
    message() {
      done += 1
      sayNowAndThen()
    },
    bytes(count) {
      bytes += count
      sayNowAndThen()
    },
    end: say,
  }
}
