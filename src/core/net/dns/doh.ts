/** One question over HTTPS (RFC 8484): where port 53 is closed, or somebody else answers there. */
import { request } from 'node:https'
import { tlsTo } from '../http/tls-to.ts'
import type { DnsQuestion, DohAddress } from './answer.ts'
import { makeQuery, type QueryFlags, readReply } from './message.ts'
import type { Exchange } from './udp-socket.ts'

const mediaType = 'application/dns-message'
const longestBytes = 65_535

/** Never rejects; an abort is `silent`. @param caPem authorities to judge by. @default Node's own */
export function askByHttps(
  { url, addresses }: DohAddress,
  question: DnsQuestion,
  flags: QueryFlags,
  timeoutMs: number,
  signal: AbortSignal,
  caPem?: string,
): Promise<Exchange> {
  const query = makeQuery(question, flags, 0) // 4.1: zero, so that caches can share
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  return new Promise(resolve => {
    if (signal.aborted) {
      resolve({ kind: 'silent' })
      return
    }
    const failed = (): void => resolve({ kind: deadline.aborted ? 'silent' : 'unreachable' })
    const sent = request(url, {
      method: 'POST',
      headers: {
        accept: mediaType,
        'content-type': mediaType,
        'content-length': query.bytes.length,
      },
      signal: deadline,
      createConnection: () => tlsTo(url, addresses, caPem),
    })
    sent.on('error', failed)
    sent.on('response', response => {
      const parts: Buffer[] = []
      let size = 0
      const isDns = response.statusCode === 200 && response.headers['content-type'] === mediaType
      if (!isDns) {
        response.destroy()
        resolve({ kind: 'malformed' })
        return
      }
      response.on('error', failed)
      response.on('data', (chunk: Buffer) => {
        parts.push(chunk)
        size += chunk.length
        if (size > longestBytes) response.destroy(new Error('too long'))
      })
      response.on('end', () => {
        const heard = readReply(Buffer.concat(parts), query, true)
        resolve(heard.kind === 'stray' ? { kind: 'malformed' } : heard)
      })
    })
    sent.end(query.bytes)
  })
}
