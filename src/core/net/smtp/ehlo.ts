/** What a server says that it can do (RFC 5321, 4.1.1.1; RFC 4954; RFC 3207). */
import type { SmtpReply } from './reply-reader.ts'

export interface Capabilities {
  readonly startTls: boolean
  /** SASL mechanisms in capitals, each once. */
  readonly mechanisms: readonly string[]
  /** Takes wishes about notices of (non-)delivery (RFC 3461). */
  readonly dsn?: boolean
}

/** Reads an EHLO reply. `AUTH=` is the form of servers from before the standard, which some still send beside it. */
export function readCapabilities(reply: SmtpReply): Capabilities {
  const words = reply.lines.slice(1).map(line => line.trim().toUpperCase())
  const mechanisms = words
    .filter(line => /^AUTH[ =]/.test(line))
    .flatMap(line => line.slice('AUTH '.length).split(/[\s=]+/))
    .filter(word => /^[A-Z0-9_-]{1,20}$/.test(word))
  return {
    startTls: words.some(line => /^STARTTLS\b/.test(line)),
    mechanisms: [...new Set(mechanisms)],
    dsn: words.includes('DSN'),
  }
}

/** The mechanism that Mailu's Postfix would take: it has PLAIN and LOGIN only (`mailu.md` 1.5, Mechanisms). */
export const usableMechanism = (mechanisms: readonly string[]): 'PLAIN' | 'LOGIN' | undefined =>
  (['PLAIN', 'LOGIN'] as const).find(name => mechanisms.includes(name))
