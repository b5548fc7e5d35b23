/** A set of files to be changed together, and what it takes to undo that. */
import { createHash, randomBytes } from 'node:crypto'
import { posix } from 'node:path'
import { sha256Of } from '../read-files.ts'
import type { WatchedFile } from './watchdog.ts'

export interface FileChange {
  /** Real path, behind symbolic links. */
  readonly path: string
  /** Hash of what is there now; absent for a file that is to be made. */
  readonly before?: string
  /** Absent: the file is taken away. */
  readonly content?: Uint8Array
  /** Octal mode of a file that is made. @default '644' */
  readonly mode?: string
}

export interface Change {
  /** `…/.postern`, in the project's folder: the same disk and the same owner as the files, found from them without a name elsewhere. */
  readonly home: string
  readonly who: string
  readonly files: readonly FileChange[]
  readonly projectDir: string
  /** Compose with what addresses the project, word by word. */
  readonly compose: readonly string[]
  readonly services: readonly string[]
  /** For a file that Compose does not look into: then it would let the services be. @default false */
  readonly mustRecreate?: boolean
}

export const homeOf = (projectDir: string): string => posix.join(projectDir, '.postern')

/** `20261122T201530Z`, which sorts as it counts. */
const compact = (now: number): string => new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')

export const newChangeId = (now: number): string =>
  `${compact(now)}-${randomBytes(4).toString('hex')}`

/** What names of dated copies of a file begin with: its name, and a mark that tells files of one name apart. */
export const copyPrefix = (path: string): string =>
  `${posix.basename(path)}.${createHash('sha256').update(path).digest('hex').slice(0, 8)}.`

export const copyName = (path: string, sha256: string, now: number): string =>
  `${copyPrefix(path)}${compact(now)}-${sha256.slice(0, 8)}`

/** When a copy was taken, by its name. */
export const copyTakenAt = (name: string): string | undefined => {
  const [, y, mo, d, h, mi, s] =
    /\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{8}$/.exec(name) ?? []
  return y === undefined ? undefined : `${y}-${mo}-${d}T${h}:${mi}:${s}.000Z`
}

/** The files as the watchdog knows them. */
export function watchedFiles(change: Change, now: number): readonly WatchedFile[] {
  return change.files.map(({ path, before, content }) => ({
    path,
    before: before ?? 'absent',
    after: content ? sha256Of(content) : 'absent',
    copy: posix.join(change.home, 'copies', copyName(path, before ?? 'absent00', now)),
  }))
}
