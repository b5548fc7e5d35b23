/** Reads the segments in large pieces, for looking at all messages one after the other. */
import type { BodyPlace } from './catalogue-reading.ts'
import type { ArchiveFile, ArchiveFiles } from './files.ts'
import { segmentPath } from './read-body.ts'

export const windowBytes = 2 ** 20
/** Runs write over at most so many segments at once: their bodies alternate. */
const windowsKept = 4

interface Window {
  readonly file: ArchiveFile
  readonly bytes: Buffer
  start: number
  length: number
}

/** Reads ahead in each segment: bodies lie one behind the other. */
export function createWindows(files: ArchiveFiles, dir: string) {
  const open = new Map<number, Window>()
  const windowOf = (segment: number): Window | undefined => {
    const known = open.get(segment)
    if (known) return known
    const path = segmentPath(dir, segment)
    if (!files.exists(path)) return undefined
    const oldest = open.size >= windowsKept ? [...open][0] : undefined
    if (oldest) {
      oldest[1].file.close()
      open.delete(oldest[0])
    }
    const bytes = oldest?.[1].bytes ?? Buffer.allocUnsafe(windowBytes)
    const made = { file: files.open(path, 'read'), bytes, start: 0, length: 0 }
    open.set(segment, made)
    return made
  }
  return {
    /** The bytes as they lie there, fewer when the file ends; nothing when it is not there, or they do not fit. */
    at(place: BodyPlace): Buffer | undefined {
      const window = windowOf(place.segment)
      if (!window || place.length > windowBytes) return undefined
      const isIn =
        place.at >= window.start && place.at + place.length <= window.start + window.length
      if (!isIn) {
        window.start = place.at
        window.length = window.file.read(window.bytes, place.at)
      }
      const from = place.at - window.start
      return window.bytes.subarray(from, from + place.length)
    },
    close() {
      for (const window of open.values()) window.file.close()
      open.clear()
    },
  }
}
