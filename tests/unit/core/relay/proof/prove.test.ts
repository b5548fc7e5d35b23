import { describe, expect, test } from 'vitest'
import type {
  FoundMessage,
  OpenMailbox,
} from '../../../../../src/core/net/imap/mailbox-elsewhere.ts'
import { composeProof, proofPrefix } from '../../../../../src/core/relay/proof/compose-proof.ts'
import { createProofHandlers } from '../../../../../src/core/relay/proof/proof-handlers.ts'
import { submissionDoor } from '../../../../../src/core/relay/proof/submission-door.ts'
import type { RelayDeps } from '../../../../../src/core/relay/relay-deps.ts'
import { ProofInput } from '../../../../../src/shared/contract/relay.ts'
import type { JobContext } from '../../../../../src/shared/contract/define.ts'
import { AppError } from '../../../../../src/shared/errors.ts'
import { demoHost } from '../../../../../src/shared/model/demo.ts'
import { Proof } from '../../../../../src/shared/model/proof.ts'
import { createAuthority } from '../../../../fakes/certificates.ts'
import { createLocalHost } from '../../../../fakes/local-host.ts'
import { memorySecrets } from '../../../../fakes/memory-secrets.ts'
import {
  startSubmissionServer,
  type SubmissionServer,
} from '../../../../fakes/submission-server.ts'
import { shapes } from './shapes.ts'

const certificate = createAuthority().leaf({ name: 'mail.example.org' })
const from = { address: 'me@example.org', password: 'own $ecret' }
const mailbox = { host: 'imap.test', user: 'me@gmail.test', password: 'other' }
const stamps = shapes[0]!.header
const start = Date.parse('2026-11-23T08:00:00Z')

interface Setup {
  readonly password?: string
  readonly recipient?: string
  readonly isLost?: boolean
  readonly isStuck?: boolean
  readonly host?: string
  readonly hasDoor?: boolean
}

/** A server that hands over at once, and a mailbox that holds what it was handed and what was left there before. */
async function setUp(options: Setup = {}) {
  const server = await startSubmissionServer({
    certificate,
    user: from.address,
    password: options.password ?? from.password,
    ...(options.recipient !== undefined && { recipient: options.recipient }),
  })
  const left: FoundMessage[] = []
  const removed: string[] = []
  let isClosed = false
  let now = start
  const arrived = ({ taken }: SubmissionServer): FoundMessage[] =>
    options.isLost
      ? []
      : taken.map(({ text }, at) => ({
          folder: 'INBOX',
          isJunk: false,
          uid: 100 + at,
          header: `${stamps}\r\n${text.split('\r\n\r\n')[0] ?? ''}`,
        }))
  const box: OpenMailbox = {
    find: async word => [...left, ...arrived(server)].filter(({ header }) => header.includes(word)),
    remove: async ({ uid, header }) => {
      if (options.isStuck)
        throw new AppError('relay-proof-mailbox', { host: 'h', user: 'u', reason: 'read-only' })
      removed.push(`${uid} ${/subject: (.*)/i.exec(header)?.[1] ?? ''}`)
      return true
    },
    close: async () => void (isClosed = true),
  }
  const host = { ...createLocalHost(), ...(options.host !== undefined && { host: options.host }) }
  const door = {
    host: '127.0.0.1',
    port: server.port,
    isImplicitTls: true,
    name: 'mail.example.org',
  }
  const remembered: string[] = []
  const deps = {
    open: async () => ({
      host,
      rights: 'never',
      smtp: { id: 's', status: 'running', env: { RELAYHOST: '[smtp.relay.test]:587' } },
      project: 'mailu',
      ...(options.hasDoor !== false && { door }),
    }),
    clock: { now: () => now },
    secrets: memorySecrets(),
    remember: secret => void remembered.push(secret.reveal()),
    proof: {
      openMailbox: async () => box,
      pause: async ms => void (now += ms),
    },
  } as Partial<RelayDeps> as RelayDeps // the handlers use no more
  const context: JobContext = {
    jobId: 'j',
    signal: new AbortController().signal,
    resumed: undefined,
    steps: () => undefined,
    progress: () => undefined,
    checkpoint: () => undefined,
  }
  const handlers = createProofHandlers(deps)
  const run = (input: object = { from, mailbox }) =>
    handlers['relay.prove'](ProofInput.parse({ server: 'home', ...input }), context)
  return {
    server,
    left,
    removed,
    host,
    handlers,
    context,
    remembered,
    run,
    isClosed: () => isClosed,
  }
}

describe('proving that mail leaves and arrives', () => {
  test('N3d one message goes out by a login, is read where it arrives and taken away again', async () => {
    const { server, removed, remembered, run, isClosed } = await setUp()
    const proof = Proof.parse(await run())
    expect(proof).toMatchObject({
      from: 'me@example.org',
      to: 'me@gmail.test',
      folder: 'INBOX',
      isJunk: false,
      isRemoved: true,
    })
    expect(proof.clauses.map(({ id, code }) => `${id} ${code}`).slice(2)).toEqual([
      'dkim dkim-right',
      'spf spf-right',
      'dmarc dmarc-right',
    ])
    expect(server.taken).toMatchObject([{ from: 'me@example.org', to: 'me@gmail.test' }])
    expect(removed).toEqual([`100 ${proof.subject}`])
    expect(isClosed()).toBe(true)
    expect(remembered).toEqual(['own $ecret', 'other'])
  })

  test('what an earlier run left behind is taken away, and nobody else’s mail', async () => {
    const { left, removed, host, run } = await setUp()
    const token = `${proofPrefix(host.serverId)}0123456789abcdef`
    const message = (uid: number, subject: string): FoundMessage => ({
      folder: 'Junk',
      isJunk: true,
      uid,
      header: `Subject: ${subject}\r\n`,
    })
    left.push(message(7, `Postern proof [${token}]`), message(8, `I found "${token}" in my mail`))
    const proof = await run()
    expect(removed).toEqual([`7 Postern proof [${token}]`, `100 ${proof.subject}`])
  })

  test('a mailbox that lets nothing be taken away is told as that', async () => {
    const { run } = await setUp({ isStuck: true })
    expect((await run()).isRemoved).toBe(false)
  })

  const failures: readonly (readonly [string, Setup])[] = [
    ['relay-proof-login', { password: 'another' }],
    ['relay-proof-not-taken', { recipient: '450 4.2.1 later' }],
    ['relay-proof-not-arrived', { isLost: true }],
    ['relay-proof-no-door', { hasDoor: false }],
    ['relay-proof-demo', { host: demoHost }],
  ]
  test.each(failures)('%s', async (code, options) => {
    const { run } = await setUp(options)
    const error: unknown = await run().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code })
    expect(JSON.stringify(error)).not.toContain(from.password)
  })

  test('what is not given and not kept is asked for', async () => {
    const { run } = await setUp()
    await expect(run({})).rejects.toMatchObject({ code: 'relay-proof-incomplete' })
    await expect(run({ from })).rejects.toMatchObject({ code: 'relay-proof-incomplete' })
    await expect(run({ from, mailbox: { ...mailbox, user: 'no-address' } })).rejects.toMatchObject({
      code: 'relay-proof-incomplete',
      params: { missing: 'address' },
    })
  })

  test('logins are kept only when the person says so, never shown, and forgotten on request', async () => {
    const { handlers, context, run } = await setUp()
    await run()
    expect(await handlers['relay.proofKept']({ server: 'home' }, context)).toEqual({})
    await run({ from, mailbox, keep: true })
    expect(await handlers['relay.proofKept']({ server: 'home' }, context)).toEqual({
      from: 'me@example.org',
      mailbox: { host: 'imap.test', port: 993, user: 'me@gmail.test' },
    })
    expect((await run({})).isRemoved).toBe(true)
    await handlers['relay.forgetProof']({ server: 'home' }, context)
    await expect(run({})).rejects.toMatchObject({ code: 'relay-proof-incomplete' })
  })
})

test('the message is seven-bit, its lines are short, and no two have the same word', async () => {
  const made = await Promise.all(
    [1, 2].map(() => composeProof('s', 'me@example.org', 'x@y.test', start)),
  )
  expect(made[0]!.token).not.toBe(made[1]!.token)
  expect(made[0]!.text).toMatch(/^[\x20-\x7e\r\n]*$/)
  expect(made[0]!.text.split('\r\n').every(line => line.length <= 78)).toBe(true)
  expect(made[0]!.text).toContain('Date: Mon, 23 Nov 2026 08:00:00 +0000')
})

test('mail is handed in at 465 where it is published, else at 587', () => {
  const env = { HOSTNAMES: 'mail.example.org,other.example.org' }
  const at = (inside: string, hostIp = '0.0.0.0') => ({ inside, hostIp, hostPort: 8465 })
  expect(
    submissionDoor({ env, ports: [at('587/tcp'), at('465/tcp', '::'), at('465/tcp')] }),
  ).toEqual({
    host: '127.0.0.1',
    port: 8465,
    isImplicitTls: true,
    name: 'mail.example.org',
  })
  expect(submissionDoor({ env, ports: [at('587/tcp')] })).toMatchObject({ isImplicitTls: false })
  expect(submissionDoor({ env, ports: [at('465/tcp', '::')] })).toBeUndefined()
})
