/** Cuts a command's own output out of a stream that rc-files, banners and sudo may write into as well. */

export interface Frame {
  /** Feeds what came from the peer. */
  push(chunk: Buffer): void
  /** The peer has closed: gives out what was held back for a marker that never came. */
  finish(): void
  /** What stood on the marker's own line: `begin` the process id, `end` the exit code. */
  readonly begun: string | undefined
  readonly ended: string | undefined
}

export interface FrameOptions {
  readonly begin: string
  /** Without it the frame is open: all that follows `begin` is output. */
  readonly end?: string
  readonly onBegin?: (word: string) => void
  readonly onData: (chunk: Buffer) => void
}

/** Noise before the begin marker is dropped; of it so much is looked at. */
const keptNoise = 64 * 1024

/**
 * Stands before the end marker and is not part of the output: ASCII's record separator. (A line feed would do, but what may be a
 * marker's beginning is held back: the newest line of a log that is followed would show only with the next one.)
 */
export const separator = '\x1e'

/** A frame over one stream. */
export function createFrame(options: FrameOptions): Frame {
  const endMark = options.end === undefined ? undefined : Buffer.from(`${separator}${options.end}`)
  let held: Buffer = Buffer.alloc(0)
  let begun: string | undefined
  let ended: string | undefined

  const emit = (data: Buffer): void => {
    if (data.length > 0) options.onData(data)
  }

  const findBegin = (): void => {
    const at = held.indexOf(options.begin)
    if (at === -1) {
      held = held.subarray(Math.max(0, held.length - keptNoise))
      return
    }
    const lineEnd = held.indexOf(0x0a, at)
    if (lineEnd === -1) return
    begun = held.toString('latin1', at + options.begin.length, lineEnd).trim()
    const rest = held.subarray(lineEnd + 1)
    held = Buffer.alloc(0)
    options.onBegin?.(begun)
    pushOutput(rest)
  }

  const pushOutput = (chunk: Buffer): void => {
    if (!endMark) {
      emit(chunk)
      return
    }
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    const at = held.indexOf(endMark)
    if (at === -1) {
      // Anything that may yet turn out to be the marker's beginning stays back.
      const from = held.lastIndexOf(separator)
      const isSafe = from === -1 || held.length - from >= endMark.length
      const give = isSafe ? held.length : from
      const out = held.subarray(0, give)
      held = held.subarray(give)
      emit(out)
      return
    }
    const lineEnd = held.indexOf(0x0a, at + endMark.length)
    if (lineEnd === -1) return
    ended = held.toString('latin1', at + endMark.length, lineEnd).trim()
    const out = held.subarray(0, at)
    held = Buffer.alloc(0)
    emit(out)
  }

  return {
    push(chunk) {
      if (ended !== undefined) return
      if (begun !== undefined) pushOutput(chunk)
      else {
        held = Buffer.concat([held, chunk])
        findBegin()
      }
    },
    finish() {
      if (begun === undefined || ended !== undefined) return
      const out = held
      held = Buffer.alloc(0)
      emit(out)
    },
    get begun() {
      return begun
    },
    get ended() {
      return ended
    },
  }
}
