/** Reads SMTP replies out of a byte stream (RFC 5321, 4.2), from a peer that may be hostile or no mail server at all. */
import { SmtpFault } from './smtp-fault.ts'

export interface SmtpReply {
  readonly code: number
  /** The text of each line, without code and separator. */
  readonly lines: readonly string[]
}

/** RFC 5321, 4.5.3.1.5 allows 512; some providers send more. */
const maxLineBytes = 2048
/** The longest EHLO replies of providers have about 20 lines. */
const maxLines = 100

export interface ReplyReader {
  /** Feeds bytes. @returns true when a whole reply has come @throws SmtpFault `not-smtp` */
  push(chunk: Buffer): boolean
  /** The reply that has come, once; undefined while none is whole. */
  take(): SmtpReply | undefined
  /** True when bytes came that belong to no reply asked for. */
  readonly hasMore: boolean
}

const replyLine = /^([2-5]\d\d)(?:([ -])(.*))?$/

/** What a stranger said, fit to be shown: one line, printable, short. */
export const showable = (bytes: Buffer): string =>
  bytes
    .toString('utf8')
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, 200)

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
      throw new SmtpFault('not-smtp', showable(line))
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
      if (length > maxLineBytes) throw new SmtpFault('not-smtp', showable(held.subarray(0, 200)))
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
