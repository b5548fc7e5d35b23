/** Reads what a response consists of: atoms, strings, lists (RFC 9051, section 9). */
import { LineFault } from './line-fault.ts'

/** Stands for a message that was handed on while it came. */
export const streamed = Symbol('a message that was handed on while it came')

/** Strings have one character a byte; `null` is NIL. */
export type Value = string | null | typeof streamed | readonly Value[]

/** A response in the order in which it came: text between literals, literals, and the place of a message handed on. */
export type Part = { readonly text: string } | { readonly literal: string } | typeof streamed

/** No response that is asked for here nests deeper than 3. */
const maxDepth = 16

const atomEnd = /[ ()"]/g

/**
 * An atom and its end. What stands in brackets belongs to it, blanks and parentheses too: `BODY[HEADER.FIELDS (SUBJECT)]`,
 * `[UIDNEXT 7]`.
 */
function atomAt(text: string, at: number): number {
  atomEnd.lastIndex = at
  const end = atomEnd.exec(text)?.index ?? text.length
  const open = text.indexOf('[', at)
  if (open === -1 || open >= end) return end
  const close = text.indexOf(']', open)
  return close === -1 ? text.length : close + 1 > end ? close + 1 : end
}

/** @throws LineFault `not-understood` */
export function readValues(parts: readonly Part[]): readonly Value[] {
  const top: Value[] = []
  const stack: Value[][] = [top]
  const add = (value: Value): void => void stack.at(-1)!.push(value)
  const fail = (what: string): never => {
    throw new LineFault('not-understood', what)
  }
  for (const part of parts) {
    if (part === streamed) {
      add(streamed)
      continue
    }
    if ('literal' in part) {
      add(part.literal)
      continue
    }
    const { text } = part
    for (let at = 0; at < text.length;) {
      const sign = text[at]
      if (sign === ' ') at += 1
      else if (sign === '(') {
        if (stack.length > maxDepth) fail('lists nested without end')
        stack.push([])
        at += 1
      } else if (sign === ')') {
        if (stack.length === 1) fail('a list ends that did not begin')
        const list = stack.pop()!
        add(list)
        at += 1
      } else if (sign === '"') {
        let end = at + 1
        while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
        if (end >= text.length) fail('a string without end')
        const inner = text.slice(at + 1, end)
        add(inner.includes('\\') ? inner.replace(/\\(.)/gs, '$1') : inner)
        at = end + 1
      } else {
        const end = atomAt(text, at)
        const atom = text.slice(at, end)
        add(atom.length === 3 && atom.toUpperCase() === 'NIL' ? null : atom)
        at = end
      }
    }
  }
  if (stack.length > 1) fail('a list without end')
  return top
}
