/** The lines that the connecting helper says before the peer's own bytes begin. */
import type { Duplex } from 'node:stream'
import { AppError } from '../../../shared/errors.ts'

const ends = ['connected', 'noname', 'nodns', 'failed', 'noway'] as const

export interface Connecting {
  readonly addresses: readonly string[]
  readonly tried: readonly { readonly address: string; readonly how: string }[]
  /** How it ended; `silent`: no more was said in time; `closed`: it broke off. */
  readonly end: (typeof ends)[number] | 'silent' | 'closed'
  /** The address that answered, or why there was no way. */
  readonly detail: string
}

/** The helper says little; who says more is something else. */
const maxBytes = 16_384

/** Folds the helper's lines into what happened so far. */
export function foldStatus(lines: readonly string[]): Connecting {
  const words = lines.map(line => line.trim().split(' '))
  const last = words.at(-1) ?? []
  const end = ends.find(word => word === last[0])
  return {
    addresses: words.find(([word]) => word === 'resolved')?.slice(1) ?? [],
    tried: words
      .filter(([word]) => word === 'tried')
      .map(([, address = '', how = '']) => ({ address, how })),
    end: end ?? 'closed',
    detail: end === undefined ? '' : last.slice(1).join(' ').slice(0, 200),
  }
}

const isEnd = (line: string): boolean => ends.some(word => line.split(' ')[0] === word)

/**
 * Reads the helper's lines from `stream` and leaves the bytes behind `connected` in it.
 * @throws AppError `cancelled`, `connection-lost`
 */
export async function readStatus(
  stream: Duplex,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Connecting> {
  const lines: string[] = []
  let bytes = 0
  let held: Buffer = Buffer.alloc(0)

  /** Takes whole lines up to the last one of the helper; true when that has come. */
  const take = (chunk: Buffer): boolean => {
    bytes += chunk.length
    held = Buffer.concat([held, chunk])
    for (let at = held.indexOf(0x0a); at !== -1; at = held.indexOf(0x0a)) {
      const line = held.toString('utf8', 0, at).trim()
      held = held.subarray(at + 1)
      lines.push(line)
      if (isEnd(line)) return true
    }
    return false
  }

  return new Promise<Connecting>((resolve, reject) => {
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      stream.off('data', onData).off('end', onClosed).off('close', onClosed).off('error', onError)
      stream.pause()
      finish()
    }
    const give = (over: Partial<Connecting> = {}): void =>
      settle(() => resolve({ ...foldStatus(lines), ...over }))
    const onData = (chunk: Buffer): void => {
      if (take(chunk)) {
        settle(() => {
          // Only now: while the stream flows, what is put back comes again at once.
          if (held.length > 0) stream.unshift(held)
          resolve(foldStatus(lines))
        })
      } else if (bytes > maxBytes) give({ end: 'closed' })
    }
    const onClosed = (): void => give({ end: 'closed' })
    const onError = (error: Error): void => settle(() => reject(error))
    const onAbort = (): void => settle(() => reject(new AppError('cancelled', {})))
    const timer = setTimeout(() => give({ end: 'silent' }), timeoutMs)
    signal.addEventListener('abort', onAbort, { once: true })
    stream.on('data', onData).once('end', onClosed).once('close', onClosed).once('error', onError)
    if (signal.aborted) onAbort()
  })
}
