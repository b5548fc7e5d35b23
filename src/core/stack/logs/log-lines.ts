/** Turns a stream of bytes into log lines, and lines into batches. */
import type { LogLine } from '../../../shared/model/stack.ts'

const stamped = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) ?(.*)$/s

/** One line as `stack.logs` prints it: service, bar, Docker's stamp, text. */
export function parseLogLine(line: string): LogLine {
  const bar = line.indexOf('|')
  const service = bar === -1 ? '' : line.slice(0, bar)
  const rest = line.slice(bar + 1)
  const [, at, text] = stamped.exec(rest) ?? []
  return at === undefined ? { service, text: rest } : { at, service, text: text ?? '' }
}

/** Longer ones are cut: a line is something to read. */
const longest = 8192

export interface LineReader {
  push(chunk: Buffer): void
  /** What had no line end yet. */
  end(): void
}

/** Cuts a stream into lines; a character that is split between chunks is put together again. */
export function createLineReader(onLine: (line: string) => void): LineReader {
  const decoder = new TextDecoder()
  let rest = ''
  const give = (line: string): void => {
    const clean = line.replace(/\r$/, '')
    if (clean !== '') onLine(clean.length > longest ? `${clean.slice(0, longest)}…` : clean)
  }
  return {
    push(chunk) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) give(part)
      if (rest.length > longest * 2) {
        give(rest)
        rest = ''
      }
    },
    end() {
      give(rest + decoder.decode())
      rest = ''
    },
  }
}
