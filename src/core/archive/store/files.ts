/** The one door to the disk for the archive's truth: the catalogue alone, which can be made anew, goes past it. */
import * as fs from 'node:fs'
import { promisify } from 'node:util'

export interface ArchiveFile {
  size(): number
  /** Writes all of it at a place. */
  write(bytes: Uint8Array, at: number): void
  /** Reads up to the length of `into`; answers how many came. */
  read(into: Uint8Array, at: number): number
  truncate(size: number): void
  /** After that a power cut takes nothing of it. */
  sync(): Promise<void>
  /** False once its name is gone, or names another file. */
  isThere(): boolean
  close(): void
}

/** `edit`: for reading and writing, made when it is missing. */
export type Opening = 'read' | 'edit'

export interface ArchiveFiles {
  makeFolder(path: string): void
  open(path: string, how: Opening): ArchiveFile
  exists(path: string): boolean
  list(path: string): string[]
  /** Puts a file in another one's place, at once. */
  replace(from: string, to: string): void
  remove(path: string): void
  /** After that a power cut takes no name in it. */
  syncFolder(path: string): Promise<void>
}

const { O_CREAT, O_RDONLY, O_RDWR } = fs.constants
const datasync = promisify(fs.fdatasync)
const fsync = promisify(fs.fsync)

function writeAll(descriptor: number, bytes: Uint8Array, at: number): void {
  let written = 0
  while (written < bytes.length)
    written += fs.writeSync(descriptor, bytes, written, bytes.length - written, at + written)
}

function openFile(path: string, how: Opening): ArchiveFile {
  const descriptor = fs.openSync(path, how === 'read' ? O_RDONLY : O_RDWR | O_CREAT, 0o600)
  return {
    size: () => fs.fstatSync(descriptor).size,
    write: (bytes, at) => writeAll(descriptor, bytes, at),
    read: (into, at) => fs.readSync(descriptor, into, 0, into.length, at),
    truncate: size => fs.ftruncateSync(descriptor, size),
    sync: () => datasync(descriptor),
    isThere() {
      const named = fs.statSync(path, { bigint: true, throwIfNoEntry: false })
      const open = fs.fstatSync(descriptor, { bigint: true })
      return named?.ino === open.ino && named.dev === open.dev
    },
    close: () => fs.closeSync(descriptor),
  }
}

/** The disk itself: folders 0700, files 0600. */
export const diskFiles: ArchiveFiles = {
  makeFolder: path => void fs.mkdirSync(path, { recursive: true, mode: 0o700 }),
  open: openFile,
  exists: path => fs.existsSync(path),
  list: path => fs.readdirSync(path),
  replace: (from, to) => fs.renameSync(from, to),
  remove: path => fs.rmSync(path, { force: true }),
  async syncFolder(path) {
    // Windows knows no fsync of folders; NTFS journals names itself.
    if (process.platform === 'win32') return
    const descriptor = fs.openSync(path, O_RDONLY)
    try {
      await fsync(descriptor)
    } finally {
      fs.closeSync(descriptor)
    }
  },
}
