/** Hears a stream line by line, and can hand the stream on in between. */
import type { Duplex } from 'node:stream'

export interface Lines {
  /** The next line without its end; undefined when the other side has left. */
  next(): Promise<string | undefined>
  say(...lines: readonly string[]): void
  /** Stops listening: what comes next belongs to whoever takes the stream. */
  release(): void
}

export function hear(stream: Duplex): Lines {
  const lines: string[] = []
  let rest = ''
  let isOver = false
  let wake = (): void => undefined
  const onData = (chunk: Buffer): void => {
    const parts = (rest + chunk.toString('latin1')).split(/\r?\n/)
    rest = parts.pop() ?? ''
    lines.push(...parts)
    wake()
  }
  const onEnd = (): void => {
    isOver = true
    wake()
  }
  stream.on('data', onData).once('end', onEnd).once('close', onEnd)
  stream.on('error', () => undefined)
  return {
    async next() {
      while (lines.length === 0 && !isOver) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      return lines.shift()
    },
    say(...said) {
      if (!stream.destroyed && stream.writable) stream.write(`${said.join('\r\n')}\r\n`)
    },
    release() {
      stream.off('data', onData).off('end', onEnd).off('close', onEnd)
      stream.pause()
    },
  }
}
