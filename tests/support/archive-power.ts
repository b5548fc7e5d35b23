/** A disk whose power is cut: what was synced survives, of the rest any part may. And one that is full, and one whose user is killed. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Chance } from '../../scripts/prove/seeded.ts'
import { type ArchiveFiles, diskFiles } from '../../src/core/archive/store/files.ts'

type Change = { readonly at: number; readonly bytes: Buffer } | { readonly truncateTo: number }

interface Inode {
  safe: Buffer
  changes: Change[]
}

const sector = 512

const grown = (bytes: Buffer, size: number): Buffer =>
  size <= bytes.length ? bytes : Buffer.concat([bytes, Buffer.alloc(size - bytes.length)])

function change(bytes: Buffer, one: Change): Buffer {
  if ('truncateTo' in one)
    return Buffer.from(grown(bytes, one.truncateTo).subarray(0, one.truncateTo))
  const out = grown(bytes, one.at + one.bytes.length)
  one.bytes.copy(out, one.at)
  return out
}

/** Of changes that were not synced, each sector came or did not. */
function partly(inode: Inode, chance: Chance): Buffer {
  let bytes: Buffer = Buffer.from(inode.safe)
  for (const one of inode.changes) {
    if ('truncateTo' in one) {
      if (chance.below(2) === 0) bytes = change(bytes, one)
      continue
    }
    for (let at = 0; at < one.bytes.length; at += sector) {
      const part = one.bytes.subarray(at, at + sector)
      if (chance.below(2) === 0) bytes = change(bytes, { at: one.at + at, bytes: part })
    }
  }
  return bytes
}

export interface PowerFiles extends ArchiveFiles {
  /** Things done to the disk so far. */
  readonly steps: number
  /** Takes what lies in an archive as synced. */
  adopt(dir: string): void
  cutAt(step: number): void
  /** Writes what is left after the cut into another folder. */
  leave(from: string, to: string, chance: Chance): void
}

/** Works on the disk, and remembers what a cut before step `cutAt` would leave; from then on every step fails. */
export function powerFiles(cutAtFirst: number, files: ArchiveFiles = diskFiles): PowerFiles {
  const names = new Map<string, Inode>()
  const safeNames = new Map<string, Inode>()
  let [steps, cutAt] = [0, cutAtFirst]
  const step = () => {
    steps += 1
    if (steps >= cutAt) throw new Error('the power is cut')
  }
  const inodeOf = (path: string): Inode => {
    const inode = names.get(path) ?? { safe: Buffer.alloc(0), changes: [] }
    names.set(path, inode)
    return inode
  }
  return {
    ...files,
    get steps() {
      return steps
    },
    open(path, how) {
      const file = files.open(path, how)
      const inode = how === 'edit' ? inodeOf(path) : undefined
      return {
        ...file,
        write(bytes, at) {
          inode?.changes.push({ at, bytes: Buffer.from(bytes) })
          step()
          file.write(bytes, at)
        },
        truncate(size) {
          inode?.changes.push({ truncateTo: size })
          step()
          file.truncate(size)
        },
        async sync() {
          const count = inode?.changes.length ?? 0
          step()
          await file.sync()
          if (!inode) return
          for (const one of inode.changes.splice(0, count)) inode.safe = change(inode.safe, one)
        },
      }
    },
    replace(from, to) {
      step()
      files.replace(from, to)
      names.set(to, inodeOf(from))
      names.delete(from)
    },
    remove(path) {
      step()
      files.remove(path)
      names.delete(path)
    },
    async syncFolder(path) {
      step()
      for (const name of new Set([...names.keys(), ...safeNames.keys()])) {
        if (dirname(name) !== path) continue
        const inode = names.get(name)
        if (inode) safeNames.set(name, inode)
        else safeNames.delete(name)
      }
    },
    adopt(dir) {
      const segments = join(dir, 'segments')
      const paths = [
        ...['archive.json', 'journal'].map(name => join(dir, name)),
        ...files.list(segments).map(name => join(segments, name)),
      ]
      for (const path of paths) {
        const inode = { safe: readFileSync(path), changes: [] }
        names.set(path, inode)
        safeNames.set(path, inode)
      }
    },
    cutAt(step) {
      cutAt = step
    },
    leave(from, to, chance) {
      for (const name of new Set([...names.keys(), ...safeNames.keys()])) {
        const kinds = [names.get(name), safeNames.get(name)] as const
        const inode = chance.pick(kinds)
        if (!inode) continue
        const path = join(to, relative(from, name))
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
        writeFileSync(path, partly(inode, chance), { mode: 0o600 })
      }
    },
  }
}

/** A disk with room for so many bytes more; `free` makes room. */
export function fullFiles(room: number): ArchiveFiles & { free(): void } {
  let left = room
  const failure = () =>
    Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  return {
    ...diskFiles,
    free() {
      left = Number.POSITIVE_INFINITY
    },
    open(path, how) {
      const file = diskFiles.open(path, how)
      return {
        ...file,
        write(bytes, at) {
          const fits = bytes.subarray(0, Math.max(0, left))
          left -= bytes.length
          file.write(fits, at)
          if (fits.length < bytes.length) throw failure()
        },
      }
    },
  }
}

/** Kills the process in the middle of a step: of a write, some bytes have been written by then. */
export function deadlyFiles(killAt: number, chance: Chance): ArchiveFiles {
  let steps = 0
  const step = (half: () => void = () => undefined) => {
    steps += 1
    if (steps < killAt) return
    half()
    process.kill(process.pid, 'SIGKILL')
  }
  return {
    ...diskFiles,
    open(path, how) {
      const file = diskFiles.open(path, how)
      return {
        ...file,
        write(bytes, at) {
          step(() => file.write(bytes.subarray(0, chance.below(bytes.length + 1)), at))
          file.write(bytes, at)
        },
        truncate(size) {
          step()
          file.truncate(size)
        },
        async sync() {
          step()
          await file.sync()
        },
      }
    },
    replace(from, to) {
      step()
      diskFiles.replace(from, to)
    },
    remove(path) {
      step()
      diskFiles.remove(path)
    },
    async syncFolder(path) {
      step()
      await diskFiles.syncFolder(path)
    },
  }
}
