/** Reads text lines out of a byte stream, for protocols in which each line is looked at by itself (IMAP, HTTP heads). */
import { showable } from './showable.ts'
import { TalkFault } from './talk-fault.ts'
import type { Reader } from './talk-link.ts'

/** Dovecot's CAPABILITY after login has about 600 bytes; a web server's longest header some thousand. */
const maxLineBytes = 8192

/** A reader for one conversation; a reply is one line without its end. */
export function createLineReader(): Reader<string> {
  let held: Buffer = Buffer.alloc(0)
  const check = (): boolean => {
    const at = held.indexOf(0x0a)
    if ((at === -1 ? held.length : at) > maxLineBytes)
      throw new TalkFault('not-understood', showable(held.subarray(0, 200)))
    return at !== -1
  }
  return {
    push(chunk) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      return check()
    },
    take() {
      const at = held.indexOf(0x0a)
      if (at === -1) return undefined
      const end = at > 0 && held[at - 1] === 0x0d ? at - 1 : at
      const line = held.toString('utf8', 0, end)
      held = held.subarray(at + 1)
      return line
    },
    get hasMore() {
      return held.length > 0
    },
  }
}
