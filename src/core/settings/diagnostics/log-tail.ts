/** The end of Postern's own log, as lines of text. */
import { open } from 'node:fs/promises'

const mostBytes = 64 * 1024
const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}

async function readEnd(file: string): Promise<string> {
  let handle
  try {
    handle = await open(file)
  } catch {
    return '' // nothing was ever logged
  }
  try {
    const { size } = await handle.stat()
    const from = Math.max(0, size - mostBytes)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from)
    const text = buffer.toString('utf8', 0, bytesRead)
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } finally {
    await handle.close()
  }
}

/** `name: value` for each part, several lines indented; never JSON, whose escapes would hide where a word begins. */
function parts(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return text.split('\n').join(`\n${indent}`)
  }
  return Object.entries(value)
    .map(([name, part]) => `\n${indent}${name}: ${parts(part, `${indent}  `)}`)
    .join('')
}

function lineText(line: string): string {
  let record: Readonly<Record<string, unknown>>
  try {
    record = JSON.parse(line) as typeof record // written by create-log.ts as objects
  } catch {
    return line
  }
  const { time, level, msg, ...rest } = record
  const at = typeof time === 'number' ? new Date(time).toISOString() : ''
  return `${at} ${levels[Number(level)] ?? ''} ${typeof msg === 'string' ? msg : ''}${parts(rest, '  ')}`
}

/** The last lines of the log file, oldest first; empty where there is none. */
export async function readLogTail(file: string, lines: number): Promise<string[]> {
  const all = (await readEnd(file)).split('\n').filter(line => line !== '')
  return all.slice(-lines).map(lineText)
}
