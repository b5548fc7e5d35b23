/** One question to a provider's API, and what kind of answer came. What the other side wrote in a failure is never passed on. */
import type { HttpDocument, HttpsQuestion } from '../../net/http/ask-https.ts'
import { type KeyUse, withKey } from './give-key.ts'
import type { ApiRequest, OpinionReader } from './reader.ts'

/** Asks over the net, or a world in memory. @throws AppError `cancelled` */
export type AskHttps = (question: HttpsQuestion, signal: AbortSignal) => Promise<HttpDocument>

export type ApiAnswer =
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfter: string | undefined }
  /** `reason` is a code of Node's, of OpenSSL's, or `HTTP 503`. */
  | { readonly kind: 'unreachable' | 'not-understood'; readonly reason: string }

const mostBytes = 1_000_000
const timeoutMs = 10_000

/** JSON, or undefined. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function kindOf(
  document: Extract<HttpDocument, { kind: 'document' }>,
  reader: OpinionReader,
): ApiAnswer {
  const { status, isCut, retryAfter } = document
  const body = isCut ? undefined : jsonOf(document.text)
  const reason = isCut ? 'too long' : status === 200 ? 'not JSON' : `HTTP ${status}`
  if (status === 429) return { kind: 'throttled', retryAfter }
  if (status === 401 || status === 403 || reader.isRefusal?.(status, body))
    return { kind: 'refused' }
  if (status >= 500) return { kind: 'unreachable', reason }
  if (reader.isAbsent?.(status, body)) return { kind: 'absent' }
  return status === 200 && body !== undefined
    ? { kind: 'answer', body }
    : { kind: 'not-understood', reason }
}

/** @throws AppError `cancelled` */
export async function askApi(
  ask: AskHttps,
  reader: OpinionReader,
  request: ApiRequest,
  use: KeyUse,
  signal: AbortSignal,
): Promise<ApiAnswer> {
  const document = await ask({ ...withKey(request, use), mostBytes, timeoutMs }, signal)
  if (document.kind === 'document') return kindOf(document, reader)
  const isLate = document.kind === 'timed-out'
  return { kind: 'unreachable', reason: isLate ? 'no answer in time' : document.reason }
}
