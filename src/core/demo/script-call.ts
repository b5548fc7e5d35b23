/** Reads a remote script back: which command it is, with which arguments, and between which marks its output belongs. */
import type { RemoteCommandTemplate } from '../net/remote-commands.ts'

export interface ScriptCall {
  readonly id: string
  readonly args: readonly string[]
  readonly begin: string
  /** Absent for a byte pipe. */
  readonly end?: string
}

/** How many bytes of its input a command line reads as the script. */
export const scriptLength = (commandLine: string): number | undefined => {
  const [, length] = /\bhead -c (\d{1,9})\b/.exec(commandLine) ?? []
  return length === undefined ? undefined : Number(length)
}

/** The words that `quoteSh` has quoted, up to the end of their line. */
function readWords(text: string): { readonly words: string[]; readonly rest: string } {
  const words: string[] = []
  let word: string | undefined
  let at = 0
  while (at < text.length && text[at] !== '\n') {
    const sign = text[at]
    if (sign === "'") {
      const close = text.indexOf("'", at + 1)
      word = (word ?? '') + text.slice(at + 1, close)
      at = close + 1
    } else if (sign === '\\') {
      word = (word ?? '') + (text[at + 1] ?? '')
      at += 2
    } else {
      if (word !== undefined) words.push(word)
      word = undefined
      at += 1
    }
  }
  if (word !== undefined) words.push(word)
  return { words, rest: text.slice(at + 1) }
}

/** @returns undefined for a script that is none of `commands` */
export function readScript(
  script: string,
  commands: readonly RemoteCommandTemplate[],
): ScriptCall | undefined {
  const [, begin] = /printf '(b[0-9a-f]{24})\\n' >&2/.exec(script) ?? []
  const [, end] = /\\036(e[0-9a-f]{24}) /.exec(script) ?? []
  const head = '\n(set -- '
  const from = script.indexOf(head)
  if (begin === undefined || from === -1) return undefined
  const { words, rest } = readWords(script.slice(from + head.length))
  const found = commands.find(({ script: body }) => rest.startsWith(`${body}\n)`))
  return found && { id: found.id, args: words, begin, ...(end !== undefined && { end }) }
}
