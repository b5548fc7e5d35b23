import { mkdtempSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { socketOf } from '../../../src/main/linux/dbus.ts'
import { walletState } from '../../../src/main/linux/kwallet.ts'
import { keyringState } from '../../../src/main/linux/secret-service.ts'
import { type Answers, serveFakeBus } from '../../fakes/session-bus.ts'

const servers: Server[] = []

async function listen(serve: (socket: Socket) => void): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), 'postern-bus-')), 'bus')
  const server = createServer(serve)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(path, resolve))
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', `unix:path=${path},guid=0123`)
}
const listenAsBus = (answers: Answers) => listen(socket => serveFakeBus(socket, answers))

afterEach(() => {
  vi.unstubAllEnvs()
  for (const server of servers.splice(0)) server.close()
})

const login = '/org/freedesktop/secrets/collection/login'

test('a keyring that is open answers at once', async () => {
  await listenAsBus({ NameHasOwner: true, ReadAlias: login, Get: false })
  expect(await keyringState()).toBe('unlocked')
})

test('a locked keyring, and a service without a keyring, would ask for a password', async () => {
  await listenAsBus({ NameHasOwner: true, ReadAlias: login, Get: true })
  expect(await keyringState()).toBe('locked')
  await listenAsBus({ NameHasOwner: true, ReadAlias: '/' })
  expect(await keyringState()).toBe('locked')
})

test('a service that can be started counts as there, any other does not', async () => {
  await listenAsBus({
    NameHasOwner: false,
    ListActivatableNames: ['org.a11y.Bus', 'org.freedesktop.secrets'],
    ReadAlias: login,
    Get: false,
  })
  expect(await keyringState()).toBe('unlocked')
  await listenAsBus({ NameHasOwner: false, ListActivatableNames: ['org.a11y.Bus'] })
  expect(await keyringState()).toBe('absent')
})

test('no bus, a bus that refuses and a bus that speaks nonsense are no keyring', async () => {
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', '')
  expect(await keyringState()).toBe('absent')
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere/at/all')
  expect(await keyringState()).toBe('absent')
  await listenAsBus({})
  expect(await keyringState()).toBe('absent')
  await listen(socket => void socket.once('data', () => socket.end('REJECTED EXTERNAL\r\n')))
  expect(await keyringState()).toBe('absent')
  await listen(socket => void socket.once('data', () => socket.end()))
  expect(await keyringState()).toBe('absent')
  await listen(socket => {
    const says = ['OK 0123\r\n', 'x'.repeat(64)]
    socket.on('data', () => socket.write(says.shift() ?? ''))
  })
  expect(await keyringState()).toBe('absent')
})

test('a service that never answers is given two seconds and then counts as locked', async () => {
  await listenAsBus({ NameHasOwner: true, ReadAlias: 'never' })
  const began = Date.now()
  expect(await keyringState()).toBe('locked')
  expect(Date.now() - began).toBeLessThan(3000)
})

test('KDE’s wallet is asked by its own name', async () => {
  await listenAsBus({ NameHasOwner: true, isOpen: true })
  expect(await walletState()).toBe('unlocked')
  await listenAsBus({ NameHasOwner: true, isOpen: false })
  expect(await walletState()).toBe('locked')
  await listenAsBus({ NameHasOwner: false })
  expect(await walletState()).toBe('absent')
})

test('bus addresses of all kinds are read', () => {
  const addresses = [
    'unix:path=/run/user/1000/bus',
    'tcp:host=127.0.0.1;unix:abstract=/tmp/dbus-x,guid=1',
    'unix:path=/tmp/a%20b',
    'disabled:',
    undefined,
  ]
  expect(addresses.map(socketOf)).toEqual([
    '/run/user/1000/bus',
    '\0/tmp/dbus-x',
    '/tmp/a b',
    undefined,
    undefined,
  ])
})
