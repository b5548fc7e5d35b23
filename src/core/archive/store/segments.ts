/** The segments: files to which whole messages are appended. Each message on its way has one for itself. */
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { ArchiveFile, ArchiveFiles } from './files.ts'
import {
  formatVersion,
  journalFile,
  segmentBytes,
  segmentFolder,
  segmentName,
  segmentOf,
} from './layout.ts'
import { separatorLine } from './mboxrd.ts'

const bufferBytes = 256 * 2 ** 10
const strangeBytes = 2 ** 30

/** One segment, open at its end. */
export interface Lane {
  readonly segment: number
  /** Behind the last byte, written or still in memory. */
  readonly end: number
  append(bytes: Uint8Array): void
  /** Takes back what was appended behind that place. */
  rewind(to: number): void
}

interface OpenLane extends Lane {
  readonly file: ArchiveFile
  isTaken: boolean
  /** Behind the last whole message. */
  wholeEnd: number
  isDirty: boolean
  flush(): void
}

export interface Segments {
  /** A segment that takes one more message; `give` it back with the message whole, or rewound. */
  take(): Lane
  give(lane: Lane): void
  /** Begins to put on the disk all whole messages; answers the ends of the segments that changed, and when they are safe. */
  settle(): { readonly ends: Readonly<Record<string, number>>; readonly safe: Promise<void> }
  /** False once the folder was moved or deleted under it. */
  isThere(): boolean
  close(): void
}

/** A message of its own begins each segment, so that the file says what it is. */
const headOf = (segment: number, storedAt: number): Buffer =>
  Buffer.concat([
    separatorLine(storedAt),
    Buffer.from(
      `From: Postern <postern@localhost>\nSubject: Segment ${segment} of a mail archive\n` +
        `X-Postern-Segment: ${segment}\nX-Postern-Version: ${formatVersion}\n\n` +
        'The messages behind this one are mail as it was received, in the form mboxrd.\n' +
        'Which of them lay in which folder is said by the file "journal". Do not edit.\n\n',
    ),
  ])

function openLane(file: ArchiveFile, segment: number, known: number): OpenLane {
  const buffer = Buffer.allocUnsafe(bufferBytes)
  let [written, held] = [known, 0]
  const flush = () => {
    if (held > 0) file.write(buffer.subarray(0, held), written)
    written += held
    held = 0
  }
  const lane: OpenLane = {
    segment,
    file,
    isTaken: false,
    isDirty: false,
    wholeEnd: known,
    get end() {
      return written + held
    },
    append(bytes) {
      lane.isDirty = true
      if (held + bytes.length > bufferBytes) flush()
      if (bytes.length >= bufferBytes) {
        file.write(bytes, written)
        written += bytes.length
        return
      }
      buffer.set(bytes, held)
      held += bytes.length
    },
    rewind(to) {
      if (to >= written) held = to - written
      else {
        held = 0
        written = to
        file.truncate(to)
      }
    },
    flush,
  }
  return lane
}

const sizeOf = (files: ArchiveFiles, path: string): number => {
  const file = files.open(path, 'read')
  try {
    return file.size()
  } finally {
    file.close()
  }
}

/** A cut run leaves a segment or two that the journal does not know, with little in them. More must not be thrown away. */
function refuseStrangers(dir: string, sizes: readonly number[]): void {
  if (sizes.reduce((sum, size) => sum + size, 0) <= strangeBytes) return
  const reason = `${sizes.length} segments are unknown to it`
  throw new AppError('archive-unreadable', { file: join(dir, journalFile), reason })
}

/**
 * Opens them for appending. `known` says where each ends by the journal; what lies behind is of a run that was cut, and goes
 * before anything is appended. So do segments that the journal does not know.
 * @throws AppError `archive-unreadable` when so much is unknown to the journal that it must be an old copy
 */
export function openSegments(deps: {
  readonly files: ArchiveFiles
  readonly dir: string
  readonly known: ReadonlyMap<number, number>
  /** They take no further message, whatever their size. */
  readonly full: ReadonlySet<number>
  readonly now: () => number
}): Segments {
  const { files } = deps
  const folder = join(deps.dir, segmentFolder)
  const isNewFolder = !files.exists(folder)
  files.makeFolder(folder)
  const pathOf = (segment: number) => join(folder, segmentName(segment))
  const lanes: OpenLane[] = []
  let newest = Math.max(0, ...deps.known.keys())
  let hasNewName = isNewFolder
  // The folder may hold 200 full segments: only those are opened that take more.
  const partial = [...deps.known].filter(
    ([segment, end]) => end < segmentBytes && !deps.full.has(segment),
  )
  const unknown = files
    .list(folder)
    .map(segmentOf)
    .filter(segment => segment !== undefined)
    .filter(segment => !deps.known.has(segment))
  refuseStrangers(
    deps.dir,
    unknown.map(segment => sizeOf(files, pathOf(segment))),
  )
  for (const segment of unknown) files.remove(pathOf(segment))
  const openKnown = (segment: number, end: number): OpenLane => {
    const file = files.open(pathOf(segment), 'edit')
    if (file.size() > end) file.truncate(end)
    return openLane(file, segment, end)
  }
  const openNext = (): OpenLane => {
    const reused = partial.pop()
    // One that is shorter than the journal says is damaged: verify names it, and nothing is put behind the gap.
    if (reused && files.exists(pathOf(reused[0]))) {
      const lane = openKnown(...reused)
      if (lane.file.size() === reused[1]) return lane
      lane.file.close()
      return openNext()
    }
    newest += 1
    hasNewName = true
    const lane = openLane(files.open(pathOf(newest), 'edit'), newest, 0)
    lane.append(headOf(newest, deps.now()))
    return lane
  }
  const seal = (lane: OpenLane) => {
    if (lane.isDirty) return
    lane.file.close()
    lanes.splice(lanes.indexOf(lane), 1)
  }
  return {
    take() {
      let lane = lanes.find(one => !one.isTaken && one.wholeEnd < segmentBytes)
      if (!lane) {
        lane = openNext()
        lanes.push(lane)
      }
      lane.isTaken = true
      return lane
    },
    give(given) {
      const lane = lanes.find(one => one === given)
      if (!lane) return
      lane.isTaken = false
      lane.wholeEnd = lane.end
    },
    settle() {
      const dirty = lanes.filter(lane => lane.isDirty)
      const ends = Object.fromEntries(
        dirty.filter(lane => lane.wholeEnd > 0).map(lane => [String(lane.segment), lane.wholeEnd]),
      )
      for (const lane of dirty) {
        lane.flush()
        lane.isDirty = lane.isTaken
      }
      const names = hasNewName
      hasNewName = false
      const safe = async () => {
        await Promise.all(dirty.map(lane => lane.file.sync()))
        if (names) await files.syncFolder(folder)
        if (isNewFolder) await files.syncFolder(deps.dir)
        for (const lane of lanes.filter(one => !one.isTaken && one.wholeEnd >= segmentBytes))
          seal(lane)
      }
      return { ends, safe: safe() }
    },
    isThere: () => lanes.every(lane => lane.file.isThere()),
    close() {
      for (const lane of lanes) lane.file.close()
      lanes.length = 0
    },
  }
}
