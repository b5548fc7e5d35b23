/** JSON lines over a local socket: one message a line, of bounded length. */
import type { Socket } from 'node:net'

const longestLine = 64 * 1024 * 1024

/** Calls `each` with every message that arrives; a line that is no JSON, or too long, ends the connection. */
export function readLines(socket: Socket, each: (message: unknown) => void): void {
  let parts: Buffer[] = []
  let size = 0
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      parts.push(rest.subarray(0, end))
      const text = Buffer.concat(parts).toString('utf8')
      parts = []
      size = 0
      rest = rest.subarray(end + 1)
      try {
        each(JSON.parse(text) as unknown)
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined)
        return
      }
    }
    size += rest.length
    if (size > longestLine) socket.destroy()
    else if (rest.length > 0) parts.push(rest)
  })
}

/** Writes one message. */
export const writeLine = (socket: Socket, message: unknown): void => {
  if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`)
}
