/** Finds the Message-ID of a message while it comes, without keeping the message. */
import { headerField } from '../../net/imap/reading/read-fetch.ts'

/** Where no Message-ID stands so far down, none is looked for: it only helps to recognise a message that was numbered anew. */
const mostBytes = 32_768

export interface MessageIdFinder {
  see(chunk: Buffer): void
  /** What the field says, unfolded; undefined when there is none. */
  found(): string | undefined
}

export function createMessageIdFinder(): MessageIdFinder {
  let seen = ''
  let isDone = false
  return {
    see(chunk) {
      if (isDone) return
      seen += chunk.toString('latin1', 0, Math.min(chunk.length, mostBytes - seen.length))
      isDone = seen.length >= mostBytes || seen.includes('\r\n\r\n')
    },
    found() {
      const end = seen.indexOf('\r\n\r\n')
      return headerField(end === -1 ? seen : seen.slice(0, end + 2), 'message-id')
    },
  }
}
