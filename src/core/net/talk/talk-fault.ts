/** What can go wrong in a conversation, whatever was being asked. */
export type TalkFaultKind = 'disconnected' | 'no-answer' | 'not-understood' | 'tls-failed'

/** Thrown inside `net` only; who asks turns it into a verdict. */
export class TalkFault extends Error {
  override readonly name = 'TalkFault'
  readonly kind: TalkFaultKind
  /** What the peer said that was not its protocol, or why TLS failed. */
  readonly detail: string

  constructor(kind: TalkFaultKind, detail = '', cause?: unknown) {
    super(kind, { cause })
    this.kind = kind
    this.detail = detail
  }
}
