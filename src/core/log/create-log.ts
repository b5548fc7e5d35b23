/** The app's own log: JSON lines, redacted as text once more before they touch the disk, two files of bounded size. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Logger } from 'pino'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

const largestBytes = 5_000_000

/** A log in `folder`; `redact` is the last thing that happens to a line. */
export function createLog(options: {
  readonly folder: string
  readonly redact: (text: string) => string
  readonly level?: 'debug' | 'info'
}): Log {
  const file = join(options.folder, 'postern.log')
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  let size = sizeOf(file)
  const write = (line: string): void => {
    const text = options.redact(line)
    if (size > largestBytes) {
      renameSync(file, `${file}.1`)
      size = 0
    }
    appendFileSync(file, text, { mode: 0o600 })
    size += Buffer.byteLength(text)
  }
  return pino({ level: options.level ?? 'info', base: {} }, { write })
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
