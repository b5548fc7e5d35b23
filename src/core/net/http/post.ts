/** Sends one small document by HTTP and reads the short answer. Redirects are not followed: the address is the one that was agreed. */
import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { AppError } from '../../../shared/errors.ts'

export interface HttpPost {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** @default 15000 */
  readonly timeoutMs?: number
}

export interface HttpAnswer {
  readonly status: number
  /** The first part of what it said. */
  readonly text: string
}

const longestAnswer = 2000

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' && error.code !== ''
    ? error.code
    : error.message
}

function exchange(post: HttpPost, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = post.url.startsWith('https:') ? requestTls : requestPlain
    const body = Buffer.from(post.body, 'utf8')
    const sent = request(
      post.url,
      {
        method: 'POST',
        headers: { ...post.headers, 'content-length': String(body.length) },
        agent: false,
        signal,
      },
      response => {
        let text = ''
        const done = (): void => {
          resolve({ status: response.statusCode ?? 0, text: text.slice(0, longestAnswer) })
          response.destroy()
        }
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
          if (text.length >= longestAnswer) done()
        })
        response.on('end', done)
        response.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** @throws AppError `http-failed` when there was no answer at all; any status is an answer */
export async function httpPost(post: HttpPost, signal: AbortSignal): Promise<HttpAnswer> {
  const deadline = AbortSignal.timeout(post.timeoutMs ?? 15_000)
  try {
    return await exchange(post, AbortSignal.any([signal, deadline]))
  } catch (error) {
    const reason = deadline.aborted ? 'no answer in time' : reasonOf(error)
    const { hostname: host } = new URL(post.url)
    throw new AppError('http-failed', { host, reason }, { retryable: true, cause: error })
  }
}
