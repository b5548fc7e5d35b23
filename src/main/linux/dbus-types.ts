/** Values of the D-Bus type system and its signatures (D-Bus Specification, "Type System"). */

/** A value that carries its own type: needed where a variant is written; what is read comes unwrapped. */
export interface Variant {
  readonly signature: string
  readonly value: DbusValue
}

/** Structs and arrays are lists, `ay` is bytes, dictionaries are maps, 64-bit numbers are bigint. */
export type DbusValue =
  | string
  | number
  | bigint
  | boolean
  | Uint8Array
  | Variant
  | readonly DbusValue[]
  | ReadonlyMap<string | number, DbusValue>

export const variant = (signature: string, value: DbusValue): Variant => ({ signature, value })

/** The value where a text was to come; empty for anything else. */
export const asText = (value: DbusValue | undefined): string =>
  typeof value === 'string' ? value : ''

/** By type code: every value starts at a multiple of this many bytes. */
const alignments: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2 },
  ...{ b: 4, i: 4, u: 4, s: 4, o: 4, a: 4, h: 4 },
  ...{ x: 8, t: 8, d: 8, '(': 8, '{': 8 },
}

/** The alignment of a type by its first letter. Throws on a letter that is no type. */
export function alignmentOf(type: string): number {
  const found = alignments[type.charAt(0)]
  if (found === undefined) throw new Error(`no D-Bus type: ${type}`)
  return found
}

/** The deepest nesting that the specification allows. */
const deepest = 32

/** Splits a signature into its complete types. Throws when it is malformed. */
export function splitSignature(signature: string): string[] {
  const types: string[] = []
  for (let at = 0; at < signature.length;) {
    const end = endOfType(signature, at, 0)
    types.push(signature.slice(at, end))
    at = end
  }
  return types
}

function endOfType(signature: string, at: number, depth: number): number {
  const letter = signature.charAt(at)
  if (depth > 2 * deepest) throw new Error('a D-Bus signature is too deep')
  alignmentOf(letter)
  if (letter === 'a') return endOfType(signature, at + 1, depth + 1)
  if (letter !== '(' && letter !== '{') return at + 1
  const close = letter === '(' ? ')' : '}'
  let end = at + 1
  while (signature.charAt(end) !== close) end = endOfType(signature, end, depth + 1)
  return end + 1
}
