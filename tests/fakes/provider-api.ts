/** A provider's API on this computer, over TLS, for the host name that the catalogue gives it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { AskHttps } from '../../src/core/relay/opinion/ask-api.ts'
import { askHttps } from '../../src/core/net/http/ask-https.ts'
import { createAuthority } from './certificates.ts'

export interface AskedRequest {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type ApiReply = (request: AskedRequest, response: ServerResponse) => void

const authority = createAuthority()
const leaves = new Map<string, ReturnType<typeof authority.leaf>>()

/** Answers JSON with 200, or whatever status is given. */
export const json =
  (body: unknown, status = 200): ApiReply =>
  (_request, response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body))

async function serve(name: string, reply: ApiReply, seen: AskedRequest[]): Promise<Server> {
  const leaf = leaves.get(name) ?? authority.leaf({ name })
  leaves.set(name, leaf)
  const server = createServer(leaf, (request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const body = Buffer.concat(parts).toString('utf8')
      const asked = { method, host: headers.host ?? '', path: url, headers, body }
      seen.push(asked)
      reply(asked, response)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return server
}

/** Every question goes to a server of its host's name on 127.0.0.1, which is made for it and closed after it. */
export function fakeApi(
  reply: ApiReply,
  options: { readonly timeoutMs?: number; readonly showsCertificateOf?: string } = {},
) {
  const { showsCertificateOf, ...rest } = options
  const seen: AskedRequest[] = []
  const urls: string[] = []
  const ask: AskHttps = async (question, signal) => {
    const url = new URL(question.url)
    urls.push(question.url)
    const server = await serve(showsCertificateOf ?? url.hostname, reply, seen)
    url.port = String((server.address() as AddressInfo).port) // a listening server has one
    try {
      const at = { url: url.href, addresses: ['127.0.0.1'], caPem: authority.caPem }
      return await askHttps({ ...question, ...at, ...rest }, signal)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }
  return { ask, seen, urls }
}
