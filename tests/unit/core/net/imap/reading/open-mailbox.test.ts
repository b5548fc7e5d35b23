import { describe, expect, test } from 'vitest'
import type { MailboxWay } from '../../../../../../src/core/net/imap/reading/mailbox-way.ts'
import { openMailbox } from '../../../../../../src/core/net/imap/reading/open-mailbox.ts'
import { Secret } from '../../../../../../src/shared/secret.ts'
import { createAuthority, selfSigned } from '../../../../../fakes/certificates.ts'
import { makeFolder, startFakeImap } from '../../../../../fakes/imap-server.ts'
import { createMemoryArchive } from '../../../../../fakes/memory-archive.ts'
import { imapAnswers, startTalkServer } from '../../../../../fakes/talk-server.ts'
import { syncHere, wayTo } from '../../../../../support/sync-here.ts'

const signal = new AbortController().signal
const open = async (port: number, more: Partial<MailboxWay> = {}): Promise<string> => {
  const mailbox = await openMailbox(wayTo(port, more), { signal })
  mailbox.close()
  return 'opened'
}

describe('logging in', () => {
  test('a refused login is told with the words of the server, and is not tried again', async () => {
    const server = await startFakeImap({ folders: [makeFolder('INBOX')], password: 'other' })
    const failure = await syncHere(server, createMemoryArchive(), { connections: 4 }).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({
      code: 'mailbox-login-refused',
      retryable: false,
      params: { user: 'anna', reply: '[AUTHENTICATIONFAILED] Authentication failed.' },
    })
    expect(server.commands.filter(words => /^(LOGIN|AUTH)/.test(words)).length).toBe(1)
  })

  test('a login that is put off has a name of its own, and is not tried again either', async () => {
    const server = await startFakeImap({
      folders: [],
      loginRefusal: 'NO [LIMIT] Temporary authentication failure (rate-limit)',
    })
    await expect(open(server.port)).rejects.toMatchObject({
      code: 'mailbox-login-put-off',
      retryable: false,
    })
    expect(server.opened).toBe(1)
  })

  test('a password that the server repeats is not repeated further', async () => {
    const server = await startFakeImap({ folders: [], loginRefusal: 'NO no such thing as secret' })
    await expect(open(server.port)).rejects.toMatchObject({
      params: { reply: 'no such thing as •••' },
    })
  })

  test.each([
    ['plain letters', 'pass word', 'IMAP4rev1'],
    ['quotes and backslashes', 'a"b\\c', 'IMAP4rev1'],
    ['letters beyond ASCII', 'pässwörd 日本', 'IMAP4rev1 AUTH=PLAIN SASL-IR'],
  ])('a password of %s arrives as it is', async (_name, password, capabilities) => {
    const server = await startFakeImap({ folders: [], password, capabilities })
    expect(await open(server.port, { password: new Secret(password) })).toBe('opened')
  })

  test('a password beyond ASCII goes as a literal where nothing else is offered', async () => {
    const server = await startTalkServer({
      greeting: '* OK ready',
      answer: line => {
        if (/^a\d+ CAPABILITY/.test(line))
          return `* CAPABILITY IMAP4rev1\r\n${line.split(' ')[0]!} OK`
        if (line.includes('LOGIN {')) return '+ go on'
        if (line === 'anna {6}') return '+ go on'
        return line === 'pässe' ? 'a2 OK in' : `${line.split(' ')[0]!} OK`
      },
    })
    expect(await open(server.port, { password: new Secret('pässe') })).toBe('opened')
    expect(server.lines).toEqual([
      'a1 CAPABILITY',
      'a2 LOGIN {4}',
      'anna {6}',
      'pässe',
      'a3 CAPABILITY',
    ])
  })

  test('a line more than the server wants is done without', async () => {
    const folders = Array.from({ length: 40 }, (_, i) => makeFolder(i === 0 ? 'INBOX' : `F${i}`))
    for (const folder of folders)
      folder.messages.push({ uid: 1, bytes: Buffer.from('x\r\n'), flags: [], internalDate: '1' })
    for (const folder of folders) folder.uidNext = 2
    let logins = 0
    const server = await startFakeImap({
      folders,
      onCommand: (words, tag, to) => {
        if (!words.startsWith('AUTH') || (logins += 1) === 1) return false
        to.write(`${tag} NO [LIMIT] too many connections\r\n`)
        return true
      },
    })
    const archive = createMemoryArchive()
    await syncHere(server, archive, { connections: 4 })
    expect(archive.living().length).toBe(40)
    expect(logins).toBeLessThanOrEqual(4)
  })
})

describe('encryption', () => {
  const authority = createAuthority()
  const name = 'mail.example.test'
  const way = { certificateName: name, caPem: authority.caPem }

  test('under TLS the certificate is judged before the password goes out', async () => {
    const server = await startTalkServer({
      certificate: selfSigned(name),
      isImplicit: true,
      greeting: '* OK ready',
      answer: imapAnswers(),
    })
    await expect(open(server.port, { ...way, security: 'tls' })).rejects.toMatchObject({
      code: 'mailbox-certificate',
      params: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    })
    expect(server.lines).toEqual([])
  })

  test('a certificate for another name does not hold', async () => {
    const server = await startTalkServer({
      certificate: authority.leaf({ name: 'other.example.test' }),
      isImplicit: true,
      greeting: '* OK ready',
      answer: imapAnswers(),
    })
    await expect(open(server.port, { ...way, security: 'tls' })).rejects.toMatchObject({
      code: 'mailbox-certificate',
      params: { reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    })
  })

  test('under TLS with the right certificate it logs in', async () => {
    const server = await startTalkServer({
      certificate: authority.leaf({ name }),
      isImplicit: true,
      greeting: '* OK ready',
      answer: imapAnswers({ capabilities: 'IMAP4rev1' }),
    })
    expect(await open(server.port, { ...way, security: 'tls' })).toBe('opened')
    expect(server.lines.every(line => line.startsWith('+'))).toBe(true)
  })

  test('without STARTTLS on offer no password goes out', async () => {
    const server = await startFakeImap({ folders: [] })
    await expect(open(server.port, { security: 'starttls' })).rejects.toMatchObject({
      code: 'mailbox-no-encryption',
    })
    expect(server.commands).toEqual(['STARTTLS'])
  })

  test('a greeting that is logged in already, before STARTTLS, is not believed', async () => {
    const server = await startFakeImap({ folders: [], greeting: '* PREAUTH welcome' })
    await expect(open(server.port, { security: 'starttls' })).rejects.toMatchObject({
      code: 'mailbox-no-encryption',
    })
    expect(server.commands).toEqual([])
  })

  test('in the clear it goes to this computer only', async () => {
    await expect(
      openMailbox(wayTo(9, { host: '192.0.2.1' }), { signal: AbortSignal.timeout(200) }),
    ).rejects.toBeInstanceOf(Error)
  })
})
