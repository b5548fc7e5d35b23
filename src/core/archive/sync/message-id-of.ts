/** Finds the Message-ID of a message while it comes, without keeping the message. */
import { headerField } from '../../net/imap/reading/read-fetch.ts'

/** Where no Message-ID stands so far down, none is looked for: it only helps to recognise a message that was numbered anew. */
const mostBytes = 32_768
const headerEnd = Buffer.from('\r\n\r\n')

export interface MessageIdFinder {
  see(chunk: Buffer): void
  /** What the field says, unfolded; undefined when there is none. */
  found(): string | undefined
}

export function createMessageIdFinder(): MessageIdFinder {
  let header = ''
  let isDone = false
  return {
    see(chunk) {
      if (isDone) return
      const room = mostBytes - header.length
      const end = chunk.indexOf(headerEnd)
      isDone = end !== -1 || chunk.length >= room
      header += chunk.toString('latin1', 0, Math.min(end === -1 ? chunk.length : end + 2, room))
    },
    found() {
      // A header end that came in two pieces.
      const end = header.indexOf('\r\n\r\n')
      const field = headerField(end === -1 ? header : header.slice(0, end + 2), 'message-id')
      // A part of a text keeps the whole of it in memory, and this one is kept until it is on the disk.
      return field === undefined ? undefined : Buffer.from(field, 'latin1').toString('latin1')
    },
  }
}
