/** Checks that talk with a port, over real protocols. */
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../../../src/shared/errors.ts'
import { createAuthority } from '../../../../fakes/certificates.ts'
import {
  httpAnswers,
  imapAnswers,
  type Said,
  smtpAnswers,
  startTalkServer,
  type TalkServerOptions,
} from '../../../../fakes/talk-server.ts'
import { watchedHere, type WatchedHereOptions } from '../../../../fakes/watched-here.ts'

const authority = createAuthority()
const certificate = authority.leaf({ name: 'mail.example.test' })
const greeting = '220 mail.example.test ESMTP'
const postmaster = 'admin@example.test'

const port = async (options: TalkServerOptions): Promise<number> =>
  (await startTalkServer(options)).port

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

const found = ({ verdict, code }: { verdict: string; code: string }): string => `${verdict} ${code}`

describe('receive', () => {
  const receive = async (smtp: TalkServerOptions, options: WatchedHereOptions = {}) => {
    const server = await startTalkServer(smtp)
    const here = await watchedHere({ published: { 25: server.port }, ...options })
    return { outcome: await here.run('receive.v4'), lines: server.lines, here }
  }

  test('N6a B8 an address of the server is taken, an unknown one refused, and no mail is left', async () => {
    const { outcome, lines, here } = await receive({
      greeting,
      answer: smtpAnswers({ recipients: [postmaster] }),
    })
    expect(found(outcome)).toBe('right receive-works')
    expect(lines.map(line => line.replace(/nobody-\w+/, 'nobody-X'))).toEqual([
      'EHLO postern.invalid',
      'MAIL FROM:<>',
      `RCPT TO:<${postmaster}>`,
      'RCPT TO:<postern-nobody-X@example.test>',
      'RSET',
      'QUIT',
    ])
    expect(here.check('receive.v4').contacts()).toEqual([
      expect.stringMatching(/^127\.0\.0\.1:\d+ \(port 25 of front\), from the server itself$/),
    ])
  })

  test.each<readonly [string, Readonly<Record<string, Said>>, string]>([
    [
      'front finds no Postfix',
      { RCPT: '451 4.3.2 Internal server error' },
      'wrong receive-not-now',
    ],
    [
      'the disk is full',
      { MAIL: '452 4.3.1 Insufficient system storage' },
      'wrong receive-not-now',
    ],
    [
      'the spam filter is dead',
      { RCPT: '451 4.7.1 Service unavailable - try again later' },
      'wrong receive-filter-silent',
    ],
    ['greylisting', { RCPT: '450 4.7.1 Greylisted, try again' }, 'differs receive-greylisted'],
    ['a limit', { RCPT: '450 4.4.2 slow down' }, 'unknown receive-later'],
    ['nobody is welcome', { EHLO: '550 5.7.1 go away' }, 'wrong receive-refused'],
    ['everybody is taken', { RCPT: '250 2.1.5 Ok' }, 'differs receive-takes-all'],
    ['it hangs up', { RCPT: { close: true } }, 'wrong hung-up'],
  ])('N6a B8 %s: %#', async (_what, answers, expected) => {
    const { outcome } = await receive({
      greeting,
      answer: smtpAnswers({ recipients: [postmaster], answers }),
    })
    expect(found(outcome)).toBe(expected)
  })

  test('N6a a greeting that never comes is told from a port that is closed', async () => {
    const silent = await receive({ greeting: null })
    expect(found(silent.outcome)).toBe('wrong no-answer')
    const here = await watchedHere({ published: { 25: await closedPort() } })
    expect(found(await here.run('receive.v4'))).toBe('wrong port-refused')
  }, 30_000)

  test('N6a a POSTMASTER that was never made is told from mail that does not come in', async () => {
    const answer = smtpAnswers({ recipients: ['bob@example.test'] })
    const made = await receive({ greeting, answer }, { mailboxes: ['bob@example.test'] })
    expect(found(made.outcome)).toBe('differs receive-no-postmaster')
    const none = await receive({ greeting, answer })
    expect(found(none.outcome)).toBe('unknown receive-no-address')
    const other = await receive({ greeting, answer }, { mailboxes: ['eve@example.test'] })
    expect(found(other.outcome)).toBe('wrong receive-real-refused')
  })

  test('N6a encryption is used where the server offers it', async () => {
    const { outcome, lines } = await receive({
      greeting,
      certificate,
      answer: smtpAnswers({ recipients: [postmaster], offersTls: true }),
    })
    expect(found(outcome)).toBe('right receive-works')
    expect(lines).toContain(`+RCPT TO:<${postmaster}>`)
  })

  test('N6a each address family is asked for itself, and no IPv6 is no fault', async () => {
    const six = await startTalkServer({
      greeting,
      address: '::1',
      answer: smtpAnswers({ recipients: [postmaster] }),
    })
    const here = await watchedHere({
      published: { 25: await closedPort() },
      published6: { 25: six.port },
    })
    expect(found(await here.run('receive.v6'))).toBe('right receive-works')
    expect(found(await here.run('receive.v4'))).toBe('wrong port-refused')
    const plain = await watchedHere({ published: { 25: six.port } })
    expect(found(await plain.run('receive.v6'))).toBe('not-needed no-ipv6')
  })

  test('N6a what front needs and does not have is named', async () => {
    const down = await watchedHere({ states: { front: 'exited' } })
    expect(await down.run('receive.v4')).toMatchObject({
      verdict: 'wrong',
      code: 'service-down',
      params: { service: 'front', state: 'exited' },
    })
    const closed = await watchedHere()
    expect(found(await closed.run('receive.v4'))).toBe('missing port-not-published')
    const proxied = await watchedHere({ published: { 25: 1 }, env: { PROXY_PROTOCOL: 'mail' } })
    expect(found(await proxied.run('receive.v4'))).toBe('unknown behind-proxy')
  })
})

describe('send.submission', () => {
  const submission = async (
    front: TalkServerOptions,
    behind: TalkServerOptions = { greeting, answer: smtpAnswers({}) },
    more: WatchedHereOptions = {},
  ) => {
    const here = await watchedHere({
      published: { 465: await port({ greeting, certificate, isImplicit: true, ...front }) },
      behind: { 'smtp:10025': await port(behind) },
      ...more,
    })
    return found(await here.run('send.submission'))
  }

  test('N6a encryption and a login are offered, and the mail system behind takes a sender', async () => {
    expect(await submission({ answer: smtpAnswers({}) })).toBe('right send-works')
  })

  test('N6a no login, no encryption and a full disk behind front are told apart', async () => {
    expect(await submission({ answer: smtpAnswers({ auth: '' }) })).toBe('wrong send-no-login')
    const full = smtpAnswers({ answers: { MAIL: '452 4.3.1 Insufficient system storage' } })
    expect(await submission({ answer: smtpAnswers({}) }, { greeting, answer: full })).toBe(
      'wrong send-not-now',
    )
    const ports = {
      465: await port({ greeting, certificate, isImplicit: true, answer: smtpAnswers({}) }),
    }
    const plain = await port({ greeting, answer: smtpAnswers({}) })
    const published = { ...ports, 587: plain }
    const usual = { greeting, answer: smtpAnswers({}) }
    const answer = smtpAnswers({})
    expect(await submission({ answer }, usual, { published, env: { PORTS: '465,587' } })).toBe(
      'wrong send-no-encryption',
    )
    expect(await submission({ answer }, usual, { published })).toBe('right send-works')
  })

  test('N6a B8 front that greets before a dead mail system does not count as working', async () => {
    const here = await watchedHere({
      published: {
        465: await port({ greeting, certificate, isImplicit: true, answer: smtpAnswers({}) }),
      },
      behind: { 'smtp:10025': await closedPort() },
    })
    expect(found(await here.run('send.submission'))).toBe('wrong port-refused')
    const gone = await watchedHere({ states: { smtp: 'exited' } })
    expect(found(await gone.run('send.submission'))).toBe('wrong service-down')
  })
})

describe('read.imap', () => {
  const read = async (front: TalkServerOptions, behind: TalkServerOptions) => {
    const server = await startTalkServer(behind)
    const here = await watchedHere({
      published: { 993: await port({ certificate, isImplicit: true, ...front }) },
      behind: { 'imap:143': server.port },
      mailboxes: ['bob@example.test'],
    })
    return { outcome: found(await here.run('read.imap')), lines: server.lines }
  }
  const ready = '* OK Dovecot ready.'
  const usual = { greeting: ready, answer: imapAnswers() }

  test('N6a a login is tried behind front with a made-up password, and no folder is opened', async () => {
    const { outcome, lines } = await read(usual, usual)
    expect(outcome).toBe('right read-works')
    expect(lines).toEqual([
      'p1 CAPABILITY',
      expect.stringMatching(/^p2 LOGIN "bob@example\.test" "[0-9a-f]{18}"$/),
      'p3 LOGOUT',
    ])
  })

  test('N6a B8 Dovecot that is dead, full, without users, or without logins is told apart', async () => {
    const login = (said: Said) =>
      read(usual, { greeting: ready, answer: imapAnswers({ login: said }) })
    expect((await login('NO [UNAVAILABLE] Temporary authentication failure.')).outcome).toBe(
      'wrong read-cannot-check',
    )
    expect((await login('NO [AUTHENTICATIONFAILED] Authentication failed.')).outcome).toBe(
      'differs read-login-refused',
    )
    expect((await login({ close: true })).outcome).toBe('wrong hung-up')
    expect((await read(usual, { greeting: '* BYE too many' })).outcome).toBe(
      'wrong read-turned-away',
    )
    const none = {
      greeting: ready,
      answer: imapAnswers({ capabilities: 'IMAP4rev1 LOGINDISABLED' }),
    }
    expect((await read(none, usual)).outcome).toBe('wrong read-no-login')
  })

  test('N6a B8 a Dovecot that hangs in all its parts is seen: it lists no mailboxes either', async () => {
    const server = await startTalkServer({ greeting: null })
    const here = await watchedHere({
      published: { 993: await port({ certificate, isImplicit: true, ...usual }) },
      behind: { 'imap:143': server.port },
      through: host => ({
        ...host,
        run: (command, ...rest) =>
          command.id === 'watch.mailbox'
            ? Promise.reject(new AppError('timed-out', { what: command.id, seconds: 10 }))
            : host.run(command, ...rest),
      }),
    })
    expect(found(await here.run('read.imap'))).toBe('wrong no-answer')
  })

  test('N6a Dovecot that hangs is told from a line that went dead', async () => {
    expect((await read(usual, { greeting: null })).outcome).toBe('wrong no-answer')
  }, 30_000)
})

describe('web', () => {
  const web = async (status: string, inside = 443) => {
    const secure = inside === 443 ? { certificate, isImplicit: true } : {}
    const here = await watchedHere({
      published: { [inside]: await port({ ...secure, answer: httpAnswers(status) }) },
    })
    return found(await here.run('web'))
  }
  test('N6a a page that is not there proves admin; a bad gateway is its absence', async () => {
    expect(await web('404 Not Found')).toBe('right web-works')
    expect(await web('502 Bad Gateway')).toBe('wrong web-fault')
    expect(await web('301 Moved', 80)).toBe('right web-works')
    expect(found(await (await watchedHere()).run('web'))).toBe('not-needed web-not-published')
  })
})

describe('certificates', () => {
  const look = async (made: ReturnType<typeof authority.leaf>, more: WatchedHereOptions = {}) => {
    const implicit = { certificate: made, isImplicit: true }
    const here = await watchedHere({
      published: {
        25: await port({ greeting, certificate: made, answer: smtpAnswers({ offersTls: true }) }),
        993: await port({ ...implicit, greeting: '* OK' }),
        443: await port(implicit),
      },
      deps: { caPem: authority.caPem },
      ...more,
    })
    return here.run('certificates')
  }

  test('N6a every port that shows a certificate is looked at, with its days left', async () => {
    const outcome = await look(authority.leaf({ name: 'mail.example.test', until: 90 }))
    expect(found(outcome)).toBe('right certificates-fit')
    expect(outcome.figures).toEqual({ days: 89 })
    expect(outcome.raw?.split('\n').map(line => line.split(' ')[0])).toEqual(['25', '993', '443'])
  })

  test.each([
    ['expired', { name: 'mail.example.test', from: -90, until: -1 }, 'wrong certificate-expired'],
    ['not begun', { name: 'mail.example.test', from: 2 }, 'wrong certificate-not-yet'],
    ['ending', { name: 'mail.example.test', until: 20 }, 'wrong certificate-ends-soon'],
    ['for another name', { name: 'x.mail.example.test' }, 'wrong certificate-wrong-name'],
  ])('N6a a certificate that is %s is named with its ports', async (_what, leaf, expected) => {
    const outcome = await look(authority.leaf(leaf))
    expect(found(outcome)).toBe(expected)
    expect(outcome.params['ports']).toBe('25, 993, 443')
  })

  test('N6a an authority that others do not know differs, and is not called wrong', async () => {
    const outcome = await look(certificate, { deps: { caPem: createAuthority('Other').caPem } })
    expect(found(outcome)).toBe('differs certificate-untrusted')
  })
})
