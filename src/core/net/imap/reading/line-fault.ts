/** What can go wrong on a line to an IMAP server, whatever was being asked. */
export type LineFaultKind =
  /** The line ended or broke. */
  | 'lost'
  /** The server said BYE. */
  | 'bye'
  /** Nothing came, or nothing that was asked for, for too long. */
  | 'silent'
  /** What came is no IMAP, or has no end. */
  | 'not-understood'

/** Thrown by a line that is of no use any more; whoever asked decides whether to try another one. */
export class LineFault extends Error {
  override readonly name = 'LineFault'
  readonly kind: LineFaultKind
  /** What the server said, or what was wrong with it: one short printable line. */
  readonly detail: string

  constructor(kind: LineFaultKind, detail: string, cause?: unknown) {
    super(`${kind}: ${detail}`, { cause })
    this.kind = kind
    this.detail = detail
  }
}

/** A command was answered with NO or BAD; the line goes on. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused'
  readonly status: 'NO' | 'BAD'
  /** The server's words, printable and short. */
  readonly reply: string

  constructor(status: 'NO' | 'BAD', reply: string) {
    super(`${status} ${reply}`)
    this.status = status
    this.reply = reply
  }
}
