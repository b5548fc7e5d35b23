/** Reads SMTP replies out of a byte stream (RFC 5321, 4.2), from a peer that may be hostile or no mail server at all. */
import { showable } from '../talk/showable.ts'
import { TalkFault } from '../talk/talk-fault.ts'
import type { Reader } from '../talk/talk-link.ts'

export interface SmtpReply {
  readonly code: number
  /** The text of each line, without code and separator. */
  readonly lines: readonly string[]
}

/** RFC 5321, 4.5.3.1.5 allows 512; some providers send more. */
const maxLineBytes = 2048
/** The longest EHLO replies of providers have about 20 lines. */
const maxLines = 100

export type ReplyReader = Reader<SmtpReply>

const replyLine = /^([2-5]\d\d)(?:([ -])(.*))?$/

/** A reader for one conversation. */
export function createReplyReader(): ReplyReader {
  let held: Buffer = Buffer.alloc(0)
  let code: number | undefined
  let lines: string[] = []
  let whole: SmtpReply | undefined

  function takeLine(line: Buffer): void {
    const [, digits, separator, text = ''] = replyLine.exec(line.toString('utf8')) ?? []
    const isSame = code === undefined || code === Number(digits)
    if (digits === undefined || !isSame || lines.length >= maxLines)
      throw new TalkFault('not-understood', showable(line))
    code = Number(digits)
    lines.push(text)
    if (separator === '-') return
    whole = { code, lines }
    code = undefined
    lines = []
  }

  const readLines = (): void => {
    while (!whole) {
      const at = held.indexOf(0x0a)
      const length = at === -1 ? held.length : at
      if (length > maxLineBytes)
        throw new TalkFault('not-understood', showable(held.subarray(0, 200)))
      if (at === -1) return
      const end = at > 0 && held[at - 1] === 0x0d ? at - 1 : at
      const line = held.subarray(0, end)
      held = held.subarray(at + 1)
      takeLine(line)
    }
  }

  return {
    push(chunk) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      readLines()
      return whole !== undefined
    },
    take() {
      const reply = whole
      whole = undefined
      if (reply) readLines()
      return reply
    },
    get hasMore() {
      return held.length > 0 || whole !== undefined || lines.length > 0
    },
  }
}
