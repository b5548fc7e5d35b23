import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { createLineProbe } from '../../../../../src/core/net/line/line-probe.ts'

const probe = createLineProbe('linux')
const never = new AbortController().signal

const own = Object.values(networkInterfaces())
  .flatMap(list => list ?? [])
  .find(one => !one.internal && one.family === 'IPv4')

test('B10 a port that answers and one that refuses both prove a line', async () => {
  const server = createServer(socket => socket.destroy())
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  expect(await probe.answers('127.0.0.1', port, never)).toBe(true)
  await new Promise(done => server.close(done))
  expect(await probe.answers('127.0.0.1', port, never)).toBe(true)
})

test('B10 a question that is given up is no answer', async () => {
  const aborted = AbortSignal.abort()
  expect(await probe.answers('127.0.0.1', 1, aborted)).toBe(false)
  expect(await probe.resolves('example.test', aborted)).toBe(false)
})

test('B10 the network of this computer is told from others', () => {
  expect(probe.isNear('203.0.113.7')).toBe(false)
  expect(probe.isNear('no address')).toBe(false)
  if (own) expect(probe.isNear(own.address)).toBe(true)
  expect(probe.hasNetwork()).toBe(own !== undefined || hasSix())
})

const hasSix = (): boolean =>
  Object.values(networkInterfaces()).some(list => list?.some(one => !one.internal))
