/** A look at an IMAP server: its greeting, how one may log in, and if asked for a login that opens no folder (RFC 3501). */
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { createLineReader } from '../talk/line-reader.ts'
import { TalkFault } from '../talk/talk-fault.ts'
import { createTalkLink, type TalkLink } from '../talk/talk-link.ts'

export interface ImapQuestion {
  /** TLS before the greeting (RFC 8314), with the name that is expected; its certificate is not judged here. */
  readonly tlsHost?: string
  readonly caPem?: string | undefined
  /** Tried and left at once: LOGIN, LOGOUT. */
  readonly login?: { readonly user: string; readonly password: string }
  /** For each reply, in milliseconds. */
  readonly timeoutMs: number
}

export interface ImapLook {
  readonly greeting: string
  /** False: the server said BYE, and nothing more was asked. */
  readonly isWelcome: boolean
  /** In capitals. */
  readonly capabilities: readonly string[]
  /** The answer to the login without its tag: `OK …`, `NO …`, `BAD …`. */
  readonly login?: string
  readonly tls?: TLSSocket
}

/** More lines than any server says in answer to one of these commands. */
const maxLines = 50

const wordsOf = (text: string): string[] =>
  text
    .trim()
    .toUpperCase()
    .split(/\s+/)
    .filter(word => word !== '')

/** Says a command and reads up to its own answer. */
async function command(
  link: TalkLink<string>,
  tag: string,
  words: string,
  timeoutMs: number,
): Promise<{ readonly answer: string; readonly lines: readonly string[] }> {
  const lines: string[] = []
  let line = await link.ask(`${tag} ${words}`, timeoutMs)
  while (!line.startsWith(`${tag} `)) {
    if (lines.push(line) > maxLines || /^\* BYE\b/i.test(line))
      throw new TalkFault('disconnected', line.slice(0, 200))
    line = await link.hear(timeoutMs)
  }
  return { answer: line.slice(tag.length + 1), lines }
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`

/**
 * Looks at the server at the other end of `stream`, which is closed afterwards.
 * @throws TalkFault when the conversation breaks or is not IMAP; AppError `cancelled`
 */
export async function lookAtImap(
  stream: Duplex,
  question: ImapQuestion,
  signal: AbortSignal,
): Promise<ImapLook> {
  const { tlsHost, caPem, login, timeoutMs } = question
  const link = createTalkLink(stream, signal, createLineReader)
  try {
    const tls = tlsHost === undefined ? undefined : await link.startTls(tlsHost, caPem, timeoutMs)
    const greeting = await link.hear(timeoutMs)
    const base = { greeting, ...(tls && { tls }) }
    if (/^\* BYE\b/i.test(greeting)) return { ...base, isWelcome: false, capabilities: [] }
    if (!/^\* (OK|PREAUTH)\b/i.test(greeting))
      throw new TalkFault('not-understood', greeting.slice(0, 200))
    const { lines } = await command(link, 'p1', 'CAPABILITY', timeoutMs)
    const capabilities = lines.flatMap(line =>
      /^\* CAPABILITY /i.test(line) ? wordsOf(line.slice('* CAPABILITY '.length)) : [],
    )
    const answer =
      login &&
      (await command(
        link,
        'p2',
        `LOGIN ${quoted(login.user)} ${quoted(login.password)}`,
        timeoutMs,
      ))
    link.tell('p3 LOGOUT')
    await link.hear(Math.min(timeoutMs, 2000)).catch((error: unknown) => {
      if (!(error instanceof TalkFault)) throw error // whether the goodbye is answered does not matter
    })
    return {
      ...base,
      isWelcome: true,
      capabilities,
      ...(answer && { login: answer.answer }),
    }
  } finally {
    link.close()
  }
}
