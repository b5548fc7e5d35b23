import type { Duplex } from 'node:stream'
import { hear } from './lines.ts'

/** One request of the demo server's web pages, answered with this status line. (RFC 9112) */
export async function talkHttp(stream: Duplex, statusLine: string): Promise<void> {
  const lines = hear(stream)
  for (let line = await lines.next(); line !== ''; line = await lines.next()) {
    if (line === undefined) return
  }
  lines.say(statusLine, 'Content-Length: 0', 'Connection: close', '')
  stream.end()
}
