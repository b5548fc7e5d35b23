/** One conversation over any byte stream: say a line, hear a reply, each within a time limit; change to TLS at any point. */
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import { AppError } from '../../../shared/errors.ts'
import { TalkFault } from './talk-fault.ts'

/** Cuts what comes into replies of one protocol. */
export interface Reader<Reply> {
  /** Feeds bytes. @returns true when a whole reply has come @throws TalkFault `not-understood` */
  push(chunk: Buffer): boolean
  /** The reply that has come, once; undefined while none is whole. */
  take(): Reply | undefined
  /** True when bytes came that belong to no reply asked for. */
  readonly hasMore: boolean
}

export interface TalkLink<Reply> {
  /** Waits for the next reply. @throws TalkFault; AppError `cancelled` */
  hear(timeoutMs: number): Promise<Reply>
  /** Says one line, or several at once, and waits for the next reply. */
  ask(line: string, timeoutMs: number): Promise<Reply>
  /** Says a line without waiting; for QUIT. */
  tell(line: string): void
  /**
   * Goes on under TLS. The certificate is not judged here: `socket` has it.
   * @param caPem authorities to judge by. @default Node's own
   * @throws TalkFault `tls-failed`, `disconnected`, `no-answer`
   */
  startTls(host: string, caPem: string | undefined, timeoutMs: number): Promise<TLSSocket>
  close(): void
}

/** Runs `listen` until it settles, the time is up, or the signal aborts; listeners are always taken off again. */
async function within<T>(
  signal: AbortSignal,
  timeoutMs: number,
  listen: (settle: { ok: (value: T) => void; fail: (error: unknown) => void }) => () => void,
): Promise<T> {
  if (signal.aborted) throw new AppError('cancelled', {})
  let release = (): void => undefined
  try {
    return await new Promise<T>((ok, fail) => {
      const timer = setTimeout(() => fail(new TalkFault('no-answer')), timeoutMs)
      const onAbort = (): void => fail(new AppError('cancelled', {}))
      signal.addEventListener('abort', onAbort, { once: true })
      const stop = listen({ ok, fail })
      release = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        stop()
      }
    })
  } finally {
    release()
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : ''

/** A conversation over `stream`, which it owns from now on. */
export function createTalkLink<Reply>(
  stream: Duplex,
  signal: AbortSignal,
  createReader: () => Reader<Reply>,
): TalkLink<Reply> {
  let current: Duplex = stream
  let reader = createReader()
  const ignore = (): void => undefined
  stream.on('error', ignore) // each wait has a listener of its own; between waits nothing may crash

  const hear = async (timeoutMs: number): Promise<Reply> => {
    const ready = reader.take()
    if (ready !== undefined) return ready
    return within<Reply>(signal, timeoutMs, ({ ok, fail }) => {
      const source = current
      const onData = (chunk: Buffer): void => {
        try {
          if (!reader.push(chunk)) return
          source.pause()
          ok(reader.take()!)
        } catch (error) {
          fail(error)
        }
      }
      const onEnd = (): void => fail(new TalkFault('disconnected'))
      const onError = (error: unknown): void =>
        fail(new TalkFault('disconnected', reasonOf(error), error))
      source.on('data', onData).once('end', onEnd).once('close', onEnd).once('error', onError)
      if (source.readableEnded || source.destroyed) onEnd()
      else source.resume()
      return () => {
        source.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError)
        source.pause()
      }
    })
  }

  const tell = (line: string): void => {
    if (current.writable) current.write(`${line}\r\n`)
  }

  return {
    hear,
    tell,
    async ask(line, timeoutMs) {
      tell(line)
      return hear(timeoutMs)
    },
    async startTls(host, caPem, timeoutMs) {
      // Text that came before TLS and is read after it would be believed as encrypted (CVE-2011-0411).
      if (reader.hasMore) throw new TalkFault('tls-failed', 'text was put in before the encryption')
      const plain = current
      const socket = connect({
        socket: plain,
        ...(isIP(host) === 0 && { servername: host }),
        ...(caPem !== undefined && { ca: caPem }),
        rejectUnauthorized: false, // judged by `judgeCertificate`, by the level that Postfix would use
      })
      socket.on('error', ignore)
      current = socket
      reader = createReader()
      return within<TLSSocket>(signal, timeoutMs, ({ ok, fail }) => {
        const onSecure = (): void => ok(socket)
        const onError = (error: unknown): void =>
          fail(new TalkFault('tls-failed', reasonOf(error), error))
        const onEnd = (): void => fail(new TalkFault('disconnected'))
        socket.once('secureConnect', onSecure).once('error', onError).once('close', onEnd)
        plain.once('end', onEnd)
        return () => {
          socket.off('secureConnect', onSecure).off('error', onError).off('close', onEnd)
          plain.off('end', onEnd)
          socket.pause()
        }
      })
    },
    close() {
      current.destroy()
      stream.destroy()
    },
  }
}
