/** Reads one small text by HTTPS from an address that is known already. */
import { askHttps, type HttpDocument, type HttpsQuestion } from './ask-https.ts'

export interface HttpGet extends Omit<HttpsQuestion, 'headers' | 'body'> {
  readonly addresses: readonly string[]
}

/** @throws AppError `cancelled`; every other failure is an answer */
export const httpGet = (get: HttpGet, signal: AbortSignal): Promise<HttpDocument> =>
  askHttps({ ...get, headers: { accept: 'text/plain' } }, signal)
