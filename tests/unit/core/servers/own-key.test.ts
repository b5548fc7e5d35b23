/** Postern's own key and cleaning up, on the real OpenSSH server, with a home folder of the test's own. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { execFileSync } from 'node:child_process'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeAppKey, publicHalf } from '../../../../src/core/net/ssh/app-key.ts'
import { never } from '../../../support/connection.ts'
import { fingerprint, hasSshd, makeKey, startSshd } from '../../../support/sshd.ts'
import { idleContext as context } from '../../../support/idle-context.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { openTestServers } from '../../../support/test-servers.ts'
import { reversingBox } from '../../../support/test-platform.ts'

interface Options {
  /** Bytes of authorized_keys; undefined: there is none. */
  readonly keys?: string | undefined
  /** sshd reads that list too. @default true */
  readonly isRead?: boolean
  readonly memoryBox?: boolean
  readonly projectDirs?: readonly string[]
}

/** A server that always lets the key `mine` in, and others by the authorized_keys of the home folder that its sessions have. */
async function setUp(options: Options = {}) {
  const folder = await tempFolder()
  const remoteHome = join(folder, 'remote home')
  mkdirSync(join(remoteHome, '.ssh'), { recursive: true, mode: 0o700 })
  const list = join(remoteHome, '.ssh', 'authorized_keys')
  if (options.keys !== undefined) writeFileSync(list, options.keys, { mode: 0o640 })
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'docker'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  const mine = makeKey(join(folder, 'mine'))
  const always = join(folder, 'always')
  writeFileSync(always, readFileSync(`${mine}.pub`))
  const both = options.isRead === false ? always : `${always} "${list}"`
  const sshd = await startSshd({
    folder,
    authorized: [],
    authorizedFiles: both,
    config: [`SetEnv "HOME=${remoteHome}" "PATH=${bin}:/usr/bin:/bin"`],
  })
  onTestFinished(() => sshd.stop())
  const box = options.memoryBox ? { ...reversingBox(), kind: 'memory' as const } : reversingBox()
  const { db, secrets, servers } = await openTestServers(folder, {
    box,
    projectDirs: () => options.projectDirs ?? [],
  })
  await servers.handlers['servers.add'](
    {
      name: 'home',
      host: '127.0.0.1',
      port: sshd.port,
      user: userInfo().username,
      identityFile: mine,
      acceptHostKey: fingerprint(sshd.hostKeys.ed25519!),
    },
    context,
  )
  const at = { server: 'home' }
  return { ...servers, at, folder, remoteHome, list, sshd, db, secrets }
}

it('the pair is read by OpenSSH: private half, public line, fingerprint', async () => {
  const folder = await tempFolder()
  const key = await makeAppKey()
  const { line, sha256 } = publicHalf(key, "postern@o'laptop und so")
  const file = join(folder, 'key')
  writeFileSync(file, key.reveal(), { mode: 0o600 })
  const said = (...words: string[]) => execFileSync('ssh-keygen', words, { encoding: 'utf8' })
  expect(said('-lf', file)).toBe(`3072 ${sha256} no comment (RSA)\n`)
  expect(said('-yf', file).split(' ')[1]?.trim()).toBe(line.split(' ')[2])
  writeFileSync(`${file}.list`, `${line}\n`)
  expect(said('-lf', `${file}.list`)).toBe(`3072 ${sha256} postern@o_laptop_und_so (RSA)\n`)
})

describe.skipIf(!hasSshd)('N1b Postern’s own key', () => {
  it('N1b is shown first, added once at the end of the list, and used from then on', async () => {
    const keys = '# keys of maria, no line end'
    const { handlers, at, list, sshd, connections } = await setUp({ keys })
    const plan = await handlers['servers.planKey'](at, context)
    expect(plan).toMatchObject({ file: list, lines: 1, isThere: false })
    expect(readFileSync(list, 'utf8')).toBe(keys)
    const from = sshd.log().length
    expect(await handlers['servers.installKey'](at, context)).toMatchObject({ usesAppKey: true })
    const after = `${keys}\n${plan.line}\n`
    expect([readFileSync(list, 'utf8'), statSync(list).mode & 0o777]).toEqual([after, 0o640])
    await connections.connect('home', never)
    await sshd.logged(
      new RegExp(`Accepted publickey for .* RSA ${plan.sha256.replaceAll(/[+/]/g, '.')}`),
      from,
    )
    await handlers['servers.installKey'](at, context)
    expect(readFileSync(list, 'utf8')).toBe(after)
    expect(await handlers['servers.planKey'](at, context)).toMatchObject({ isThere: true })
  })

  it('N1b makes the list where there is none, for its owner alone', async () => {
    const { handlers, at, list } = await setUp()
    const { line, lines } = await handlers['servers.planKey'](at, context)
    expect(lines).toBeUndefined()
    await handlers['servers.installKey'](at, context)
    expect([readFileSync(list, 'utf8'), statSync(list).mode & 0o777]).toEqual([`${line}\n`, 0o600])
  })

  it('N1b follows a symbolic link and leaves it one', async () => {
    const { handlers, at, list, remoteHome } = await setUp()
    const real = join(remoteHome, 'dotfiles keys')
    writeFileSync(real, 'ssh-rsa AAAA other\n')
    symlinkSync(real, list)
    const plan = await handlers['servers.planKey'](at, context)
    expect(plan.file).toBe(real)
    await handlers['servers.installKey'](at, context)
    expect([readFileSync(real, 'utf8'), readFileSync(list, 'utf8')]).toEqual(
      Array(2).fill(`ssh-rsa AAAA other\n${plan.line}\n`),
    )
  })

  it('N1b takes the line back where the server does not read that list', async () => {
    const { handlers, at, list } = await setUp({ keys: 'a\n', isRead: false })
    await expect(handlers['servers.installKey'](at, context)).rejects.toMatchObject({
      code: 'app-key-not-taken',
      params: { file: list },
    })
    expect(readFileSync(list, 'utf8')).toBe('a\n')
    expect((await handlers['servers.list'](undefined, context))[0]?.usesAppKey).toBeUndefined()
  })

  it('N1b is taken away again, other lines stay; refused where it is the only way in', async () => {
    const { handlers, at, list, folder } = await setUp({ keys: 'a\n' })
    await handlers['servers.installKey'](at, context)
    const always = readFileSync(join(folder, 'always'))
    writeFileSync(join(folder, 'always'), '')
    await expect(handlers['servers.removeKey'](at, context)).rejects.toMatchObject({
      code: 'app-key-only-way',
    })
    expect(readFileSync(list, 'utf8').split('\n')).toHaveLength(3)
    writeFileSync(join(folder, 'always'), always)
    const server = await handlers['servers.removeKey'](at, context)
    expect([readFileSync(list, 'utf8'), server.usesAppKey]).toEqual(['a\n', false])
  })

  it('is not made where it could not be kept', async () => {
    const { handlers, at, db } = await setUp({ memoryBox: true })
    await expect(handlers['servers.planKey'](at, context)).rejects.toMatchObject({
      code: 'app-key-not-kept',
    })
    expect(db.all('SELECT name FROM secrets')).toEqual([])
  })

  it('is not added where the account has no home', async () => {
    const { handlers, at, remoteHome } = await setUp()
    execFileSync('mv', [remoteHome, `${remoteHome} gone`])
    await expect(handlers['servers.planKey'](at, context)).rejects.toMatchObject({
      code: 'authorized-keys-not-writable',
    })
  })
})

describe.skipIf(!hasSshd)('N1h cleaning up a server', () => {
  async function withTraces(more: Options = {}) {
    const projects = await tempFolder()
    const dir = join(projects, 'my mail')
    const found = await setUp({
      keys: 'a\n',
      projectDirs: [dir, join(projects, 'gone/away')],
      ...more,
    })
    mkdirSync(join(dir, '.postern', 'copies'), { recursive: true })
    writeFileSync(join(dir, 'mailu.env'), 'A=1\n')
    writeFileSync(join(dir, '.postern', 'copies', 'mailu.env.1'), 'A=0\n')
    writeFileSync(join(dir, '.mailu.env.postern-old'), 'A=00\n')
    mkdirSync(join(dir, '.postern', 'last'))
    symlinkSync('committed', join(dir, '.postern', 'last', 'outcome'))
    return { ...found, dir }
  }

  it('N1h lists what Postern put there, takes away exactly that, and forgets the server', async () => {
    const { handlers, at, dir, list, db } = await withTraces()
    await handlers['servers.installKey'](at, context)
    const plan = await handlers['servers.planClean'](at, context)
    const { line } = await handlers['servers.planKey'](at, context)
    expect(plan).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      folders: [
        {
          dir,
          isBusy: false,
          files: [
            { path: join(dir, '.mailu.env.postern-old'), sizeBytes: 5 },
            { path: join(dir, '.postern/copies/mailu.env.1'), sizeBytes: 4 },
            { path: join(dir, '.postern/last/outcome'), sizeBytes: 0 },
          ],
        },
      ],
      key: { file: list, line },
    })
    expect(existsSync(join(dir, '.postern'))).toBe(true)
    await handlers['servers.clean']({ ...at, digest: plan.digest }, context)
    expect(execFileSync('ls', ['-A', dir], { encoding: 'utf8' })).toBe('mailu.env\n')
    expect(readFileSync(list, 'utf8')).toBe('a\n')
    expect(await handlers['servers.list'](undefined, context)).toEqual([])
    expect(db.all('SELECT name FROM secrets').map(row => row['name'])).toEqual(['app-key'])
  })

  it('N1h takes nothing away when the list is no longer the one that was shown', async () => {
    const { handlers, at, dir } = await withTraces()
    const { digest } = await handlers['servers.planClean'](at, context)
    writeFileSync(join(dir, '.postern', 'copies', 'mailu.env.2'), 'new')
    await expect(handlers['servers.clean']({ ...at, digest }, context)).rejects.toMatchObject({
      code: 'clean-list-changed',
    })
    expect(existsSync(join(dir, '.postern/copies/mailu.env.1'))).toBe(true)
    expect(await handlers['servers.list'](undefined, context)).toHaveLength(1)
  })

  it('N1h leaves a change on trial alone: its undo lies there', async () => {
    const { handlers, at, dir } = await withTraces()
    mkdirSync(join(dir, '.postern', 'change'))
    const { digest, folders } = await handlers['servers.planClean'](at, context)
    expect(folders.map(({ isBusy }) => isBusy)).toEqual([true])
    await expect(handlers['servers.clean']({ ...at, digest }, context)).rejects.toMatchObject({
      code: 'clean-busy',
      params: { dir },
    })
    expect(existsSync(join(dir, '.postern/copies/mailu.env.1'))).toBe(true)
  })

  it('a folder that is a symbolic link is neither listed nor followed', async () => {
    const { handlers, at, dir, folder } = await withTraces()
    execFileSync('rm', ['-r', join(dir, '.postern'), join(dir, '.mailu.env.postern-old')])
    const elsewhere = join(folder, 'elsewhere')
    mkdirSync(elsewhere)
    chmodSync(elsewhere, 0o700)
    symlinkSync(elsewhere, join(dir, '.postern'))
    expect((await handlers['servers.planClean'](at, context)).folders).toEqual([])
  })
})
