/** One GET over any byte stream, of which only the status line is wanted (RFC 9112). */
import type { Duplex } from 'node:stream'
import { createLineReader } from '../talk/line-reader.ts'
import { TalkFault } from '../talk/talk-fault.ts'
import { createTalkLink } from '../talk/talk-link.ts'

export interface HttpQuestion {
  readonly host: string
  readonly path: string
  /** Over TLS; the certificate is not judged here. */
  readonly isEncrypted: boolean
  readonly caPem?: string | undefined
  readonly timeoutMs: number
}

export interface HttpAnswer {
  readonly status: number
  /** For example `HTTP/1.1 502 Bad Gateway`. */
  readonly line: string
}

/**
 * Asks the server at the other end of `stream`, which is closed afterwards.
 * @throws TalkFault when the conversation breaks or is not HTTP; AppError `cancelled`
 */
export async function askHttp(
  stream: Duplex,
  question: HttpQuestion,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { host, path, isEncrypted, caPem, timeoutMs } = question
  const link = createTalkLink(stream, signal, createLineReader)
  try {
    if (isEncrypted) await link.startTls(host, caPem, timeoutMs)
    const head = [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'User-Agent: Postern', 'Accept: */*']
    const line = await link.ask([...head, 'Connection: close', ''].join('\r\n'), timeoutMs)
    const status = Number(/^HTTP\/1\.[01] (\d{3})\b/.exec(line)?.[1])
    if (!Number.isInteger(status)) throw new TalkFault('not-understood', line.slice(0, 200))
    return { status, line: line.slice(0, 200) }
  } finally {
    link.close()
  }
}
