/** Asks for one small document by HTTPS. Redirects are not followed, the certificate is judged, and a long answer is cut. */
import { request } from 'node:https'
import { AppError } from '../../../shared/errors.ts'
import { tlsTo } from './tls-to.ts'

export interface HttpsQuestion {
  readonly url: string
  /** Sent to this host and to no other: what a key is given in. */
  readonly headers?: Readonly<Record<string, string>>
  /** Makes it a POST. @default a GET */
  readonly body?: string
  /** Connected to instead of asking this computer's resolver. @default the resolver is asked */
  readonly addresses?: readonly string[]
  /** Beyond it the answer is not read on. */
  readonly mostBytes: number
  /** @default 15000 */
  readonly timeoutMs?: number
  /** Authorities to judge by, PEM. @default Node's own */
  readonly caPem?: string
}

export type HttpDocument =
  | {
      readonly kind: 'document'
      readonly status: number
      readonly contentType: string
      readonly text: string
      readonly isCut: boolean
      /** When to ask again: seconds or a date (RFC 9110, section 10.2.3). */
      readonly retryAfter?: string
    }
  /** `certificate`: what was shown is not this host's; `reason` is OpenSSL's or Node's code. */
  | { readonly kind: 'certificate' | 'unreachable' | 'timed-out'; readonly reason: string }

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : String(error)

/** Codes of Node and OpenSSL for a certificate that does not hold. */
const isAboutCertificate = (code: string): boolean =>
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)

/** @throws AppError `cancelled`; every other failure is an answer */
export async function askHttps(
  question: HttpsQuestion,
  signal: AbortSignal,
): Promise<HttpDocument> {
  const { url, body, addresses, caPem, mostBytes } = question
  const deadline = AbortSignal.timeout(question.timeoutMs ?? 15_000)
  const document = await new Promise<HttpDocument>(resolve => {
    const fail = (error: unknown): void => {
      const reason = codeOf(error)
      if (deadline.aborted) resolve({ kind: 'timed-out', reason })
      else resolve({ kind: isAboutCertificate(reason) ? 'certificate' : 'unreachable', reason })
    }
    const sent = request(
      url,
      {
        method: body === undefined ? 'GET' : 'POST',
        signal: AbortSignal.any([signal, deadline]),
        headers: {
          'user-agent': 'Postern',
          ...question.headers,
          ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        },
        createConnection: () => tlsTo(url, addresses, caPem),
      },
      response => {
        const parts: Buffer[] = []
        let size = 0
        const done = (isCut: boolean): void => {
          const retryAfter = response.headers['retry-after']
          resolve({
            kind: 'document',
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
            text: Buffer.concat(parts).subarray(0, mostBytes).toString('utf8'),
            isCut,
            ...(retryAfter !== undefined && { retryAfter }),
          })
          response.destroy()
        }
        response.on('data', (chunk: Buffer) => {
          parts.push(chunk)
          size += chunk.length
          if (size > mostBytes) done(true)
        })
        response.on('end', () => done(false)).on('error', fail)
      },
    )
    sent.on('error', fail).end(body)
  })
  if (signal.aborted) throw new AppError('cancelled', {})
  return document
}
