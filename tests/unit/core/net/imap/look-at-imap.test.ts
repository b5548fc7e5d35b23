import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { lookAtImap } from '../../../../../src/core/net/imap/look-at-imap.ts'
import { createAuthority } from '../../../../fakes/certificates.ts'
import {
  imapAnswers,
  startTalkServer,
  type TalkServerOptions,
} from '../../../../fakes/talk-server.ts'

const never = new AbortController().signal
const greeting = '* OK Dovecot ready.'

async function look(options: TalkServerOptions, question = {}) {
  const server = await startTalkServer(options)
  const stream = connect(server.port, '127.0.0.1')
  const found = await lookAtImap(stream, { timeoutMs: 300, ...question }, never)
  return { ...found, lines: server.lines, isClosed: stream.destroyed }
}

test('N6a the ways to log in are read after the greeting, under encryption', async () => {
  const certificate = createAuthority().leaf({ name: 'mail.example.test' })
  const found = await look(
    { greeting, certificate, isImplicit: true, answer: imapAnswers() },
    { tlsHost: 'mail.example.test' },
  )
  expect(found).toMatchObject({
    isWelcome: true,
    capabilities: ['IMAP4REV1', 'AUTH=PLAIN', 'AUTH=LOGIN'],
    lines: ['+p1 CAPABILITY', '+p3 LOGOUT'],
    isClosed: true,
  })
})

test('N6a a login is tried, quoted, and left without opening a folder', async () => {
  const login = { user: 'a"b@x.test', password: 'p\\w' }
  const found = await look({ greeting, answer: imapAnswers() }, { login })
  expect(found.login).toBe('OK Logged in')
  expect(found.lines).toEqual([
    'p1 CAPABILITY',
    String.raw`p2 LOGIN "a\"b@x.test" "p\\w"`,
    'p3 LOGOUT',
  ])
})

test('N6a a server that says BYE is asked nothing', async () => {
  const found = await look({ greeting: '* BYE too many connections' })
  expect(found).toMatchObject({ isWelcome: false, lines: [] })
})

test.each([
  ['silence', { greeting: null }, 'no-answer'],
  ['another protocol', { greeting: 'SSH-2.0-OpenSSH' }, 'not-understood'],
  ['a line that never ends', { greeting: '* OK '.padEnd(20_000, 'x') }, 'not-understood'],
  [
    'an end at the login',
    { greeting, answer: imapAnswers({ login: { close: true } }) },
    'disconnected',
  ],
] as const)('N6a %s is told apart', async (_what, options, kind) => {
  const asked = look(options, { login: { user: 'a', password: 'b' } })
  await expect(asked).rejects.toMatchObject({ name: 'TalkFault', kind })
})
