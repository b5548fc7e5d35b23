/** The whole core keeps a mailbox of a real Dovecot, over TLS, in its worker. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createAuthority } from '../../../fakes/certificates.ts'
import { type CoreClient, createCoreClient } from '../../../support/core-client.ts'
import { type Dovecot, hasDovecot, startDovecot } from '../../../support/dovecot.ts'
import { hasPython } from '../../../support/python.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { pathsWith } from '../../law/project-files.ts'

const pythonReader = resolve(import.meta.dirname, '../../../../docs/read-archive.py')
const authority = createAuthority('Mailbox authority')
const account = 'home'

const message = (number: number): Buffer =>
  Buffer.from(
    `From: anna@a.test\r\nMessage-ID: <${number}@a.test>\r\nSubject: Number ${number}\r\n\r\nText ${number}\r\n`,
  )

const start = (password?: string): Promise<Dovecot> =>
  startDovecot(authority.leaf({ name: 'localhost' }), password)

async function createCore(): Promise<CoreClient> {
  const core = await createCoreClient()
  onTestFinished(() => core.close())
  return core
}

const add = (core: CoreClient, server: Dovecot, folder?: string) =>
  core.work('archive.add', {
    name: account,
    host: 'localhost',
    port: server.securePort,
    user: server.user,
    password: 'secret',
    authority: authority.caPem,
    ...(folder !== undefined && { folder }),
  })

const filesIn = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(one => one.isFile())
    .map(one => readFileSync(join(one.parentPath, one.name)))
const hashes = (list: readonly Buffer[]): Set<string> =>
  new Set(list.map(bytes => createHash('sha256').update(bytes).digest('hex')))

/** Every run starts a thread, which reads its sources anew. */
const patient = { timeout: 60_000 }

describe.skipIf(!hasDovecot)('N7a a mailbox is kept', patient, () => {
  test('added and backed up twice; both sides are counted', async () => {
    const [server, core] = [await start(), await createCore()]
    const sent = [1, 2, 3].map(message)
    for (const [at, bytes] of sent.entries()) server.put('', `${at}.eml:2,S`, bytes)
    server.put('.Sent', '9.eml:2,', message(9))

    const { hasPassword } = await add(core, server)
    expect(hasPassword).toBe(true)
    expect(await core.work('archive.run', { account })).toMatchObject({ added: 4, gone: 0 })
    server.remove('', 2)
    expect(await core.work('archive.run', { account })).toMatchObject({ added: 0, gone: 1 })
    const { runs, folders } = await core.ask('archive.status', { account })
    expect([
      runs,
      folders.find(one => one.path === 'INBOX'),
      folders.find(one => one.path === 'Sent'),
    ]).toEqual([
      2,
      { path: 'INBOX', isGone: false, onServer: 2, here: 2, kept: 1, missing: [] },
      { path: 'Sent', isGone: false, onServer: 1, here: 1, kept: 0, missing: [] },
    ])
  })

  test.skipIf(!hasPython)(
    'N7g checked, made anew, and read without Postern: every byte comes back',
    async () => {
      const [server, core] = [await start(), await createCore()]
      const sent = [1, 2, 3].map(message)
      for (const [at, bytes] of sent.entries()) server.put('', `${at}.eml:2,S`, bytes)
      server.put('.Sent', '9.eml:2,', message(9))
      const { folder } = await add(core, server)
      await core.work('archive.run', { account })
      for (const isAnew of [false, true])
        expect(await core.work('archive.verify', { account, isAnew })).toMatchObject({
          bodies: 4,
          damaged: [],
          badLines: [],
        })

      const out = join(await tempFolder(), 'out')
      expect(spawnSync('python3', [pythonReader, folder, out]).status).toBe(0)
      expect(hashes(filesIn(out))).toEqual(hashes([...sent, message(9)]))
    },
  )

  test('a wrong password is tried once, and nothing is remembered', async () => {
    const [server, core] = [await start('another'), await createCore()]
    await expect(add(core, server)).rejects.toMatchObject({ code: 'mailbox-login-refused' })
    expect(await core.ask('archive.accounts', undefined)).toEqual([])
    // Dovecot writes it down after the answer has gone out.
    await expect.poll(() => server.log().match(/auth failed/g)).toHaveLength(1)
  })

  test('a certificate that nobody vouches for ends it before the password', async () => {
    const stranger = createAuthority('Stranger').leaf({ name: 'localhost' })
    const [server, core] = [await startDovecot(stranger), await createCore()]
    await expect(add(core, server)).rejects.toMatchObject({ code: 'mailbox-certificate' })
    expect(server.log()).not.toMatch(/Login:|auth failed/)
  })

  test('forgotten and added again with its folder, nothing is fetched twice', async () => {
    const [server, core] = [await start(), await createCore()]
    server.put('', '1.eml:2,', message(1))
    const folder = join(await tempFolder(), 'elsewhere')
    const first = await add(core, server, folder)
    await core.work('archive.run', { account })
    expect(await core.ask('archive.remove', { account })).toEqual([])
    await expect(core.work('archive.run', { account })).rejects.toMatchObject({
      code: 'archive-account-not-found',
    })
    expect((await add(core, server, folder)).id).toBe(first.id)
    expect(await core.work('archive.run', { account })).toMatchObject({ added: 0, bytes: 0 })
  })

  test('a mailbox that is kept already is not kept under a second name', async () => {
    const [server, core] = [await start(), await createCore()]
    const folder = join(await tempFolder(), 'elsewhere')
    const first = await add(core, server, folder)
    await expect(
      core.work('archive.add', {
        name: 'work',
        host: 'localhost',
        port: server.securePort,
        user: server.user,
        password: 'secret',
        authority: authority.caPem,
        folder,
      }),
    ).rejects.toMatchObject({ code: 'archive-kept-already', params: { name: account } })
    expect(await core.ask('archive.accounts', undefined)).toEqual([first])
  })

  test('what an archive says of itself is read in the worker, its catalogue made anew there', async () => {
    const [server, core] = [await start(), await createCore()]
    server.put('', '1.eml:2,', message(1))
    const { folder } = await add(core, server)
    await core.work('archive.run', { account })
    rmSync(join(folder, 'catalogue.sqlite'))
    const { folders } = await core.ask('archive.status', { account })
    expect(folders).toMatchObject([{ path: 'INBOX', here: 1 }])
    const openers =
      /from '.*\/store\/(open-(reader|run|present)|verify-archive|rebuild-catalogue)\.ts'/
    const outside = pathsWith(openers).filter(
      path => !/^src\/core\/archive\/(store|worker)\//.test(path),
    )
    expect(outside).toEqual([])
  })

  test('a folder with anything else in it is left alone', async () => {
    const [server, core, folder] = [await start(), await createCore(), await tempFolder()]
    writeFileSync(join(folder, 'thesis.txt'), 'x')
    await expect(add(core, server, folder)).rejects.toMatchObject({ code: 'archive-folder-taken' })
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
  })

  test('N7g a byte that changed on the disk is named, and the next run heals it', async () => {
    const [server, core] = [await start(), await createCore()]
    server.put('', '1.eml:2,', message(1))
    const { folder } = await add(core, server)
    await core.work('archive.run', { account })
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const segment = join(
      folder,
      files.find(name => name.endsWith('.mbox'))!,
    )
    const bytes = readFileSync(segment)
    bytes[bytes.indexOf('Text 1')] = 0x74
    writeFileSync(segment, bytes)
    const { damaged } = await core.work('archive.verify', { account })
    expect(damaged).toMatchObject([{ folder: 'INBOX', uid: 1, subject: 'Number 1' }])
    await core.work('archive.run', { account })
    expect(await core.work('archive.verify', { account })).toMatchObject({ damaged: [] })
  })

  test('whom the worker contacts is listed as whom Postern contacts', async () => {
    const [server, core] = [await start(), await createCore()]
    await add(core, server)
    const before = await core.ask('settings.contacts', undefined)
    await core.work('archive.run', { account })
    const times = (list: typeof before): number | undefined =>
      list.find(({ port }) => port === server.securePort)?.times
    expect(times(await core.ask('settings.contacts', undefined))).toBeGreaterThan(
      times(before) ?? Infinity,
    )
  })
})
