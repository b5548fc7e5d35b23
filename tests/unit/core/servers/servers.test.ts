/** The feature over its own store, against an SSH server in this process. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Server } from '../../../../src/shared/model/server.ts'
import { Secret } from '../../../../src/shared/secret.ts'
import { defineRemoteCommand } from '../../../../src/core/net/remote-commands.ts'
import { connectionDeps } from '../../../../src/core/net/ssh/connection-deps.ts'
import { serversCommands } from '../../../../src/core/servers/remote-commands.ts'
import { startSshServer, type SshServerOptions } from '../../../fakes/ssh-server.ts'
import { never } from '../../../support/connection.ts'
import { fingerprint, makeKey } from '../../../support/sshd.ts'
import { idleContext as context } from '../../../support/idle-context.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { openTestServers } from '../../../support/test-servers.ts'
import { testPlatform } from '../../../support/test-platform.ts'

async function setUp(options: Partial<SshServerOptions> = {}) {
  const folder = await tempFolder()
  const hostKey = makeKey(join(folder, 'host'))
  const sshServer = await startSshServer({
    hostKeys: [hostKey],
    accepts: login => login.method === 'password' && login.password === 'pass word',
    ...options,
  })
  onTestFinished(() => sshServer.stop())
  const events: Server[][] = []
  const { db, secrets, servers } = await openTestServers(folder, {
    connection: connectionDeps(testPlatform(folder)),
    changed: list => events.push(list),
  })
  const address = { host: '127.0.0.1', port: sshServer.port, user: 'maria' }
  const add = (over: object = {}) =>
    servers.handlers['servers.add'](
      {
        name: 'home',
        ...address,
        password: new Secret('pass word'),
        acceptHostKey: sha256,
        ...over,
      },
      context,
    )
  const sha256 = fingerprint(`${hostKey}.pub`)
  return { ...servers, folder, db, secrets, events, sshServer, address, add, sha256, hostKey }
}

const echo = defineRemoteCommand({
  id: 'test.echo',
  changes: false,
  asRoot: 'never',
  script: 'echo hi',
})

describe('adding a server', () => {
  it('asks for the fingerprint first, then logs in, then remembers', async () => {
    const at = await setUp()
    await expect(at.add({ acceptHostKey: undefined })).rejects.toMatchObject({
      code: 'host-key-unknown',
      params: { sha256: at.sha256 },
    })
    expect([await at.handlers['servers.list'](undefined, context), at.sshServer.attempts]).toEqual([
      [],
      [],
    ])
    const server = await at.add()
    expect(server).toMatchObject({
      name: 'home',
      ...at.address,
      hasPassword: true,
      hasPassphrase: false,
      hasSudoPassword: false,
      hostKey: { type: 'ssh-ed25519', sha256: at.sha256, source: 'accepted' },
    })
    expect(await at.handlers['servers.list'](undefined, context)).toEqual([server])
    expect(at.events.at(-1)).toEqual([server])
    expect(JSON.stringify(server)).not.toContain('pass word')
  })

  it('remembers nothing when the login is refused', async () => {
    const at = await setUp()
    await expect(at.add({ password: new Secret('wrong') })).rejects.toMatchObject({
      code: 'login-refused',
    })
    expect(await at.handlers['servers.list'](undefined, context)).toEqual([])
    expect(
      at.db.all('SELECT name FROM secrets UNION ALL SELECT command FROM command_runs'),
    ).toEqual([])
  })

  it('refuses a name that is taken', async () => {
    const at = await setUp()
    await at.add()
    await expect(at.add()).rejects.toMatchObject({
      code: 'server-exists',
      params: { name: 'home' },
    })
  })

  it('takes address, port and user out of one text', async () => {
    const at = await setUp()
    const host = `maria@127.0.0.1:${at.sshServer.port}`
    const server = await at.add({ host, port: undefined, user: undefined })
    expect(server).toMatchObject(at.address)
  })

  it('trusts a host of known_hosts without asking, and says so', async () => {
    const at = await setUp()
    mkdirSync(join(at.folder, '.ssh'), { recursive: true })
    const { readFileSync } = await import('node:fs')
    const [type, blob] = readFileSync(`${at.hostKey}.pub`, 'utf8').split(' ')
    writeFileSync(
      join(at.folder, '.ssh', 'known_hosts'),
      `[127.0.0.1]:${at.sshServer.port} ${type} ${blob}\n`,
    )
    const server = await at.add({ acceptHostKey: undefined })
    expect(server.hostKey?.source).toBe('known-hosts')
    const look = await at.handlers['servers.look'](at.address, context)
    expect(look).toMatchObject({
      trust: 'known',
      hostKey: { sha256: at.sha256 },
      banner: expect.stringMatching(/^SSH-2.0-/),
    })
  })
})

describe('a known server', () => {
  it('is looked at without a login', async () => {
    const at = await setUp()
    const look = await at.handlers['servers.look'](at.address, context)
    expect(look).toMatchObject({
      ...at.address,
      hostKey: { type: 'ssh-ed25519', sha256: at.sha256 },
      trust: 'unknown',
      addresses: [{ address: '127.0.0.1', family: 4, outcome: 'connected' }],
    })
    expect(at.sshServer.attempts).toEqual([])
  })

  it('runs listed commands only, and tells what was run', async () => {
    const at = await setUp()
    await at.add()
    const host = await at.connections.connect('home', never)
    await expect(host.run(echo, [], { signal: never })).rejects.toThrow('not on the list')
    const [sudo] = serversCommands
    await host.run(sudo, [], { signal: never })
    await host.run(sudo, [], { signal: never })
    const commands = await at.handlers['servers.commands']({ server: 'home' }, context)
    expect(commands.map(({ id, runs }) => [id, runs])).toEqual([
      ['servers.sudo', 2],
      ['servers.docker', 0],
      ['servers.compose', 0],
      ['servers.services', 0],
      ['servers.stop', 0],
      ['servers.keyPlan', 0],
      ['servers.keyInstall', 0],
      ['servers.keyRemove', 0],
      ['servers.traces', 0],
      ['servers.clean', 0],
    ])
    expect(commands.filter(({ changes }) => changes).map(({ id }) => id)).toEqual([
      'servers.keyInstall',
      'servers.keyRemove',
      'servers.clean',
    ])
    expect(commands.every(({ script }) => script.length > 0)).toBe(true)
  })

  it('keeps one connection, for id and name alike', async () => {
    const at = await setUp()
    const { id } = await at.add()
    const [a, b] = await Promise.all([
      at.connections.connect('home', never),
      at.connections.connect(id, never),
    ])
    expect([a === b, at.sshServer.connections, at.lockName('home') === at.lockName(id)]).toEqual([
      true,
      2,
      true,
    ])
  })

  it('is renamed without a connection, and changed only after one', async () => {
    const at = await setUp()
    await at.add()
    const before = at.sshServer.connections
    const renamed = await at.handlers['servers.update']({ server: 'home', name: 'attic' }, context)
    expect([renamed.name, at.sshServer.connections]).toEqual(['attic', before])
    const wrong = at.handlers['servers.update'](
      { server: 'attic', password: new Secret('wrong') },
      context,
    )
    await expect(wrong).rejects.toMatchObject({ code: 'login-refused' })
    await at.connections.connect('attic', never)
  })

  it('shows a changed key, connects no more, and takes the new one only by its fingerprint', async () => {
    const at = await setUp()
    const { id } = await at.add()
    const other = makeKey(join(at.folder, 'other'))
    const impostor = await startSshServer({ hostKeys: [other], accepts: () => true })
    onTestFinished(() => impostor.stop())
    // The same name answers on another port with another key: the record of the old port is moved there.
    const row = JSON.parse(
      String(at.db.get('SELECT record FROM servers WHERE id = ?', id)?.['record']),
    ) as Record<string, unknown>
    const moved = JSON.stringify({ ...row, givenPort: impostor.port }).replaceAll(
      `]:${at.sshServer.port}`,
      `]:${impostor.port}`,
    )
    at.db.run('UPDATE servers SET record = ? WHERE id = ?', moved, id)
    const sha256 = fingerprint(`${other}.pub`)
    await expect(at.connections.connect('home', never)).rejects.toMatchObject({
      code: 'host-key-changed',
      params: { sha256, recorded: at.sha256 },
    })
    expect(impostor.attempts).toEqual([])
    const look = await at.handlers['servers.look'](
      { host: '127.0.0.1', port: impostor.port },
      context,
    )
    expect(look).toMatchObject({
      trust: 'changed',
      recorded: { sha256: at.sha256, file: 'Postern' },
    })
    const wrong = at.handlers['servers.update'](
      { server: 'home', acceptHostKey: at.sha256 },
      context,
    )
    await expect(wrong).rejects.toMatchObject({ code: 'host-key-changed' })
    const updated = await at.handlers['servers.update'](
      { server: 'home', acceptHostKey: sha256 },
      context,
    )
    expect(updated.hostKey?.sha256).toBe(sha256)
    await at.connections.connect('home', never)
  })

  it('is forgotten with its secrets', async () => {
    const at = await setUp()
    await at.add()
    await at.connections.connect('home', never)
    await at.handlers['servers.remove']({ server: 'home' }, context)
    expect(at.db.all('SELECT name FROM secrets UNION ALL SELECT id FROM servers')).toEqual([])
    await expect(at.connections.connect('home', never)).rejects.toMatchObject({
      code: 'server-not-found',
      params: { server: 'home' },
    })
  })
})

describe('ways in', () => {
  it('lists configured hosts, default keys and what was looked for', async () => {
    const at = await setUp()
    const ssh = join(at.folder, '.ssh')
    mkdirSync(ssh, { recursive: true })
    writeFileSync(
      join(ssh, 'config'),
      'Host home attic\n  Hostname 192.168.1.5\n  User maria\n  Port 2222\nHost *.lan\n  User x\nHost far\n  ProxyJump home\n  User f\n',
    )
    makeKey(join(ssh, 'id_ed25519'), 'ed25519', 'locked')
    const ways = await at.handlers['servers.waysIn'](undefined, context)
    expect(ways).toEqual({
      configuration: {
        file: join(ssh, 'config'),
        found: true,
        hosts: [
          { alias: 'home', host: '192.168.1.5', port: 2222, user: 'maria' },
          { alias: 'attic', host: '192.168.1.5', port: 2222, user: 'maria' },
          { alias: 'far', host: 'far', port: 22, user: 'f', via: 'home' },
        ],
      },
      agent: { keys: [] },
      defaultKeys: [
        { file: join(ssh, 'id_ed25519'), found: true, isEncrypted: true },
        { file: join(ssh, 'id_ecdsa'), found: false, isEncrypted: false },
        { file: join(ssh, 'id_rsa'), found: false, isEncrypted: false },
      ],
    })
  })
})
