/** The certificates that a mail server shows after STARTTLS. */
import type { Duplex } from 'node:stream'
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'
import { TalkFault } from '../talk/talk-fault.ts'
import { openSmtp } from './open-smtp.ts'
import { createSmtpLink } from './smtp-link.ts'

const replyMs = 15_000

function chainOf(socket: TLSSocket): Buffer[] {
  const chain: Buffer[] = []
  let at: Partial<DetailedPeerCertificate> | undefined = socket.getPeerCertificate(true)
  const seen = new Set<string>()
  while (at?.raw && at.fingerprint256 !== undefined && !seen.has(at.fingerprint256)) {
    seen.add(at.fingerprint256)
    chain.push(at.raw)
    at = at.issuerCertificate
  }
  return chain
}

/**
 * DER, the server's own first. Undefined when it offers no encryption or does not talk.
 * @param stream to the server's port 25, closed afterwards
 * @throws AppError `cancelled`
 */
export async function shownChain(
  stream: Duplex,
  host: string,
  signal: AbortSignal,
): Promise<readonly Buffer[] | undefined> {
  const link = createSmtpLink(stream, signal)
  try {
    const opening = {
      tls: 'if-offered',
      host,
      helo: 'postern.invalid',
      timeoutMs: replyMs,
    } as const
    const opened = await openSmtp(link, opening)
    return opened.isOpen && opened.tls ? chainOf(opened.tls) : undefined
  } catch (error) {
    if (!(error instanceof TalkFault)) throw error
    return undefined
  } finally {
    link.close()
  }
}
