import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { askHttp } from '../../../../../src/core/net/http/ask-http.ts'
import { createAuthority } from '../../../../fakes/certificates.ts'
import { httpAnswers, startTalkServer } from '../../../../fakes/talk-server.ts'

const never = new AbortController().signal
const question = { host: 'mail.example.test', path: '/health', timeoutMs: 300 }

test('N6a the status line is read, encrypted or not', async () => {
  const certificate = createAuthority().leaf({ name: 'mail.example.test' })
  for (const isEncrypted of [true, false]) {
    const server = await startTalkServer({
      answer: httpAnswers('502 Bad Gateway'),
      ...(isEncrypted && { certificate, isImplicit: true }),
    })
    const stream = connect(server.port, '127.0.0.1')
    expect(await askHttp(stream, { ...question, isEncrypted }, never)).toEqual({
      status: 502,
      line: 'HTTP/1.1 502 Bad Gateway',
    })
    expect(server.lines.slice(0, 2)).toEqual(
      ['GET /health HTTP/1.1', 'Host: mail.example.test'].map(line =>
        isEncrypted ? `+${line}` : line,
      ),
    )
  }
})

test('N6a silence and another protocol are told apart', async () => {
  const silent = await startTalkServer({})
  const plain = { ...question, isEncrypted: false }
  await expect(askHttp(connect(silent.port, '127.0.0.1'), plain, never)).rejects.toMatchObject({
    kind: 'no-answer',
  })
  const mail = await startTalkServer({ greeting: '220 ESMTP' })
  await expect(askHttp(connect(mail.port, '127.0.0.1'), plain, never)).rejects.toMatchObject({
    kind: 'not-understood',
  })
})
