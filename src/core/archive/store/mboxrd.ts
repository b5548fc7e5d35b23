/** The form of messages in a segment: mboxrd, in pieces of any size, and back to the very bytes. */

const arrow = 0x3e
const lineFeed = 0x0a
const word = Buffer.from('From ')

/** Takes bytes in order and gives others out; the last ones come with `end`. */
export interface Piecewise {
  push(chunk: Uint8Array): void
  end(): void
  /** How many lines were changed so far. */
  readonly changed: number
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Where in `text` a line begins that is only `>` so far, then perhaps the beginning of `From `: from there on must be waited. */
function waitFrom(text: Buffer, isOpenBefore: boolean): { isOpen: boolean; arrowsEnd: number } {
  const lineStart = text.lastIndexOf(lineFeed) + 1
  const isOpen = lineStart > 0 || isOpenBefore
  let at = lineStart
  if (isOpen) while (text[at] === arrow) at += 1
  const rest = text.subarray(at)
  const isWaiting =
    isOpen && rest.length < word.length && word.subarray(0, rest.length).equals(rest)
  return { isOpen: isWaiting, arrowsEnd: isWaiting ? at : text.length }
}

/** Calls `onLine` with each place of a `From ` that stands at the start of a line, behind any number of `>`. */
function findLines(text: Buffer, isOpen: boolean, onLine: (at: number) => void): void {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    let before = at - 1
    while (before >= 0 && text[before] === arrow) before -= 1
    if (before < 0 ? isOpen : text[before] === lineFeed) onLine(at)
  }
}

function piecewise(kind: 'quote' | 'unquote', emit: (bytes: Uint8Array) => void): Piecewise {
  let pending: Buffer = Buffer.alloc(0)
  // What of the line came before `pending` is nothing or only `>`.
  let isOpen = true
  let changed = 0
  const pass = (bytes: Buffer) => {
    if (bytes.length > 0) emit(bytes)
  }
  return {
    get changed() {
      return changed
    },
    push(chunk) {
      const text = pending.length > 0 ? Buffer.concat([pending, chunk]) : asBuffer(chunk)
      let start = 0
      findLines(text, isOpen, at => {
        if (kind === 'quote') {
          pass(text.subarray(start, at))
          emit(Buffer.of(arrow))
        } else {
          if (text[at - 1] !== arrow) return
          pass(text.subarray(start, at - 1))
        }
        start = at
        changed += 1
      })
      const wait = waitFrom(text, isOpen)
      // For taking one `>` away, one must still be in hand when the word is whole.
      const inHand = kind === 'unquote' && wait.isOpen && text[wait.arrowsEnd - 1] === arrow ? 1 : 0
      const keep = Math.max(start, wait.arrowsEnd - inHand)
      pass(text.subarray(start, keep))
      pending = Buffer.from(text.subarray(keep))
      isOpen = wait.isOpen
    },
    end: () => pass(pending),
  }
}

/** Puts a `>` before each line that is `From ` behind any number of `>`. */
export const createQuoter = (emit: (bytes: Uint8Array) => void): Piecewise =>
  piecewise('quote', emit)

/** Takes that `>` away again. */
export const createUnquoter = (emit: (bytes: Uint8Array) => void): Piecewise =>
  piecewise('unquote', emit)

const twoDigits = (value: number): string => String(value).padStart(2, '0')
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const months = [
  ...(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'] as const),
  ...(['Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const),
]

/** The line before a message (RFC 4155, appendix A): when it was stored, in UTC, as `asctime` writes it. */
export function separatorLine(storedAt: number): Buffer {
  const at = new Date(storedAt)
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(twoDigits).join(':')
  const date = `${days[at.getUTCDay()]} ${months[at.getUTCMonth()]} ${String(at.getUTCDate()).padStart(2)}`
  return Buffer.from(`From postern@localhost ${date} ${time} ${at.getUTCFullYear()}\n`)
}
