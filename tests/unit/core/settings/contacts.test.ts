/** The list of hosts contacted, against what Node's own sockets did. */
import { Socket as Datagrams } from 'node:dgram'
import dns from 'node:dns'
import { connect, createServer, type AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createApp } from '../../../../src/core/app.ts'
import { announceContact, watchContacts } from '../../../../src/core/net/contacts.ts'
import type { ContactMade } from '../../../../src/core/net/contacts.ts'
import { createContactList } from '../../../../src/core/settings/contacts.ts'
import { openStore } from '../../../../src/core/store/open-store.ts'
import type { Contact } from '../../../../src/shared/model/contact.ts'
import { startSshServer } from '../../../fakes/ssh-server.ts'
import { fingerprint, makeKey } from '../../../support/sshd.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { testPlatform } from '../../../support/test-platform.ts'

/** A server that takes every connection and hangs up. */
async function hangUpServer(): Promise<number> {
  const server = createServer(socket => socket.destroy())
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port // it listens on TCP
}

const ended = (socket: Socket): Promise<void> =>
  new Promise(done => {
    socket.on('error', () => undefined)
    socket.once('close', () => done())
    socket.resume()
  })

async function contactList(now = { ms: Date.UTC(2026, 10, 22) }) {
  const file = join(await tempFolder(), 'store.db')
  const open = async () => {
    const { db } = await openStore(file, { clock: { now: () => now.ms } })
    return { db, contacts: createContactList({ db, clock: { now: () => now.ms } }) }
  }
  return { ...(await open()), now, reopen: open }
}

const example: ContactMade = { host: 'mail.example', port: 22, protocol: 'ssh', from: 'here' }

test('N9g a connection that no adapter told of is listed all the same, with the name it asked for', async () => {
  const port = await hangUpServer()
  const seen: ContactMade[] = []
  onTestFinished(watchContacts(contact => seen.push(contact)))
  await ended(connect({ host: 'localhost', port, family: 4 }))
  expect(seen.filter(({ protocol }) => protocol !== 'resolver')).toEqual([
    { host: 'localhost', port, protocol: 'other', from: 'here', address: '127.0.0.1' },
  ])
  expect(seen.some(({ protocol }) => protocol === 'resolver')).toBe(true)
})

test('N9g a socket of this computer’s file system is no host', async () => {
  const seen: ContactMade[] = []
  onTestFinished(watchContacts(contact => seen.push(contact)))
  await ended(connect(join(await tempFolder(), 'nobody.sock')))
  expect(seen).toEqual([])
})

test('N9g nothing is told once the watching has stopped', async () => {
  const seen: ContactMade[] = []
  watchContacts(contact => seen.push(contact))()
  announceContact(example)
  expect(seen).toEqual([])
})

test('N9g one entry a host and port, with its addresses, its times and its count, also after a restart', async () => {
  const { contacts, db, now, reopen } = await contactList()
  contacts.note({ ...example, address: '192.0.2.1' })
  now.ms += 1000
  contacts.note({ ...example, address: '2001:db8::1' })
  contacts.note({ ...example, from: 'server', via: 'home' })
  contacts.flush()
  db.close()
  const again = await reopen()
  onTestFinished(() => again.db.close())
  const [first, second] = ['2026-11-22T00:00:00.000Z', '2026-11-22T00:00:01.000Z']
  const about = { host: 'mail.example', port: 22, protocol: 'ssh' }
  expect(new Set(again.contacts.list())).toEqual(
    new Set([
      {
        ...about,
        from: 'here',
        addresses: ['192.0.2.1', '2001:db8::1'],
        firstAt: first,
        lastAt: second,
        times: 2,
      },
      {
        ...about,
        from: 'server',
        via: 'home',
        addresses: [],
        firstAt: second,
        lastAt: second,
        times: 1,
      },
    ]),
  )
})

test('N9g the list is bounded: what was not met for longest goes', async () => {
  const { contacts, db, now } = await contactList()
  onTestFinished(() => db.close())
  for (let port = 1; port <= 503; port += 1) {
    now.ms += 1
    contacts.note({ ...example, port })
  }
  const ports = contacts.list().map(contact => contact.port)
  expect([ports.length, Math.min(...ports), Math.max(...ports)]).toEqual([500, 4, 503])
})

test('N9g a whole run of the core contacts exactly what the list says, and nothing else', async () => {
  const folder = await tempFolder()
  const hostKey = makeKey(join(folder, 'host'))
  const sshServer = await startSshServer({ hostKeys: [hostKey], accepts: () => true })
  onTestFinished(() => sshServer.stop())

  // An account of its own, below everything that the product uses.
  const really = new Set<string>()
  const connects = vi.spyOn(Socket.prototype, 'connect')
  const datagrams = vi.spyOn(Datagrams.prototype, 'send')
  const lookups = vi.spyOn(dns, 'lookup')
  onTestFinished(() => void vi.restoreAllMocks())

  const app = await createApp(testPlatform(folder))
  const call = async (method: string, input?: unknown): Promise<unknown> => {
    const reply = await app.dispatch(method, input)
    return reply.ok ? reply.value : Promise.reject(new Error(reply.error.code))
  }
  const settled = new Promise<void>(done => {
    app.events.listen((topic, payload) => {
      const { status } = payload as { status?: string }
      if (topic === 'jobs.changed' && (status === 'done' || status === 'failed')) done()
    })
  })
  await call('servers.add', {
    name: 'home',
    host: '127.0.0.1',
    port: sshServer.port,
    user: 'maria',
    password: 'pass word',
    acceptHostKey: fingerprint(`${hostKey}.pub`),
  })
  await settled
  const listed = (await call('settings.contacts')) as Contact[]
  await app.close()

  for (const [options] of connects.mock.calls as unknown as [unknown][]) {
    const { host, port } = (Array.isArray(options) ? options[0] : options) as {
      host?: string
      port?: number
    } // Node normalises the arguments of connect into a list
    if (port !== undefined) really.add(`${host}:${port}`)
  }
  expect([datagrams.mock.calls.length, lookups.mock.calls.length]).toEqual([0, 0])
  expect([...really]).toEqual([`127.0.0.1:${sshServer.port}`])
  expect(listed).toEqual([
    expect.objectContaining({
      host: '127.0.0.1',
      port: sshServer.port,
      protocol: 'ssh',
      from: 'here',
      addresses: ['127.0.0.1'],
    }),
  ])
})
