/** One message on its way into a segment: hashed, quoted and appended as it comes, in pieces of any size. */
import { createHash } from 'node:crypto'
import type { BodyWriter } from './archive-store.ts'
import type { BodyFact } from './journal-lines.ts'
import { createQuoter, separatorLine } from './mboxrd.ts'
import type { Segments } from './segments.ts'

const newline = Buffer.from('\n')

export interface BodyWriterDeps {
  readonly segments: Segments
  readonly now: () => number
  /** Whether a body is here already: then nothing is kept of this one. */
  readonly isHere: (hash: string) => boolean
  /** Hears of each new body, with the bytes it took. */
  readonly onBody: (fact: BodyFact) => void
  /** What the next write waits for, when the disk is slower than the line. */
  readonly breath: () => Promise<void> | undefined
  /** Runs what touches the disk. */
  readonly guard: <T>(work: () => T) => T
}

/** Begins one of `size` bytes. */
export function beginBody(size: number, deps: BodyWriterDeps): BodyWriter {
  const { guard, segments } = deps
  const lane = guard(() => segments.take())
  const begin = lane.end
  const hash = createHash('sha256')
  let [received, last, isOpen] = [0, newline[0], true]
  const quoter = createQuoter(bytes => lane.append(bytes))
  const close = (keeps: boolean) => {
    isOpen = false
    if (!keeps) guard(() => lane.rewind(begin))
    segments.give(lane)
  }
  guard(() => lane.append(separatorLine(deps.now())))
  const at = lane.end
  return {
    write(chunk) {
      if (!isOpen || chunk.length === 0) return
      received += chunk.length
      if (received > size)
        throw new Error(`a message of ${size} bytes came with ${received - size} too many`)
      hash.update(chunk)
      last = chunk.at(-1)
      guard(() => quoter.push(chunk))
      return deps.breath()
    },
    end() {
      if (!isOpen) throw new Error('the message has ended')
      if (received < size) {
        close(false)
        throw new Error(`a message of ${size} bytes ended after ${received}`)
      }
      const sum = hash.digest('hex')
      if (deps.isHere(sum)) {
        close(false)
        return { hash: sum, size, isNew: false }
      }
      guard(() => quoter.end())
      const { end, segment } = lane
      // A message ends its last line, and an empty line stands before the next one (RFC 4155, appendix A).
      guard(() => lane.append(last === newline[0] ? newline : Buffer.from('\n\n')))
      close(true)
      const quoted = quoter.changed > 0
      deps.onBody({ is: 'body', hash: sum, size, segment, at, length: end - at, quoted })
      return { hash: sum, size, isNew: true }
    },
    drop() {
      if (!isOpen) return
      try {
        close(false)
      } catch {
        // The disk is at fault, and the run knows. The next opening cuts off what the journal does not know.
      }
    },
  }
}
