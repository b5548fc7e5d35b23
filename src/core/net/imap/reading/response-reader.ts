/** Cuts the bytes of an IMAP server into responses; a message is handed on while it comes and is never held as a whole. */
import { showable } from '../../talk/showable.ts'
import { LineFault } from './line-fault.ts'
import type { ReadingLimits } from './limits.ts'
import { type Part, streamed } from './values.ts'

/** Takes the bytes of one message, in order. A promise holds the line back until it is kept. */
export type TakeBytes = (chunk: Buffer) => void | Promise<void>

export interface ResponseReaderOptions {
  readonly limits: ReadingLimits
  /** A whole response, without its line end. */
  readonly onResponse: (parts: readonly Part[]) => void
  /** A message of so many bytes begins. @param head the text of its response so far */
  readonly onMessage: (size: number, head: string) => TakeBytes
}

export interface ResponseReader {
  /** Feeds bytes. A promise: feed no more until it is kept. @throws LineFault `not-understood` */
  push(chunk: Buffer): void | Promise<void>
}

const lf = 0x0a
/** Of a line that comes byte by byte: each piece costs more than its bytes. */
const mostPieces = 1000
/** The length of a literal at the end of a line (RFC 9051, 4.3; `~` is literal8). */
const literalAhead = /~?\{(\d{1,20})\}$/
/** The whole message, or the only one of its parts that is asked for. */
const messageAhead = /\bBODY\[\] $/i

/** A reader for one line. */
export function createResponseReader(options: ResponseReaderOptions): ResponseReader {
  const { limits, onResponse, onMessage } = options
  let parts: Part[] = []
  /** Text of this response, in bytes, literals included. */
  let length = 0
  let held: Buffer[] = []
  let heldBytes = 0
  /** Bytes of a literal that are still to come, and who takes them. */
  let left = 0
  let take: TakeBytes | undefined
  let literal: Buffer[] = []

  const count = (bytes: number, sample: Buffer): void => {
    length += bytes
    if (length > limits.lineBytes)
      throw new LineFault('not-understood', `a line without end: ${showable(sample, 80)}`)
  }

  const beginLiteral = (digits: string, head: string): void => {
    const size = Number(digits)
    parts.push({ text: head })
    const isMessage = messageAhead.test(head)
    if (size > (isMessage ? limits.messageBytes : limits.literalBytes))
      throw new LineFault('not-understood', `a text of ${digits} bytes was announced`)
    if (isMessage) take = onMessage(size, head)
    left = size
    if (size === 0) endLiteral()
  }

  const endLiteral = (): void => {
    if (take) parts.push(streamed)
    else parts.push({ literal: Buffer.concat(literal).toString('latin1') })
    take = undefined
    literal = []
  }

  const takeLine = (bytes: Buffer): void => {
    const end =
      bytes.length > 0 && bytes[bytes.length - 1] === 0x0d ? bytes.length - 1 : bytes.length
    const text = bytes.toString('latin1', 0, end)
    const ahead = text.endsWith('}') ? literalAhead.exec(text) : null
    if (ahead) {
      beginLiteral(ahead[1]!, text.slice(0, ahead.index))
      return
    }
    parts.push({ text })
    const whole = parts
    parts = []
    length = 0
    onResponse(whole)
  }

  const push = (chunk: Buffer): void | Promise<void> => {
    let at = 0
    while (at < chunk.length) {
      if (left > 0) {
        const piece = chunk.subarray(at, at + left)
        at += piece.length
        left -= piece.length
        if (!take) {
          count(piece.length, piece)
          literal.push(Buffer.from(piece))
        }
        const kept = take?.(piece)
        if (left === 0) endLiteral()
        if (kept) return kept.then(() => push(chunk.subarray(at)))
        continue
      }
      const newline = chunk.indexOf(lf, at)
      const piece = chunk.subarray(at, newline === -1 ? chunk.length : newline)
      count(piece.length + 1, piece)
      at += piece.length + 1
      if (newline === -1) {
        held.push(Buffer.from(piece))
        if (held.length > mostPieces) held = [Buffer.concat(held)]
        heldBytes += piece.length
        continue
      }
      const line = heldBytes === 0 ? piece : Buffer.concat([...held, piece])
      held = []
      heldBytes = 0
      takeLine(line)
    }
  }
  return { push }
}
