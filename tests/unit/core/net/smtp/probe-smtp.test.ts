import { connect } from 'node:net'
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { probeSmtp } from '../../../../../src/core/net/smtp/probe-smtp.ts'
import type { SmtpProbe } from '../../../../../src/core/net/smtp/talk.ts'
import { AppError } from '../../../../../src/shared/errors.ts'
import { Secret } from '../../../../../src/shared/secret.ts'
import { en } from '../../../../../src/shared/locales/en/index.ts'
import { createAuthority, selfSigned } from '../../../../fakes/certificates.ts'
import { type FakeRelayOptions, startFakeRelay } from '../../../../fakes/smtp-server.ts'

const authority = createAuthority()
const certificate = authority.leaf({ name: 'relay.test' })
const login = { user: 'apikey', password: new Secret('SG.s3cret$ # ü') }
const never = new AbortController().signal
const right: FakeRelayOptions = {
  certificate,
  user: login.user,
  password: login.password.reveal(),
}
const ask: SmtpProbe = {
  host: 'relay.test',
  port: 587,
  tlsLevel: 'secure',
  isImplicitTls: false,
  login,
  caPem: authority.caPem,
  helo: 'mail.example.org',
  sender: 'postmaster@example.org',
  now: Date.now(),
  greetingMs: 3000,
  timeoutMs: 3000,
}

async function probe(options: FakeRelayOptions, over: Partial<SmtpProbe> = {}) {
  const relay = await startFakeRelay(options)
  const stream = connect(relay.port, '127.0.0.1')
  const steps = await probeSmtp(stream, { ...ask, ...over }, never)
  return { relay, steps }
}

const codes = (steps: Awaited<ReturnType<typeof probe>>['steps']): string[] =>
  steps.map(step => step.code)

/** The step that stopped the probe, as `id: verdict code`. */
const stopped = (steps: Awaited<ReturnType<typeof probe>>['steps']): string | undefined => {
  const step = steps.find(({ verdict }) => ['wrong', 'missing', 'unknown'].includes(verdict))
  return step && `${step.id}: ${step.verdict} ${step.code}`
}

test('N3b a relay in order passes every step, and no mail is sent', async () => {
  const { relay, steps } = await probe(right)
  expect(codes(steps)).toEqual([
    'greeted',
    'ehlo-accepted',
    'starttls-done',
    'certificate-fits',
    'mechanism-usable',
    'login-accepted',
    'sender-accepted',
  ])
  expect(steps.map(step => step.verdict)).toEqual(Array(7).fill('right'))
  expect(relay.verbs).toEqual([
    ...['EHLO', 'STARTTLS', 'EHLO+', 'AUTH+'],
    ...['MAIL+', 'RSET+', 'MAIL+', 'RSET+', 'QUIT+'],
  ])
  expect(relay.senders).toEqual(['postmaster@example.org', ''])
})

test('a probe that was told of no sender ends with the login', async () => {
  const { relay, steps } = await probe(right, { sender: undefined })
  expect(steps.at(-1)?.id).toBe('login')
  expect(relay.senders).toEqual([])
})

test('N3b where nobody knows the sender none is named, and the relay counts as usable', async () => {
  const { relay, steps } = await probe(right, { sender: '' })
  expect(steps.at(-1)).toMatchObject({ verdict: 'differs', code: 'sender-not-known' })
  expect(relay.senders).toEqual([])
})

test.each([
  ['refuses', { toBounces: '550 5.1.7 no bounces' }, 'differs', 'sender-no-bounces'],
  ['puts off', { toBounces: '451 4.7.1 later' }, 'right', 'sender-accepted'],
] as const)(
  'N3b a relay that takes the sender and %s the empty one of bounces can be used',
  async (_name, options, verdict, code) => {
    const { steps } = await probe({ ...right, ...options })
    expect(steps.at(-1)).toMatchObject({ id: 'sender', verdict, code })
    expect(stopped(steps)).toBeUndefined()
  },
)

test('N3b a relay without a login that wants one says so by the sender', async () => {
  const options = { ...right, answers: { MAIL: '530 5.7.0 Authentication Required' } }
  const { steps } = await probe(options, { login: undefined })
  expect(stopped(steps)).toBe('sender: wrong sender-needs-login')
})

describe('N3b a port where TLS begins at once', () => {
  const atOnce = { isImplicitTls: true, port: 465 }

  test('is spoken to with TLS before the first word, nothing goes in the clear', async () => {
    const { relay, steps } = await probe({ ...right, isImplicit: true }, atOnce)
    expect(codes(steps)).toEqual([
      'tls-begun',
      'certificate-fits',
      'greeted',
      'ehlo-accepted',
      'mechanism-usable',
      'login-accepted',
      'sender-accepted',
    ])
    expect(relay.clear()).toBe('')
  })

  test.each<readonly [string, FakeRelayOptions, string]>([
    [
      'speaks in the clear first',
      { ...right, isImplicit: false },
      'starttls: wrong tls-not-at-once',
    ],
    ['hangs up', { closeAt: 'connect' }, 'starttls: wrong disconnected'],
    [
      'has another one’s certificate',
      { ...right, isImplicit: true, certificate: authority.leaf({ name: 'other.test' }) },
      'certificate: wrong certificate-wrong-name',
    ],
    [
      'encrypts and then says nothing',
      { ...right, isImplicit: true, greeting: null },
      'greeting: wrong greeting-silent',
    ],
  ])('%s', async (_name, options, expected) => {
    const { steps } = await probe(options, { ...atOnce, greetingMs: 500 })
    expect(stopped(steps)).toBe(expected)
    expect(steps.map(({ id }) => id).slice(0, 3)).toEqual(['starttls', 'certificate', 'greeting'])
  })
})

test('N3b a relay that has only LOGIN lets the same user in', async () => {
  const { steps } = await probe({ ...right, mechanisms: ['LOGIN', 'XOAUTH2'] })
  expect(steps.at(-2)).toMatchObject({ id: 'login', verdict: 'right', code: 'login-accepted' })
})

describe('N3b each broken relay has its own verdict', () => {
  const cases: readonly (readonly [string, FakeRelayOptions, string])[] = [
    ['is another service', { greeting: 'SSH-2.0-OpenSSH_9.2' }, 'greeting: wrong not-smtp'],
    ['is a web page', { greeting: '<html>sign in</html>' }, 'greeting: wrong not-smtp'],
    ['never ends its line', { greeting: 'x'.repeat(5000) }, 'greeting: wrong not-smtp'],
    [
      'greets without end',
      { greeting: Array(300).fill('220-more').join('\r\n') },
      'greeting: wrong not-smtp',
    ],
    ['says nothing', { greeting: null }, 'greeting: wrong greeting-silent'],
    [
      'waits for TLS on a port that was to speak first',
      { ...right, isImplicit: true },
      'greeting: wrong tls-at-once',
    ],
    ['hangs up', { closeAt: 'connect' }, 'greeting: wrong disconnected'],
    ['turns away', { greeting: '554 5.7.1 Blocked' }, 'greeting: wrong greeting-refused'],
    ['is busy', { greeting: '421 Too busy' }, 'greeting: unknown greeting-refused-for-now'],
    ['refuses the name', { answers: { EHLO: '501 Bad name' } }, 'ehlo: wrong ehlo-refused'],
    ['hangs up on EHLO', { closeAt: 'EHLO' }, 'ehlo: wrong disconnected'],
    ['offers no TLS', {}, 'starttls: wrong starttls-missing'],
    [
      'refuses TLS',
      { certificate, answers: { STARTTLS: '454 4.7.0 TLS not available' } },
      'starttls: unknown starttls-refused',
    ],
    [
      'says TLS and speaks on in the clear',
      { certificate, answers: { STARTTLS: '220 go\r\n250 not encrypted' } },
      'starttls: wrong tls-failed',
    ],
    [
      'puts text in before TLS',
      { certificate, injected: '250 injected\r\n' },
      'starttls: wrong tls-failed',
    ],
    ['hangs up on STARTTLS', { certificate, closeAt: 'STARTTLS' }, 'starttls: wrong disconnected'],
    [
      'has an expired certificate',
      { certificate: authority.leaf({ name: 'relay.test', from: -90, until: -3 }) },
      'certificate: wrong certificate-expired',
    ],
    [
      'has a certificate of tomorrow',
      { certificate: authority.leaf({ name: 'relay.test', from: 3 }) },
      'certificate: wrong certificate-not-yet',
    ],
    [
      'has another one’s certificate',
      { certificate: authority.leaf({ name: 'other.test' }) },
      'certificate: wrong certificate-wrong-name',
    ],
    [
      'has signed its certificate itself',
      { certificate: selfSigned('relay.test') },
      'certificate: wrong certificate-untrusted',
    ],
    ['takes no logins', { ...right, mechanisms: [] }, 'mechanisms: missing mechanisms-none'],
    [
      'offers no mechanism Postfix can use',
      { ...right, mechanisms: ['XOAUTH2', 'CRAM-MD5'] },
      'mechanisms: wrong mechanisms-unusable',
    ],
    ['refuses the login', { ...right, password: 'other' }, 'login: wrong login-refused'],
    [
      'refuses a login by LOGIN',
      { ...right, mechanisms: ['LOGIN'], user: 'x' },
      'login: wrong login-refused',
    ],
    [
      'cannot check logins',
      { ...right, answers: { AUTH: '454 4.7.0 Temporary authentication failure' } },
      'login: unknown login-refused-for-now',
    ],
    ['hangs up on AUTH', { ...right, closeAt: 'AUTH' }, 'login: wrong disconnected'],
    [
      'refuses the sender',
      { ...right, answers: { MAIL: '550 5.7.1 not a verified Sender Identity' } },
      'sender: wrong sender-refused',
    ],
    [
      'puts the sender off',
      { ...right, answers: { MAIL: '451 4.7.1 Rate limit exceeded' } },
      'sender: unknown sender-put-off',
    ],
    ['hangs up on the sender', { ...right, closeAt: 'MAIL' }, 'sender: wrong disconnected'],
  ]
  const isSilent = ({ greeting, isImplicit }: FakeRelayOptions): boolean =>
    greeting === null || isImplicit === true

  test.each(cases)('a relay that %s', async (_name, options, expected) => {
    const { steps } = await probe(options, { greetingMs: isSilent(options) ? 100 : 3000 })
    expect(stopped(steps)).toBe(expected)
    const at = steps.findIndex(step => step.code === expected.split(' ').at(-1))
    expect(steps.slice(at + 1).every(step => step.verdict === 'not-tried')).toBe(true)
    expect(steps).toHaveLength(7)
  })

  test('every code that a probe can answer has its words, and no place in them stays empty', async () => {
    const seen = new Map<string, Record<string, string | number>>()
    for (const [, options] of cases) {
      const { steps } = await probe(options, { greetingMs: isSilent(options) ? 100 : 3000 })
      for (const step of steps) seen.set(step.code, step.params)
    }
    const broken = [...seen].filter(([code, params]) => {
      const text = (en.probe.codes as Record<string, string>)[code] ?? ''
      const places = [...text.matchAll(/\{(\w+)\}/g)]
      return text === '' || places.some(([, name]) => !Object.hasOwn(params, name!))
    })
    expect(broken).toEqual([])
  })
})

describe('the TLS level decides what the certificate is worth', () => {
  test('with encrypt a wrong certificate differs and the login goes on', async () => {
    const { steps } = await probe(
      { ...right, certificate: selfSigned('relay.test') },
      { tlsLevel: 'encrypt' },
    )
    expect(steps.find(step => step.id === 'certificate')).toMatchObject({ verdict: 'differs' })
    expect(steps.at(-2)).toMatchObject({ verdict: 'right', code: 'login-accepted' })
  })

  test('with secure a wrong certificate keeps the password here', async () => {
    const { relay } = await probe({ ...right, certificate: selfSigned('relay.test') })
    expect(relay.verbs).toEqual(['EHLO', 'STARTTLS', 'EHLO+', 'QUIT+'])
  })

  test('a certificate for a name below the host fits, as for Postfix', async () => {
    const below = authority.leaf({ name: 'a.relay.test' })
    const { steps } = await probe({ ...right, certificate: below })
    expect(steps.find(step => step.id === 'certificate')).toMatchObject({ verdict: 'right' })
  })

  test('without TLS no password is sent, whatever the level', async () => {
    for (const tlsLevel of ['none', 'may', 'dane', 'encrypt', 'secure'] as const) {
      const { relay, steps } = await probe({ mechanisms: ['PLAIN'] }, { tlsLevel })
      expect(stopped(steps)).toMatch(/^starttls: wrong (starttls-missing|tls-switched-off)$/)
      expect(relay.verbs).not.toContain('AUTH')
    }
  })

  test('a relay without login and without TLS works, differs', async () => {
    const { steps } = await probe({ mechanisms: [] }, { tlsLevel: 'may', login: undefined })
    expect(steps.map(step => step.verdict)).toEqual([
      'right',
      'right',
      'differs',
      'not-needed',
      'not-needed',
      'not-needed',
      'right',
    ])
  })
})

test('N9d a server that echoes the login back does not bring it into the report', async () => {
  const plain = Buffer.from(`\0${login.user}\0${login.password.reveal()}`).toString('base64')
  const said = `535 no such login: ${plain} ${login.password.reveal()}`
  const { steps } = await probe({ ...right, answers: { AUTH: said } })
  const text = JSON.stringify(steps)
  expect(text).toContain('•••')
  expect(text).not.toContain(plain)
  expect(text).not.toContain(login.password.reveal())
})

test('a cancelled probe stops at once', async () => {
  const relay = await startFakeRelay({ greeting: null })
  const abort = new AbortController()
  const running = probeSmtp(connect(relay.port, '127.0.0.1'), ask, abort.signal)
  abort.abort()
  await expect(running).rejects.toMatchObject({ code: 'cancelled' })
})

test('a line that broke on the way to the server is no verdict on the relay', async () => {
  const stream = new PassThrough()
  const running = probeSmtp(stream, ask, never)
  stream.destroy(new AppError('connection-lost', { host: 'home' }))
  expect((await running)[0]).toMatchObject({ verdict: 'unknown', code: 'line-lost' })
})
