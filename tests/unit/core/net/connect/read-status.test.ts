import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readStatus } from '../../../../../src/core/net/connect/read-status.ts'

const never = new AbortController().signal

/** What `readStatus` makes of these pieces, and what it leaves in the stream. */
async function read(pieces: readonly string[], isEnded = false) {
  const stream = new PassThrough()
  const status = readStatus(stream, 1000, never)
  for (const piece of pieces) stream.write(piece)
  if (isEnded) stream.end()
  const seen = await status
  stream.end()
  let rest = ''
  for await (const chunk of stream) rest += String(chunk)
  return { ...seen, rest }
}

test.each([
  ['in one piece', ['resolved 1.2.3.4\nconnected 1.2.3.4\n220 hello\r\n']],
  ['line by line', ['resolved 1.2.3.4\n', 'connected 1.2.3.4\n', '220 hello\r\n']],
  ['byte by byte', 'resolved 1.2.3.4\nconnected 1.2.3.4\n220 hello\r\n'.split('')],
])('the relay’s first bytes stay in the stream when they come %s', async (_name, pieces) => {
  expect(await read(pieces)).toEqual({
    addresses: ['1.2.3.4'],
    tried: [],
    end: 'connected',
    detail: '1.2.3.4',
    rest: '220 hello\r\n',
  })
})

test('each address that was tried is told with how it went', async () => {
  const lines = 'resolved a b\ntried a timeout\ntried b refused\nfailed\n'
  expect(await read([lines], true)).toMatchObject({
    addresses: ['a', 'b'],
    tried: [
      { address: 'a', how: 'timeout' },
      { address: 'b', how: 'refused' },
    ],
    end: 'failed',
  })
})

test('a helper that breaks off, or says what no helper says, is closed', async () => {
  expect(await read(['resolved a\n'], true)).toMatchObject({ addresses: ['a'], end: 'closed' })
  expect(await read(['x'.repeat(20_000)])).toMatchObject({ end: 'closed' })
})

test('a helper that says nothing more in time is silent', async () => {
  const stream = new PassThrough()
  stream.write('resolved a\n')
  expect(await readStatus(stream, 50, never)).toMatchObject({ addresses: ['a'], end: 'silent' })
})
