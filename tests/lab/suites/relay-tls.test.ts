/** A relay on port 465, where TLS begins at once: planned, set, in use, by hand, and taken back, against real Postfix on both sides. */
import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLabApp, type LabApp } from '../app.ts'
import { homeShell } from '../home.ts'
import { createHomeCli, type HomeCli } from '../home-cli.ts'
import type { Lab } from '../lab.ts'
import { submit } from '../mail.ts'
import { PROJECT_DIR } from '../make/paths.ts'
import { containerOf } from '../make/project.ts'
import { docker } from '../make/run.ts'
import { waitForRelayed, relayChoice } from '../relay.ts'
import { useLab } from '../use-lab.ts'

const held = useLab()
let lab: Lab
let app: LabApp
let cli: HomeCli
const maria = { server: 'maria' }
const path = `${PROJECT_DIR}/overrides/postfix/postfix.cf`
const line = 'smtp_tls_wrappermode = yes'
const own = '# mine\nsmtp_helo_timeout = 299s\nsmtp_tls_loglevel = 2'

beforeAll(async () => {
  lab = held()
  app = await createLabApp(lab)
  await app.addServer('maria')
  cli = await createHomeCli(lab, 'maria')
})
afterAll(async () => {
  await app.close()
  await cli.dispose()
})

const choice = (over: object = {}) => relayChoice(lab, { port: 465, ...over })
const env = (): Promise<string> => readFile(`${PROJECT_DIR}/mailu.env`, 'utf8')
const override = (): Promise<string> => readFile(path, 'utf8')
const postconf = async (key: string): Promise<string> =>
  docker(['exec', await containerOf('smtp'), 'postconf', '-xh', key])
const status = () => app.ask('relay.status', maria)

async function sendOne(): Promise<string | undefined> {
  const mark = randomUUID()
  const [from] = lab.mailUsers
  await submit(lab, { from: from!.email, to: 'friend@elsewhere.test', subject: mark })
  return (await waitForRelayed(lab, mark)).login
}

describe('a relay on port 465', () => {
  test('N3b is told before anything is written: the file, the line, and why', async () => {
    await writeFile(path, own)
    const words = [
      '--provider',
      'generic',
      '--host',
      lab.relay.host,
      '--port',
      '465',
      '--user',
      'u',
    ]
    const plan = await cli.run(['relay', 'plan', ...words, '--password-stdin'], { stdin: 'x' })
    expect(plan.stdout).toContain(`${path}: one line more, “${line}”.`)
    expect(plan.stdout).toContain('encryption begins before the first word')
    expect(await override()).toBe(own)
    const map = path.replace('postfix.cf', 'transport.map')
    await writeFile(map, '# mine\npartner.test smtp:[mx.partner.test]\n')
    const { ownWays } = await app.ask('relay.plan', { ...maria, choice: choice() })
    expect(ownWays).toEqual([{ name: 'partner.test', by: 'transport-map' }])
    await rm(map)
  })

  test('N3b what cannot work is not written: neither file changes, no container starts anew', async () => {
    const before = [await env(), await containerOf('smtp')]
    const running = app.work('relay.set', { ...maria, choice: choice({ password: 'wrong' }) })
    await expect(running).rejects.toMatchObject({
      code: 'relay-probe-failed',
      params: { step: 'login' },
    })
    expect([await env(), await containerOf('smtp')]).toEqual(before)
    expect(await override()).toBe(own)
  })

  test('N3b is set in one change of both files, and a mail leaves by it, encrypted from the first word', async () => {
    const smtp = await containerOf('smtp')
    const { probe, transaction } = await app.work('relay.set', { ...maria, choice: choice() })
    expect(probe.steps.map(({ id }) => id)).toEqual([
      ...['way', 'resolve', 'connect', 'starttls', 'certificate'],
      ...['greeting', 'ehlo', 'mechanisms', 'login', 'sender'],
    ])
    expect(transaction).toMatchObject({ outcome: 'committed', recreated: ['smtp'], files: [path] })
    expect(await containerOf('smtp')).not.toBe(smtp)
    expect(await env()).toContain(`\nRELAYHOST=[${lab.relay.host}]:465\n`)
    expect((await override()).endsWith(`\n${own}`)).toBe(true)
    expect([await postconf('smtp_tls_wrappermode'), await postconf('smtp_helo_timeout')]).toEqual([
      'yes',
      '299s',
    ])
    expect(await sendOne()).toBe(lab.relay.user)
  })

  test('N3b is recognised in the status, and the whole probe finds it in order', async () => {
    expect(await status()).toMatchObject({
      configured: { port: 465, isImplicitTls: true, isApplied: true, tlsLevel: 'secure' },
      login: { verdict: 'right' },
    })
    expect(await app.work('relay.probe', maria)).toMatchObject({ isUsable: true })
  })

  test('B7 a change back to 587 that leaves the line behind is undone by the server', async () => {
    const before = await env()
    const edits = { set: [{ key: 'RELAYHOST', value: `[${lab.relay.host}]:587` }], unset: [] }
    const end = await app.work('stack.envApply', { ...maria, edits })
    expect(end).toMatchObject({ outcome: 'rolled-back' })
    expect(end.checks).toContainEqual(
      expect.objectContaining({ id: 'relay-login', before: 'works', after: 'broken' }),
    )
    expect(await env()).toBe(before)
  })

  test('N3b goes back to 587 without a trace: the person’s own lines as they were, and mail leaves', async () => {
    const { transaction } = await app.work('relay.set', { ...maria, choice: choice({ port: 587 }) })
    expect(transaction).toMatchObject({ outcome: 'committed', files: [path] })
    expect(await override()).toBe(own)
    expect(await postconf('smtp_tls_wrappermode')).toBe('no')
    expect((await status()).configured).not.toHaveProperty('isImplicitTls')
    expect(await sendOne()).toBe(lab.relay.user)
  })
})

describe('a project of the person’s own, in which Docker made the folder for overrides as root', () => {
  const files = [
    PROJECT_DIR,
    ...['mailu.env', 'docker-compose.yml', '.env'].map(name => `${PROJECT_DIR}/${name}`),
  ]
  const give = (owner: string): Promise<string> => homeShell(`chown ${owner} ${files.join(' ')}`)
  const ownerOf = (file: string): Promise<string> => homeShell(`stat -c %U ${file}`)

  test('N3b both files change in one, each keeps its owner, and settings alone change as before', async () => {
    await give('maria:maria')
    try {
      await rm(path, { force: true })
      const { transaction } = await app.work('relay.set', { ...maria, choice: choice() })
      expect(transaction).toMatchObject({ outcome: 'committed', files: [path] })
      expect([await ownerOf(files[1]!), await ownerOf(path)]).toEqual(['maria', 'root'])
      const edits = { set: [{ key: 'MESSAGE_RATELIMIT', value: '77/day' }], unset: [] }
      const end = await app.work('stack.envApply', { ...maria, edits })
      expect(end.outcome).toBe('committed')
      expect((await app.ask('stack.status', maria)).pending).toBeUndefined()
      await app.work('relay.set', { ...maria, choice: choice({ port: 587 }) })
      await expect(override()).rejects.toMatchObject({ code: 'ENOENT' })
    } finally {
      await give('root:root')
    }
  })
})

describe('a set-up by hand', () => {
  test('N3b the port without the line: the probe says what is missing', async () => {
    const text = (await env()).replace(`[${lab.relay.host}]:587`, `[${lab.relay.host}]:465`)
    await writeFile(`${PROJECT_DIR}/mailu.env`, text)
    await app.work('stack.recreate', { ...maria, services: ['smtp'] })
    const { steps } = await app.work('relay.probe', maria)
    expect(steps.find(({ id }) => id === 'greeting')).toMatchObject({ code: 'tls-at-once' })
    expect((await status()).login).toMatchObject({ verdict: 'wrong', code: 'tls-at-once' })
  })

  test('N3b with the person’s own line it is recognised, kept as it is, and never taken out', async () => {
    const mine = `${line.replaceAll(' ', '')}\n`
    await writeFile(path, mine)
    await app.work('stack.restart', { ...maria, service: 'smtp' })
    expect(await status()).toMatchObject({
      configured: { isImplicitTls: true },
      login: { verdict: 'right' },
    })
    const back = app.work('relay.set', { ...maria, choice: choice({ port: 587 }) })
    await expect(back).rejects.toMatchObject({ code: 'relay-override-own', params: { line: 1 } })
    const plan = await app.ask('relay.plan', { ...maria, choice: choice() })
    expect(plan.override).toEqual({ path, line, change: 'stays' })
    expect(await override()).toBe(mine)
    await rm(path)
  })
})
