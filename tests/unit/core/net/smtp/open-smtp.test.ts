import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { askRecipients } from '../../../../../src/core/net/smtp/ask-recipients.ts'
import { openSmtp, type SmtpOpening } from '../../../../../src/core/net/smtp/open-smtp.ts'
import { createSmtpLink } from '../../../../../src/core/net/smtp/smtp-link.ts'
import { createAuthority } from '../../../../fakes/certificates.ts'
import { smtpAnswers, startTalkServer, type TalkServer } from '../../../../fakes/talk-server.ts'

const never = new AbortController().signal
const certificate = createAuthority().leaf({ name: 'mail.example.test' })
const greeting = '220 mail.example.test ESMTP'

const linkTo = ({ port }: TalkServer) => createSmtpLink(connect(port, '127.0.0.1'), never)
const opening = (tls: SmtpOpening['tls']): SmtpOpening => ({
  tls,
  host: 'mail.example.test',
  helo: 'localhost',
  timeoutMs: 2000,
})

test('N6a encryption is used where it is offered, and what is offered after it counts', async () => {
  const answer = (line: string, isEncrypted: boolean) =>
    smtpAnswers({ offersTls: true, auth: isEncrypted ? 'PLAIN' : '' })(line, isEncrypted)
  const server = await startTalkServer({ greeting, certificate, answer })
  const link = linkTo(server)
  const opened = await openSmtp(link, opening('if-offered'))
  expect(opened).toMatchObject({ isOpen: true, can: { mechanisms: ['PLAIN'] } })
  expect(opened.isOpen && opened.tls?.getPeerCertificate().subject.CN).toBe('mail.example.test')
  expect(server.lines).toEqual(['EHLO localhost', 'STARTTLS', '+EHLO localhost'])
  link.close()
})

test('N6a a port that encrypts at once is greeted under encryption', async () => {
  const server = await startTalkServer({
    greeting,
    certificate,
    isImplicit: true,
    answer: smtpAnswers({}),
  })
  const link = linkTo(server)
  const opened = await openSmtp(link, opening('implicit'))
  expect(opened).toMatchObject({ isOpen: true, can: { mechanisms: ['PLAIN', 'LOGIN'] } })
  expect(server.lines).toEqual(['+EHLO localhost'])
  link.close()
})

test('N6a a refusal says at which word it came', async () => {
  const busy = await startTalkServer({ greeting: '421 4.7.0 too many connections' })
  const link = linkTo(busy)
  expect(await openSmtp(link, opening('none'))).toMatchObject({
    isOpen: false,
    stage: 'greeting',
    reply: { code: 421 },
  })
  link.close()
})

test('N6a recipients are asked, nothing is sent and the transaction is taken back', async () => {
  const server = await startTalkServer({
    greeting,
    answer: smtpAnswers({ recipients: ['a@x.test'] }),
  })
  const link = linkTo(server)
  await openSmtp(link, opening('none'))
  const { sender, recipients } = await askRecipients(link, '', ['a@x.test', 'b@x.test'], 2000)
  expect([sender.code, ...recipients.map(one => one.code)]).toEqual([250, 250, 550])
  expect(server.lines).toEqual([
    'EHLO localhost',
    'MAIL FROM:<>',
    'RCPT TO:<a@x.test>',
    'RCPT TO:<b@x.test>',
    'RSET',
    'QUIT',
  ])
  link.close()
})
