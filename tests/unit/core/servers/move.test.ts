/** N1h: a server that moves, one that is dead, and a second computer. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Secret } from '../../../../src/shared/secret.ts'
import { startSshServer } from '../../../fakes/ssh-server.ts'
import { never } from '../../../support/connection.ts'
import { fingerprint, freePort, makeKey } from '../../../support/sshd.ts'
import { idleContext as context } from '../../../support/idle-context.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { openTestServers } from '../../../support/test-servers.ts'

/** A profile of its own: one computer. */
async function computer() {
  const folder = await tempFolder()
  mkdirSync(join(folder, '.ssh'), { recursive: true })
  const { db, servers } = await openTestServers(folder)
  const { handlers } = servers
  return {
    ...servers,
    folder,
    db,
    configure: (text: string) => writeFileSync(join(folder, '.ssh', 'config'), text),
    known: (text: string) => writeFileSync(join(folder, '.ssh', 'known_hosts'), text),
    list: () => handlers['servers.list'](undefined, context),
    add: (over: object) =>
      handlers['servers.add'](
        { name: 'home', host: '127.0.0.1', password: new Secret('pass word'), ...over },
        context,
      ),
    update: (over: object) => handlers['servers.update']({ server: 'home', ...over }, context),
    export: () => handlers['servers.export']({}, context),
    import: (document: Parameters<(typeof handlers)['servers.import']>[0]) =>
      handlers['servers.import'](document, context),
  }
}

async function machine() {
  const folder = await tempFolder()
  const hostKey = makeKey(join(folder, 'host'))
  const sha256 = fingerprint(`${hostKey}.pub`)
  const start = async () => {
    const server = await startSshServer({
      hostKeys: [hostKey],
      accepts: login => login.method === 'password' && login.password === 'pass word',
    })
    onTestFinished(() => server.stop())
    return server
  }
  const blob = readFileSync(`${hostKey}.pub`, 'utf8').split(' ').slice(0, 2).join(' ')
  return { ...(await start()), start, sha256, acceptHostKey: sha256, blob }
}

describe('N1h a dead server', () => {
  it('N1h takes a new address with the server off, and that one is dialled from then on', async () => {
    const [here, server] = [await computer(), await machine()]
    const { port, acceptHostKey, sha256 } = server
    await here.add({ port, user: 'maria', acceptHostKey })
    const later = await freePort()
    const saved = await here.update({ host: 'localhost', port: later, user: 'maria2' })
    expect(saved).toMatchObject({ host: 'localhost', port: later, user: 'maria2' })
    expect(saved.unreached).toMatchObject({ code: 'host-refused', retryable: true })
    expect((await here.list())[0]).toMatchObject({ host: 'localhost', port: later, user: 'maria2' })
    await expect(here.connections.connect('home', never)).rejects.toMatchObject({
      code: 'host-refused',
      params: { host: 'localhost', port: later },
    })
    const moved = await server.start()
    const before = moved.connections
    const proven = await here.update({ port: moved.port })
    expect([proven.unreached, proven.hostKey?.sha256, moved.connections]).toEqual([
      undefined,
      sha256,
      before + 1,
    ])
  })

  it('N1h at its new address has to show the key of the old one', async () => {
    const [here, server, impostor] = [await computer(), await machine(), await machine()]
    await here.add({ port: server.port, user: 'maria', acceptHostKey: server.sha256 })
    await expect(here.update({ port: impostor.port })).rejects.toMatchObject({
      code: 'host-key-changed',
      params: { recorded: server.sha256, sha256: impostor.sha256 },
    })
    expect([(await here.list())[0]?.port, impostor.attempts]).toEqual([server.port, []])
    const moved = await server.start()
    expect(await here.update({ port: moved.port })).toMatchObject({ port: moved.port })
  })

  it('N1h keeps what it was when only a login was to be proven and nobody answers', async () => {
    const [here, server] = [await computer(), await machine()]
    await here.add({ port: server.port, user: 'maria', acceptHostKey: server.sha256 })
    await server.stop()
    await expect(here.update({ password: new Secret('new') })).rejects.toMatchObject({
      code: 'host-refused',
    })
  })

  it('N1h is forgotten with the server off; cleaning up says that it cannot be reached', async () => {
    const [here, server] = [await computer(), await machine()]
    await here.add({ port: server.port, user: 'maria', acceptHostKey: server.sha256 })
    await server.stop()
    await expect(
      here.handlers['servers.clean']({ server: 'home', digest: 'x' }, context),
    ).rejects.toMatchObject({ code: 'host-refused' })
    expect(await here.list()).toHaveLength(1)
    await here.handlers['servers.remove']({ server: 'home' }, context)
    expect(await here.list()).toEqual([])
  })
})

describe('N1h a second computer', () => {
  it('N1h connects after one secret, without asking for the fingerprint again; the file holds no secret', async () => {
    const [first, second, server] = [await computer(), await computer(), await machine()]
    await first.add({ port: server.port, user: 'maria', acceptHostKey: server.sha256 })
    const document = await first.export()
    expect(JSON.stringify(document)).not.toMatch(/pass word|secret|password/)
    expect(await second.import(document)).toEqual([{ name: 'home', outcome: 'added', notes: [] }])
    await expect(second.connections.connect('home', never)).rejects.toMatchObject({
      code: 'login-refused',
    })
    await second.update({ password: new Secret('pass word') })
    await second.connections.connect('home', never)
    expect((await second.list())[0]).toMatchObject({
      user: 'maria',
      port: server.port,
      hostKey: { sha256: server.sha256 },
    })
    expect(await second.import(document)).toEqual([
      { name: 'home', outcome: 'already-here', notes: [] },
    ])
  })

  it('N1h takes the address where the alias of the SSH configuration is missing there, the alias where it is known', async () => {
    const [first, bare, alike, server] = [
      await computer(),
      await computer(),
      await computer(),
      await machine(),
    ]
    const config = `Host attic\nHostname 127.0.0.1\nPort ${server.port}\nUser maria\nHostKeyAlias attic-key\n`
    first.configure(config)
    alike.configure(config)
    await first.add({ host: 'attic', acceptHostKey: server.sha256 })
    const document = await first.export()
    expect((await bare.import(document))[0]?.notes).toEqual(['address-in-place-of-alias'])
    expect((await alike.import(document))[0]?.notes).toEqual([])
    expect((await bare.list())[0]).toMatchObject({ host: '127.0.0.1', port: server.port })
    expect((await alike.list())[0]).toMatchObject({ host: 'attic' })
    for (const one of [bare, alike])
      expect(await one.update({ password: new Secret('pass word') })).toMatchObject({
        hostKey: { sha256: server.sha256, source: 'accepted' },
      })
  })

  it('N1h names the key file by the home folder, and says when it is missing there', async () => {
    const [first, bare, alike, server] = [
      await computer(),
      await computer(),
      await computer(),
      await machine(),
    ]
    const identityFile = makeKey(join(first.folder, '.ssh', 'mail key'))
    makeKey(join(alike.folder, '.ssh', 'mail key'))
    const { port, acceptHostKey } = server
    await first.add({ port, user: 'maria', acceptHostKey, identityFile })
    const document = await first.export()
    expect(document.servers[0]?.identityFile).toBe('~/.ssh/mail key')
    expect((await bare.import(document))[0]?.notes).toEqual(['key-file-missing'])
    expect((await alike.import(document))[0]?.notes).toEqual([])
    expect((await alike.list())[0]?.identityFile).toBe(join(alike.folder, '.ssh', 'mail key'))
    expect((await bare.list())[0]?.identityFile).toBeUndefined()
  })

  it('N1h gives a taken name a number', async () => {
    const [first, second, server] = [await computer(), await computer(), await machine()]
    const { port, acceptHostKey } = server
    await first.add({ port, user: 'maria', acceptHostKey })
    const other = await server.start()
    await second.add({ port: other.port, user: 'paul', acceptHostKey })
    expect(await second.import(await first.export())).toEqual([
      { name: 'home (2)', outcome: 'added', notes: ['renamed'] },
    ])
  })

  it('N1h a fingerprint of the file does not overrule this computer’s own known_hosts', async () => {
    const [first, second] = [await computer(), await computer()]
    const [server, other] = [await machine(), await machine()]
    const { port, acceptHostKey } = server
    await first.add({ port, user: 'maria', acceptHostKey })
    second.known(`[127.0.0.1]:${port} ${other.blob}\n`)
    expect((await second.import(await first.export()))[0]?.notes).toEqual(['key-differs'])
    await expect(second.connections.connect('home', never)).rejects.toMatchObject({
      code: 'host-key-changed',
      params: { recorded: other.sha256 },
    })
  })

  it('refuses an address that would be an option to ssh', async () => {
    const [first, second, server] = [await computer(), await computer(), await machine()]
    await first.add({ port: server.port, user: 'maria', acceptHostKey: server.sha256 })
    const document = await first.export()
    const [entry] = document.servers
    const evil = { ...document, servers: [{ ...entry!, host: '-oProxyCommand=x' }] }
    await expect(second.import(evil)).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await second.list()).toEqual([])
  })
})
