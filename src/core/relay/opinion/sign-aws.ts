/** AWS Signature Version 4: proves that one has the secret without sending it. */
import { createHash, createHmac } from 'node:crypto'
import type { Secret } from '../../../shared/secret.ts'

export interface ToSign {
  readonly url: string
  readonly region: string
  readonly service: string
  readonly id: string
  readonly secret: Secret
  readonly nowMs: number
}

const algorithm = 'AWS4-HMAC-SHA256'
const signedHeaders = 'host;x-amz-date'
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: Buffer | string, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest()

/**
 * Headers for a GET without query and body (AWS, "Create a signed AWS API request"). The path holds only letters, digits, dots, dashes
 * and slashes, so that its two encodings are the text itself.
 */
export function signAwsGet(to: ToSign): Readonly<Record<string, string>> {
  const { host, pathname } = new URL(to.url)
  const stamp = new Date(to.nowMs).toISOString().replace(/[-:]|\.\d+/g, '')
  const day = stamp.slice(0, 8)
  const canonical = ['GET', pathname, '', `host:${host}`, `x-amz-date:${stamp}`, '']
  const request = [...canonical, signedHeaders, hashOf('')].join('\n')
  const scope = `${day}/${to.region}/${to.service}/aws4_request`
  const start: Buffer | string = `AWS4${to.secret.reveal()}`
  const key = [day, to.region, to.service, 'aws4_request'].reduce<Buffer | string>(hmac, start)
  const signature = hmac(key, [algorithm, stamp, scope, hashOf(request)].join('\n')).toString('hex')
  return {
    'x-amz-date': stamp,
    authorization: `${algorithm} Credential=${to.id}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  }
}
