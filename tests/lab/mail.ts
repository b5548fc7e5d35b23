import { readFile } from 'node:fs/promises'
import { connect, type TLSSocket } from 'node:tls'
import type { Lab } from './lab.ts'
import { until } from './make/run.ts'

/** A line-wise conversation over TLS with the certificate checked: enough SMTP and IMAP for the lab's own proofs. */
class Talk {
  readonly #socket: TLSSocket
  #text = ''
  #error: Error | undefined
  #wake: () => void = () => undefined

  constructor(socket: TLSSocket) {
    this.#socket = socket
    socket.setTimeout(30_000, () => socket.destroy(new Error('silent for 30 s')))
    socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('latin1')
      this.#wake()
    })
    socket.on('error', (error: Error) => {
      this.#error = error
    })
    socket.on('close', () => {
      this.#error ??= new Error('closed by the server')
      this.#wake()
    })
  }

  static async open(lab: Lab, port: number): Promise<Talk> {
    const ca = await readFile(lab.caFile)
    return new Talk(
      connect({ host: lab.endpoints.host, port, ca, servername: lab.endpoints.tlsName }),
    )
  }

  /** Send a line (or nothing) and read up to the line that matches. */
  async ask(line: string | undefined, last: RegExp): Promise<string> {
    if (line !== undefined) this.#socket.write(`${line}\r\n`)
    for (;;) {
      const match = last.exec(this.#text)
      if (match) {
        const answer = this.#text.slice(0, match.index + match[0].length)
        this.#text = this.#text.slice(answer.length)
        return answer.trimEnd()
      }
      if (this.#error) throw this.#error
      await new Promise<void>(resolve => (this.#wake = resolve))
    }
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** The password of one of the lab's mail users. */
function passwordOf(lab: Lab, email: string): string {
  const user = lab.mailUsers.find(one => one.email === email)
  if (!user) throw new Error(`the lab has no mail user ${email}`)
  return user.password
}

export type Letter = {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly body?: string
}

/** Open an authenticated submission on 465 up to the accepted recipient; throws the server's refusal. */
async function offer(
  lab: Lab,
  letter: Pick<Letter, 'from' | 'to'>,
): Promise<{
  readonly step: (line: string, code: string) => Promise<void>
  readonly close: () => void
}> {
  const reply = /^\d{3} .*\r\n/m
  const talk = await Talk.open(lab, lab.endpoints.submissions)
  const step = async (line: string | undefined, code: string): Promise<void> => {
    const answer = await talk.ask(line, reply)
    if (!answer.split('\n').at(-1)?.startsWith(code)) throw new Error(answer)
  }
  try {
    await step(undefined, '220')
    await step('EHLO lab.test', '250')
    const login = Buffer.from(`\0${letter.from}\0${passwordOf(lab, letter.from)}`).toString(
      'base64',
    )
    await step(`AUTH PLAIN ${login}`, '235')
    await step(`MAIL FROM:<${letter.from}>`, '250')
    await step(`RCPT TO:<${letter.to}>`, '250')
  } catch (error) {
    talk.close()
    throw error
  }
  return { step, close: () => talk.close() }
}

/** Hand a letter in as its author would: authenticated submission to front on 465. Throws the server's refusal. */
export async function submit(lab: Lab, letter: Letter): Promise<void> {
  const { step, close } = await offer(lab, letter)
  try {
    await step('DATA', '354')
    const head = `From: <${letter.from}>\r\nTo: <${letter.to}>\r\nSubject: ${letter.subject}\r\nDate: ${new Date().toUTCString()}`
    const id = `<${Date.now()}.${Math.random().toString(36).slice(2)}@lab.test>`
    await step(`${head}\r\nMessage-ID: ${id}\r\n\r\n${letter.body ?? 'Hello.'}\r\n.`, '250')
  } finally {
    close()
  }
}

/** Whether the whole way works: login and recipient through front, admin and smtp; login and INBOX through front, admin and imap. */
export async function mailWorks(lab: Lab): Promise<boolean> {
  const [, alice, bob] = lab.mailUsers
  const offered = await offer(lab, { from: alice!.email, to: bob!.email })
  offered.close()
  await countInbox(lab, bob!.email, 'nothing at all')
  return true
}

/** How many letters with this in their subject the user's INBOX holds, over IMAP through front. */
export async function countInbox(lab: Lab, email: string, subject: string): Promise<number> {
  const talk = await Talk.open(lab, lab.endpoints.imaps)
  const quote = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`
  try {
    await talk.ask(undefined, /^\* OK .*\r\n/m)
    const ok = /^a (OK|NO|BAD) .*\r\n/m
    for (const line of [
      `a LOGIN ${quote(email)} ${quote(passwordOf(lab, email))}`,
      'a SELECT INBOX',
    ]) {
      const answer = await talk.ask(line, ok)
      if (!/^a OK/m.test(answer)) throw new Error(answer)
    }
    const found = await talk.ask(`a SEARCH SUBJECT ${quote(subject)}`, ok)
    return /^\* SEARCH(.*)$/m.exec(found)?.[1]?.trim().split(' ').filter(Boolean).length ?? 0
  } finally {
    talk.close()
  }
}

/** Wait until the letter is in the user's INBOX. */
export const waitForInbox = (
  lab: Lab,
  email: string,
  subject: string,
  timeoutMs = 30_000,
): Promise<void> =>
  until(
    `${subject} in ${email}`,
    timeoutMs,
    async () => (await countInbox(lab, email, subject)) > 0,
  )
