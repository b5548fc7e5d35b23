/** A conversation with an IMAP server over any byte stream: commands one behind the other without waiting, responses to whoever waits. */
import type { Duplex } from 'node:stream'
import { AppError } from '../../../../shared/errors.ts'
import { createDeferred, type Deferred } from '../../ssh/deferred.ts'
import { CommandRefused, LineFault } from './line-fault.ts'
import type { ReadingLimits } from './limits.ts'
import { readResponse, type Untagged, wordsOf } from './response.ts'
import { createResponseReader, type TakeBytes } from './response-reader.ts'
import type { Part } from './values.ts'

/** Sees the untagged responses that no command before it has taken; true: this was asked for, and is taken. */
export type OnUntagged = (response: Untagged) => boolean

/** Takes messages that come. @param head the text of the response before the message */
export type OnMessage = (size: number, head: string) => TakeBytes

export interface ImapLine {
  /** The first line. */
  readonly greeting: Promise<Untagged>
  /** @returns the words of the OK @throws LineFault; CommandRefused on NO and BAD; AppError `cancelled` */
  command(words: string, onUntagged?: OnUntagged, onMessage?: OnMessage): Promise<string>
  /** The same, with what the server asks for in between (a `+`), a line each. */
  dialogue(words: string, answers: readonly string[]): Promise<string>
  /** Goes on over another stream, with what TLS carries. */
  replaceStream(wrap: (plain: Duplex) => Promise<Duplex>): Promise<void>
  /** Says goodbye without waiting for the answer. */
  close(): void
  /** Ends everything that waits with this fault. */
  fail(error: Error): void
  readonly isOver: boolean
}

interface Pending {
  readonly done: Deferred<string>
  readonly onUntagged: OnUntagged | undefined
  readonly onMessage: OnMessage | undefined
  readonly answers: string[]
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : String(error)

/**
 * Owns `stream` from now on.
 * @param observe sees every untagged response. @default nobody does
 */
export function createImapLine(
  stream: Duplex,
  limits: ReadingLimits,
  signal: AbortSignal,
  observe: (response: Untagged) => void = () => undefined,
): ImapLine {
  const pending = new Map<string, Pending>()
  const greeting = createDeferred<Untagged>()
  greeting.promise.catch(() => undefined) // it may be that nobody waits any more
  let current = stream
  let isGreeted = false
  let over: Error | undefined
  let tags = 0
  let isHeldBack = false

  const giveUp = (what: string, ms: number): void => {
    if (isGreeted && (pending.size === 0 || isHeldBack)) return
    fail(new LineFault('silent', `${what} for ${Math.ceil(ms / 1000)} seconds`))
  }
  const silence = setTimeout(giveUp, limits.silenceMs, 'no answer', limits.silenceMs)
  const stall = setTimeout(giveUp, limits.stallMs, 'nothing of what was asked', limits.stallMs)
  silence.unref()
  stall.unref()

  function fail(error: Error): void {
    if (over) return
    over = error
    clearTimeout(silence)
    clearTimeout(stall)
    signal.removeEventListener('abort', onAbort)
    greeting.reject(error)
    for (const { done } of pending.values()) done.reject(error)
    pending.clear()
    current.destroy()
    stream.destroy()
  }
  function onAbort(): void {
    fail(new AppError('cancelled', {}))
  }
  signal.addEventListener('abort', onAbort, { once: true })

  const onResponse = (parts: readonly Part[]): void => {
    const response = readResponse(parts)
    if ('continues' in response) {
      const asked = [...pending.values()].find(({ answers }) => answers.length > 0)
      if (!asked) throw new LineFault('not-understood', `+ ${wordsOf(response.continues)}`)
      current.write(`${asked.answers.shift()!}\r\n`)
      return
    }
    if ('tag' in response) {
      const asked = pending.get(response.tag)
      if (!asked) throw new LineFault('not-understood', wordsOf(`${response.tag} ${response.text}`))
      pending.delete(response.tag)
      stall.refresh()
      if (response.status === 'OK') asked.done.resolve(response.text)
      else asked.done.reject(new CommandRefused(response.status, wordsOf(response.text)))
      return
    }
    if (!isGreeted) {
      if (!['OK', 'PREAUTH', 'BYE'].includes(response.kind))
        throw new LineFault('not-understood', wordsOf(`${response.kind} ${response.text}`))
      isGreeted = true
      stall.refresh()
      greeting.resolve(response)
    }
    if (response.kind === 'BYE') throw new LineFault('bye', wordsOf(response.text))
    observe(response)
    for (const { onUntagged } of pending.values())
      if (onUntagged?.(response)) {
        stall.refresh()
        return
      }
  }

  const onMessage = (size: number, head: string): TakeBytes => {
    const asked = [...pending.values()].find(one => one.onMessage)?.onMessage
    if (!asked) throw new LineFault('not-understood', 'a message came that was not asked for')
    return asked(size, head)
  }

  const failWith = (error: unknown): void =>
    fail(error instanceof Error ? error : new Error(String(error)))

  const listen = (source: Duplex): (() => void) => {
    const reader = createResponseReader({ limits, onResponse, onMessage })
    const onData = (chunk: Buffer): void => {
      if (over) return
      silence.refresh()
      try {
        const kept = reader.push(chunk)
        if (!kept) return
        isHeldBack = true
        source.pause()
        kept.then(() => {
          isHeldBack = false
          silence.refresh()
          stall.refresh()
          if (!over) source.resume()
        }, failWith)
      } catch (error) {
        failWith(error)
      }
    }
    const onEnd = (): void => fail(new LineFault('lost', 'the server closed the line'))
    const onError = (error: unknown): void => fail(new LineFault('lost', reasonOf(error), error))
    source.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError)
    return () => {
      source.off('data', onData).off('end', onEnd).off('close', onEnd)
    }
  }
  let stopListening = listen(stream)
  if (signal.aborted) onAbort()

  const send = (words: string, more: Omit<Pending, 'done'>): Promise<string> => {
    if (over) return Promise.reject(over)
    // A name that the server made up must not become a command.
    if (/[\0\r\n]/.test(words))
      return Promise.reject(new CommandRefused('BAD', 'the name has control characters'))
    const done = createDeferred<string>()
    done.promise.catch(() => undefined) // several run at once; whoever sent it looks in its turn
    tags += 1
    if (pending.size === 0) {
      silence.refresh()
      stall.refresh()
    }
    pending.set(`a${tags}`, { done, ...more })
    current.write(Buffer.from(`a${tags} ${words}\r\n`, 'latin1'))
    return done.promise
  }

  return {
    greeting: greeting.promise,
    command: (words, onUntagged, onMessage) => send(words, { onUntagged, onMessage, answers: [] }),
    dialogue: (words, answers) =>
      send(words, { onUntagged: undefined, onMessage: undefined, answers: [...answers] }),
    async replaceStream(wrap) {
      stopListening()
      stream.pause()
      const wrapped = await wrap(stream)
      if (over) {
        wrapped.destroy()
        throw over
      }
      current = wrapped
      stopListening = listen(wrapped)
    },
    close() {
      if (over) return
      if (current.writable) current.end('z LOGOUT\r\n')
      const goodbye = new LineFault('lost', 'the line was closed here')
      const leaving = current
      over = goodbye
      clearTimeout(silence)
      clearTimeout(stall)
      signal.removeEventListener('abort', onAbort)
      for (const { done } of pending.values()) done.reject(goodbye)
      pending.clear()
      // What the server still says is read until it closes, but not for ever.
      leaving.resume()
      setTimeout(() => leaving.destroy(), 2000).unref()
    },
    fail,
    get isOver() {
      return over !== undefined
    },
  }
}
