/** What can go wrong in a conversation, whatever was being asked. */
export type SmtpFaultKind = 'disconnected' | 'no-answer' | 'not-smtp' | 'tls-failed'

/** Thrown inside `net/smtp` only; the probe turns it into a verdict. */
export class SmtpFault extends Error {
  override readonly name = 'SmtpFault'
  readonly kind: SmtpFaultKind
  /** What the peer said that was no SMTP, or why TLS failed. */
  readonly detail: string

  constructor(kind: SmtpFaultKind, detail = '', cause?: unknown) {
    super(kind, { cause })
    this.kind = kind
    this.detail = detail
  }
}
