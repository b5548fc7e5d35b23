/** Opens a line to an IMAP server: reached, encrypted, greeted, logged in. */
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import { AppError } from '../../../../shared/errors.ts'
import { dial } from '../../ssh/dial.ts'
import { untilCancelled } from '../../ssh/deadline.ts'
import { createImapLine, type ImapLine } from './imap-line.ts'
import { CommandRefused, LineFault } from './line-fault.ts'
import type { ReadingLimits } from './limits.ts'
import { logIn } from './log-in.ts'
import type { MailboxPipe, MailboxWay } from './mailbox-way.ts'
import { readCode, type Untagged } from './response.ts'

export interface OpenedLine {
  readonly line: ImapLine
  /** In capitals. */
  readonly capabilities: ReadonlySet<string>
}

export interface OpenLineDeps {
  readonly signal: AbortSignal
  readonly limits: ReadingLimits
  /** Sees every untagged response. */
  readonly observe?: (response: Untagged) => void
}

const greetingMs = 30_000

const isOfThisComputer = (address: string): boolean =>
  address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')

/** The stream under TLS, its certificate judged. @throws AppError `mailbox-certificate`; LineFault */
async function underTls(plain: Duplex, way: MailboxWay, signal: AbortSignal): Promise<Duplex> {
  const name = way.certificateName ?? way.host
  const socket = connect({
    socket: plain,
    host: name,
    ...(isIP(name) === 0 && { servername: name }),
    ...(way.caPem !== undefined && { ca: way.caPem }),
  })
  const secured = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new LineFault('silent', 'no TLS within 30 seconds')),
      greetingMs,
    )
    socket.once('secureConnect', () => {
      clearTimeout(timer)
      resolve()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      const reason = error.code ?? error.message
      const isJudged = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(reason)
      if (isJudged)
        reject(new AppError('mailbox-certificate', { host: way.host, reason }, { cause: error }))
      else reject(new LineFault('lost', `TLS: ${reason}`, error))
    })
    socket.once('close', () => reject(new LineFault('lost', 'the line ended before TLS')))
  })
  try {
    await untilCancelled(secured, signal)
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}

const upper = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.map(word => word.toUpperCase()))

/** From `[CAPABILITY …]` in a greeting or in the OK of a login; asked for where it is not told. */
async function capabilitiesOf(line: ImapLine, text: string): Promise<ReadonlySet<string>> {
  const [code, ...told] = readCode(text)
  if (code?.toUpperCase() === 'CAPABILITY') return upper(told)
  const asked: string[] = []
  await line.command('CAPABILITY', ({ kind, values }) => {
    if (kind !== 'CAPABILITY') return false
    for (const value of values) if (typeof value === 'string') asked.push(value)
    return true
  })
  return upper(asked)
}

async function openSocket(way: MailboxWay, deps: OpenLineDeps): Promise<Duplex> {
  const { socket, address } = await dial(way.host, way.port, {
    signal: deps.signal,
    os: process.platform,
    protocol: 'imap',
  })
  if (way.security === 'none-on-loopback' && !isOfThisComputer(address)) {
    socket.destroy()
    throw new AppError('mailbox-no-encryption', { host: way.host, port: way.port })
  }
  return way.security === 'tls' ? underTls(socket, way, deps.signal) : socket
}

async function startTls(line: ImapLine, way: MailboxWay, signal: AbortSignal): Promise<void> {
  try {
    await line.command('STARTTLS')
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error
    throw new AppError(
      'mailbox-no-encryption',
      { host: way.host, port: way.port },
      { cause: error },
    )
  }
  await line.replaceStream(plain => underTls(plain, way, signal))
}

/**
 * @throws AppError of `dial`, `mailbox-certificate`, `mailbox-no-encryption`, `mailbox-login-refused`, `mailbox-login-put-off`,
 * `cancelled`; LineFault; CommandRefused
 */
export async function openLine(
  way: MailboxWay | MailboxPipe,
  deps: OpenLineDeps,
): Promise<OpenedLine> {
  const { signal, limits } = deps
  const isPipe = 'open' in way
  const stream = isPipe
    ? await untilCancelled(way.open(signal), signal)
    : await openSocket(way, deps)
  const line = createImapLine(stream, limits, signal, deps.observe)
  try {
    const greeting = await line.greeting
    if (isPipe) {
      if (greeting.kind !== 'PREAUTH')
        throw new LineFault('not-understood', 'the pipe is not logged in')
      return { line, capabilities: await capabilitiesOf(line, greeting.text) }
    }
    const isLoggedIn = greeting.kind === 'PREAUTH'
    let text = greeting.text
    if (way.security === 'starttls') {
      // Logged in before the encryption: it could not begin any more, and somebody in between may have said it (RFC 9051, 11.1).
      if (isLoggedIn)
        throw new AppError('mailbox-no-encryption', { host: way.host, port: way.port })
      await startTls(line, way, signal)
      text = '' // what was told before the encryption counts no more
    }
    if (isLoggedIn) return { line, capabilities: await capabilitiesOf(line, text) }
    const before = await capabilitiesOf(line, text)
    const words = await logIn(line, way, before)
    return { line, capabilities: await capabilitiesOf(line, words) }
  } catch (error) {
    line.fail(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}
