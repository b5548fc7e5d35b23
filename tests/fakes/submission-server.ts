/** A submission port on 127.0.0.1 with TLS from the first byte, which takes mail of one login. */
import { createServer, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { MadeCertificate } from './certificates.ts'

export interface SubmissionServer {
  readonly port: number
  /** What was taken, oldest first, dots unstuffed. */
  readonly taken: {
    readonly from: string
    readonly to: string
    readonly notify: string
    readonly text: string
  }[]
}

/** The id of everything that is taken. */
export const queuedAs = '4A1B2C3D4E'

interface Options {
  readonly certificate: MadeCertificate
  readonly user: string
  readonly password: string
  /** Answers to RCPT. @default 250 */
  readonly recipient?: string
}

/** Starts one; it ends with the test. */
export async function startSubmissionServer(options: Options): Promise<SubmissionServer> {
  const taken: SubmissionServer['taken'] = []
  const converse = (socket: TLSSocket): void => {
    const say = (text: string): void => void socket.write(`${text}\r\n`)
    let [held, from, to, notify] = ['', '', '', '']
    let isData = false
    const command = (line: string): void => {
      const [verb = '', ...words] = line.split(' ')
      const address = /<([^>]*)>/.exec(line)?.[1] ?? ''
      if (verb === 'EHLO') say('250-front.test\r\n250-DSN\r\n250 AUTH PLAIN LOGIN')
      else if (verb === 'AUTH') {
        const [, user, password] = Buffer.from(words[1] ?? '', 'base64')
          .toString()
          .split('\0')
        const isRight = user === options.user && password === options.password
        say(isRight ? '235 2.7.0 welcome' : `535 5.7.8 no, ${password ?? ''}`)
      } else if (verb === 'MAIL') {
        from = address
        say('250 ok')
      } else if (verb === 'RCPT') {
        to = address
        notify = /NOTIFY=(\S+)/.exec(line)?.[1] ?? ''
        say(options.recipient ?? '250 ok')
      } else if (verb === 'DATA') {
        isData = true
        say('354 go')
      } else if (verb === 'QUIT') socket.end()
    }
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      held += chunk.toString('latin1')
      for (;;) {
        const end = held.indexOf(isData ? '\r\n.\r\n' : '\r\n')
        if (end === -1) return
        const part = held.slice(0, end)
        held = held.slice(end + (isData ? 5 : 2))
        if (isData) {
          taken.push({ from, to, notify, text: part.replace(/^\.\./gm, '.') })
          isData = false
          say(`250 2.0.0 Ok: queued as ${queuedAs}`)
        } else command(part)
      }
    })
    say('220 front.test ESMTP')
  }
  const { key, cert } = options.certificate
  const server = createServer({ key, cert }, converse)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, taken }
}
