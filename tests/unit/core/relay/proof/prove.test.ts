import { describe, expect, test } from 'vitest'
import type {
  FoundMessage,
  OpenMailbox,
} from '../../../../../src/core/net/imap/mailbox-elsewhere.ts'
import { composeProof, proofPrefix } from '../../../../../src/core/relay/proof/compose-proof.ts'
import { createProofs } from '../../../../../src/core/relay/proof/proof-handlers.ts'
import { submissionDoor } from '../../../../../src/core/relay/proof/submission-door.ts'
import type { RelayDeps } from '../../../../../src/core/relay/relay-deps.ts'
import { ProofInput } from '../../../../../src/shared/contract/relay.ts'
import type { RemoteHost } from '../../../../../src/core/net/ssh/session.ts'
import type { JobContext } from '../../../../../src/shared/contract/define.ts'
import { AppError } from '../../../../../src/shared/errors.ts'
import { demoHost } from '../../../../../src/shared/model/demo.ts'
import { Proof } from '../../../../../src/shared/model/proof.ts'
import { createAuthority } from '../../../../fakes/certificates.ts'
import { createLocalHost } from '../../../../fakes/local-host.ts'
import { memorySecrets } from '../../../../fakes/memory-secrets.ts'
import { proofKeeping } from '../../../../support/proof-keeping.ts'
import {
  queuedAs,
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
  /** The mailbox elsewhere does not answer. */
  readonly isUnreached?: boolean
  readonly host?: string
  readonly hasDoor?: boolean
  /** What the own queue and its log say, as `relay.watch` prints it. */
  readonly queue?: string
  /** The person stops it at this look into the mailbox; the message is there two looks later. */
  readonly stopAt?: number
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
  const ran: string[] = []
  const stop = new AbortController()
  let looks = 0
  let isClosed = false
  let now = start
  const arrived = ({ taken }: SubmissionServer): FoundMessage[] =>
    options.isLost || (options.stopAt !== undefined && looks < options.stopAt + 2)
      ? []
      : taken.map(({ text }, at) => ({
          folder: 'INBOX',
          isJunk: false,
          uid: 100 + at,
          header: `${stamps}\r\n${text.split('\r\n\r\n')[0] ?? ''}`,
        }))
  const box: OpenMailbox = {
    async find(word) {
      looks += 1
      if (looks === options.stopAt) {
        stop.abort()
        throw new AppError('cancelled', {})
      }
      return [...left, ...arrived(server)].filter(({ header }) => header.includes(word))
    },
    remove: async ({ uid, header }) => {
      if (options.isStuck)
        throw new AppError('relay-proof-mailbox', { host: 'h', user: 'u', reason: 'read-only' })
      removed.push(`${uid} ${/subject: (.*)/i.exec(header)?.[1] ?? ''}`)
      return true
    },
    close: async () => void (isClosed = true),
  }
  const host: RemoteHost = {
    ...createLocalHost(),
    ...(options.host !== undefined && { host: options.host }),
    async run({ id }, args, { stdin }) {
      ran.push([id, ...args, stdin?.toString().trim() ?? ''].join(' ').trim())
      const stdout = Buffer.from(id === 'relay.watch' ? (options.queue ?? 'queued 0 ') : '')
      return { stdout, stderr: '', exitCode: 0 }
    },
  }
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
    keeping: proofKeeping(),
    secrets: memorySecrets(),
    remember: secret => void remembered.push(secret.reveal()),
    proof: {
      openMailbox: async () => {
        if (options.isUnreached)
          throw new AppError('relay-proof-mailbox', { host: 'h', user: 'u', reason: 'no way' })
        return box
      },
      pause: async ms => void (now += ms),
    },
  } as Partial<RelayDeps> as RelayDeps // the handlers use no more
  const context: JobContext = {
    jobId: 'j',
    signal: stop.signal,
    resumed: undefined,
    steps: () => undefined,
    progress: () => undefined,
    checkpoint: () => undefined,
  }
  const { handlers } = createProofs(deps)
  const run = (input: object = { from, mailbox }) =>
    handlers['relay.prove'](ProofInput.parse({ server: 'home', ...input }), context)
  return {
    server,
    left,
    removed,
    ran,
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
    expect(server.taken).toMatchObject([
      { from: 'me@example.org', to: 'me@gmail.test', notify: 'NEVER' },
    ])
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

  const entry = (more: object = {}, to = mailbox.user): string =>
    `entry ${JSON.stringify({
      queue_name: 'deferred',
      queue_id: queuedAs,
      arrival_time: start / 1000,
      recipients: [{ address: to, ...more }],
    })}`
  const asked = 'relay.watch s'
  const deleted = `relay.changeQueue s delete ${queuedAs}`

  test('N3d a relay that puts it off is told by its words, and the message taken out of the queue', async () => {
    const reply = 'host smtp.relay.test said: 535 5.7.8 who are you'
    const { ran, run } = await setUp({ isLost: true, queue: entry({ delay_reason: reply }) })
    await expect(run()).rejects.toMatchObject({ code: 'relay-proof-put-off', params: { reply } })
    expect(ran).toEqual([asked, asked, deleted])
  })

  test('N3d a message that was refused for good is told as that', async () => {
    const log =
      'Nov 23 08:00:04 s postfix/smtp[1]: ID: to=<me@gmail.test>, relay=smtp.relay.test[192.0.2.1]:587, delay=1, dsn=5.7.1, status=bounced (550 5.7.1 not yours)'
    const queue = `log 2026-11-23T08:00:04Z ${log.replace('ID', queuedAs)}`
    const { ran, run } = await setUp({ isLost: true, queue })
    await expect(run()).rejects.toMatchObject({
      code: 'relay-proof-returned',
      params: { reply: '550 5.7.1 not yours' },
    })
    expect(ran).toEqual([asked, asked])
  })

  test('another message of the same id is left alone', async () => {
    const queue = entry({ delay_reason: 'full' }, 'somebody@else.test')
    const { ran, run } = await setUp({ isLost: true, queue })
    await expect(run()).rejects.toMatchObject({ code: 'relay-proof-not-arrived' })
    expect(ran).not.toContain(deleted)
  })

  test('N3d who stops it has the message taken out of the queue', async () => {
    const { ran, run } = await setUp({ isLost: true, stopAt: 3, queue: entry() })
    await expect(run()).rejects.toMatchObject({ code: 'cancelled' })
    expect(ran).toEqual([asked, deleted])
  })

  test('N3d who stops it after it was handed on has it taken out of the mailbox when it comes', async () => {
    const { removed, run, isClosed } = await setUp({ stopAt: 3 })
    await expect(run()).rejects.toMatchObject({ code: 'cancelled' })
    expect(removed).toEqual([expect.stringMatching(/^100 Postern proof/)])
    expect(isClosed()).toBe(true)
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

describe('what is kept of proofs', () => {
  const home = { server: 'home' }

  test('B12 each proof is kept as the receiver found it, without the words of its headers', async () => {
    const { handlers, context, run } = await setUp()
    await run()
    const history = await handlers['relay.proofs'](home, context)
    expect(history).toMatchObject({ every: 'off', isKept: false })
    expect(history.results).toMatchObject([
      { outcome: 'arrived', isScheduled: false, isJunk: false, tookSeconds: 0 },
    ])
    const clauses = history.results[0]!.clauses
    expect(clauses.map(({ id, verdict }) => `${id} ${verdict}`)).toContain('dkim right')
    expect(clauses.some(one => 'raw' in one)).toBe(false)
  })

  test('B12 mail that does not arrive is a finding; what this computer cannot tell is none', async () => {
    const lost = await setUp({ isLost: true })
    await lost.run().catch(() => undefined)
    const unreached = await setUp({ isUnreached: true })
    await unreached.run().catch(() => undefined)
    const kept = async ({ handlers, context }: typeof lost) =>
      (await handlers['relay.proofs'](home, context)).results.map(one => [
        one.outcome,
        one.error?.code,
      ])
    expect(await kept(lost)).toEqual([['failed', 'relay-proof-not-arrived']])
    expect(await kept(unreached)).toEqual([['unknown', 'relay-proof-mailbox']])
  })

  test('B12 who stops a proof leaves no line', async () => {
    const { handlers, context, run } = await setUp({ stopAt: 3 })
    await run().catch(() => undefined)
    expect((await handlers['relay.proofs'](home, context)).results).toEqual([])
  })

  test('B12 one can be made by itself only with what is kept; forgetting that ends it', async () => {
    const { handlers, context, run } = await setUp()
    const every = { ...home, every: '6h' } as const
    await expect(handlers['relay.scheduleProof'](every, context)).rejects.toMatchObject({
      code: 'relay-proof-not-kept',
    })
    await run({ from, mailbox, keep: true })
    expect(await handlers['relay.scheduleProof'](every, context)).toMatchObject({
      every: '6h',
      isKept: true,
      dueAt: '2026-11-23T14:00:00.000Z',
    })
    await handlers['relay.forgetProof'](home, context)
    const after = await handlers['relay.proofs'](home, context)
    expect([after.every, after.isKept, 'dueAt' in after]).toEqual(['off', false, false])
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
