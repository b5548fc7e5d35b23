/** A seeded sample of `npm run prove -- line-drops`, and what its runs have found. */
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { chanceOf } from '../../../../../scripts/prove/seeded.ts'
import { dial } from '../../../../../src/core/net/ssh/dial.ts'
import { Client, type SshClient } from '../../../../../src/core/net/ssh/library.ts'
import { createLink } from '../../../../../src/core/net/ssh/link.ts'
import { openConnection } from '../../../../../src/core/net/ssh/open-connection.ts'
import { startSshServer } from '../../../../fakes/ssh-server.ts'
import { dropLines } from '../../../../prove/line-drops.ts'
import { never, testConnectionDeps, testTarget } from '../../../../support/connection.ts'
import { startCutLine } from '../../../../support/cut-line.ts'
import { fingerprint, makeKey } from '../../../../support/sshd.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

it('N10f 12 line drops at any moment never lead to a second control connection', async () => {
  const failures: string[] = []
  let held = 0
  await dropLines({
    points: 12,
    chance: chanceOf(7),
    point(name, why) {
      if (why === undefined) held += 1
      else failures.push(`${name}: ${why}`)
    },
  })
  expect([held, failures]).toEqual([12, []])
}, 60_000)

async function setUp() {
  const folder = await tempFolder()
  const hostKey = makeKey(join(folder, 'host'))
  const server = await startSshServer({ hostKeys: [hostKey], accepts: () => true })
  onTestFinished(() => server.stop())
  const line = await startCutLine(server.port)
  onTestFinished(() => line.stop())
  const accepted = [fingerprint(`${hostKey}.pub`)]
  const target = testTarget('127.0.0.1', line.port, 'maria', { password: 'x' }, { accepted })
  const deps = testConnectionDeps(folder, { client: '' })
  const open = (signal: AbortSignal) => openConnection(target, deps, { keys: {} }, signal)
  return { line, open }
}

it('a line that breaks before anybody uses it ends in a failure, not in the end of the app', async () => {
  const { line } = await setUp()
  const { socket } = await dial('127.0.0.1', line.port, {
    signal: never,
    os: 'linux',
    protocol: 'ssh',
  })
  const closed = new Promise(resolve => socket.once('close', resolve))
  await expect.poll(() => line.live).toBe(1)
  line.cut('reset')
  await closed
  expect(socket.destroyed).toBe(true)
})

it('a connection that was closed for good is not opened again by those who still hold it', async () => {
  const { line, open } = await setUp()
  const link = createLink({ host: '127.0.0.1', user: () => 'maria', open })
  await link.ready(never)
  link.close()
  await expect(link.exec('true', never)).rejects.toMatchObject({
    code: 'connection-lost',
    retryable: true,
  })
  await expect.poll(() => [line.opened, line.live]).toEqual([1, 0])
})

it('N10f the next line is opened after the end of the one before, not beside it', async () => {
  const clients: SshClient[] = []
  const closed: number[] = []
  const link = createLink({
    host: '127.0.0.1',
    user: () => 'maria',
    open: async () => {
      const client = new Client() // connected to nothing: only its events are used
      const number = clients.push(client)
      return { client, close: () => void closed.push(number) }
    },
  })
  onTestFinished(() => link.close())
  await link.ready(never)
  clients[0]?.emit('end')
  const next = link.ready(never)
  await new Promise(resolve => setImmediate(resolve))
  expect([clients.length, closed]).toEqual([1, [1]])
  clients[0]?.emit('close')
  await next
  expect(clients.length).toBe(2)
})

it('closing while it connects leaves no connection behind', async () => {
  const { line, open } = await setUp()
  const link = createLink({ host: '127.0.0.1', user: () => 'maria', open })
  const ready = link.ready(never)
  await expect.poll(() => line.live, { interval: 1 }).toBe(1)
  link.close()
  await expect(ready).rejects.toMatchObject({ code: 'cancelled' })
  await expect.poll(() => line.live).toBe(0)
})
