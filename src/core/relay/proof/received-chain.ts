/** The way of a message by its Received headers (RFC 5321, section 4.4), the first hop first. */
import type { ProofHop } from '../../../shared/model/proof.ts'
import { type HeaderField, withoutComments } from './read-headers.ts'

/** With TLS by the protocol's own name (RFC 3848), or as Gmail, Exchange and others write it beside. */
const encrypted =
  /\b(?:E?SMTPSA?|LMTPSA?|UTF8SMTPSA?|HTTPS)\b|version=TLS|\bTLSv?1|using TLS|cipher[ =]|\bTLS\b/i
const authenticated = /\bE?SMTPS?A\b|\bASMTP\b|authenticated/i

/** One header's value. */
export function parseReceived(value: string): ProofHop {
  const { text, comments } = withoutComments(value)
  const word = (name: string): string =>
    (new RegExp(`(?:^|\\s)${name}\\s+([^\\s;]+)`, 'i').exec(text)?.[1] ?? '').toLowerCase()
  const protocol = /\bwith\s+([A-Za-z0-9]+)/.exec(text)?.[1]
  const all = `${text} ${comments.join(' ')}`
  const user = /authenticated (?:sender|user|id)[:= ]+([^\s)]+)/i.exec(all)?.[1]?.toLowerCase()
  const stamp = Date.parse(text.slice(text.lastIndexOf(';') + 1))
  const isInside =
    /^(?:localhost|127\.|\[?::1)/.test(word('from')) || /^[LE]?MTP$|^local/i.test(protocol ?? '')
  return {
    from: word('from'),
    by: word('by'),
    ...(protocol !== undefined && { protocol }),
    ...(protocol !== undefined && { isEncrypted: encrypted.test(all) }),
    isAuthenticated: !isInside && authenticated.test(all),
    ...(user !== undefined && { user }),
    ...(!Number.isNaN(stamp) && { at: new Date(stamp).toISOString() }),
  }
}

export const receivedChain = (headers: readonly HeaderField[]): readonly ProofHop[] =>
  headers
    .filter(({ name }) => name === 'received')
    .map(({ value }) => parseReceived(value))
    .reverse()
