import type { RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { watchContacts } from '../../../../../src/core/net/contacts.ts'
import { httpGet } from '../../../../../src/core/net/http/get.ts'
import { createAuthority } from '../../../../fakes/certificates.ts'
import { never } from '../../../../support/connection.ts'

let server: Server | undefined
const authority = createAuthority()
const leaf = authority.leaf({ name: 'mta-sts.example.test' })

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(answer: RequestListener): Promise<number> {
  const made = createServer(leaf, answer)
  server = made
  await new Promise<void>(resolve => made.listen(0, '127.0.0.1', resolve))
  return (made.address() as AddressInfo).port // a listening server has one
}

const get = (port: number, rest: object = {}, host = 'mta-sts.example.test') =>
  httpGet(
    {
      url: `https://${host}:${port}/.well-known/mta-sts.txt`,
      addresses: ['127.0.0.1'],
      mostBytes: 1000,
      caPem: authority.caPem,
      ...rest,
    },
    never,
  )

test('a document comes with its status and type, from the address that was given', async () => {
  const port = await serve((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/plain' }).end('version: STSv1'),
  )
  expect(await get(port)).toEqual({
    kind: 'document',
    status: 200,
    contentType: 'text/plain',
    text: 'version: STSv1',
    isCut: false,
  })
})

test('N9g the list of contacts names the host, and no resolver, for none was asked', async () => {
  const port = await serve((_request, response) => response.end('x'))
  const made: unknown[] = []
  const stop = watchContacts(contact => made.push(contact))
  await get(port)
  stop()
  expect(made).toEqual([
    { host: 'mta-sts.example.test', port, protocol: 'http', from: 'here', address: '127.0.0.1' },
  ])
})

test('a redirect is answered as what it is, and not followed', async () => {
  let asked = 0
  const port = await serve((_request, response) => {
    asked += 1
    response.writeHead(301, { location: '/elsewhere' }).end()
  })
  expect([await get(port), asked]).toMatchObject([{ status: 301 }, 1])
})

test('a document without end is cut', async () => {
  const port = await serve((_request, response) => {
    const more = (): void => {
      if (!response.destroyed && response.write('x'.repeat(500))) setImmediate(more)
    }
    response.on('drain', more)
    more()
  })
  const document = await get(port)
  expect(document).toMatchObject({ isCut: true, text: 'x'.repeat(1000) })
})

test('a certificate of another name, or of nobody known, is said as such', async () => {
  const port = await serve((_request, response) => response.end('x'))
  expect([
    await get(port, {}, 'other.example.test'),
    await get(port, { caPem: undefined }),
  ]).toMatchObject([
    { kind: 'certificate', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    { kind: 'certificate' },
  ])
})

test('a server that says nothing is given up in time', async () => {
  const port = await serve(() => undefined)
  expect(await get(port, { timeoutMs: 100 })).toMatchObject({ kind: 'timed-out' })
})

test('nobody there is unreachable, and an abort ends the wait as cancelled', async () => {
  const port = await serve(() => undefined)
  const ending = new AbortController()
  const asking = httpGet(
    { url: `https://x.test:${port}/`, addresses: ['127.0.0.1'], mostBytes: 9 },
    ending.signal,
  )
  ending.abort()
  await expect(asking).rejects.toMatchObject({ code: 'cancelled' })
  server?.close()
  expect(await get(port)).toMatchObject({ kind: 'unreachable', reason: 'ECONNREFUSED' })
})
