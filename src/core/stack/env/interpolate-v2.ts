/** `$NAME`, `${NAME…}` and `$$` in a value as Compose v2 resolves them (compose-go's template package, `mailu.md` 1.1). */
import type { Interpolation } from './interpolate-v1.ts'

/** Why Compose v2 stops at a value. */
export type InterpolationTrouble =
  | { readonly trouble: 'bad-substitution' }
  | { readonly trouble: 'required-variable'; readonly name: string }

/** Nobody nests defaults that deeply; a file that does is meant to exhaust its reader. */
const deepest = 500

type Mapping = (name: string) => string | undefined
type Outcome = Interpolation | InterpolationTrouble

const name = '[_a-z][_a-z0-9]*'
const source = `\\$(?:(\\$)|(${name})|\\{(?:(${name}(?::?[-+?]([^\\n]*))?)\\}|()))`
const everyPattern = (): RegExp => new RegExp(source, 'giu')
const onePattern = new RegExp(`^${source}`, 'iu')

const operators = [':?', '?', ':-', '-', ':+', '+'] as const
type Operator = (typeof operators)[number]

/** The operator that stands first in the text; without any it does not matter which. */
function operatorIn(text: string): Operator {
  const places = operators.map(operator => ({ operator, at: text.indexOf(operator) }))
  const found = places.filter(place => place.at >= 0).sort((a, b) => a.at - b.at)
  return found[0]?.operator ?? ':?'
}

/** Where the first balanced brace closes. The character after an opening brace is skipped, as compose-go does. */
function closingBrace(text: string): number {
  let open = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '}') {
      open -= 1
      if (open === 0) return i
    }
    if (text[i] === '{') {
      open += 1
      i += 1
    }
  }
  return -1
}

/** `NAME<operator>WORD`; undefined where the operator is not in it. */
function substitute(
  body: string,
  operator: Operator,
  mapping: Mapping,
  depth: number,
): Outcome | undefined {
  const at = body.indexOf(operator)
  if (at < 0) return undefined
  const key = body.slice(0, at)
  const word = body.slice(at + operator.length)
  const value = mapping(key)
  const isThere = value !== undefined && !(operator.startsWith(':') && value === '')
  const plain = { value: value ?? '', missing: [] }
  if (operator.endsWith('+')) return isThere ? interpolateV2(word, mapping, depth + 1) : plain
  if (isThere) return plain
  const resolved = interpolateV2(word, mapping, depth + 1)
  if (operator.endsWith('-') || 'trouble' in resolved) return resolved
  return { trouble: 'required-variable', name: key }
}

function replaceOne(matched: string, mapping: Mapping, depth: number): Outcome {
  const brace = closingBrace(matched)
  const head = brace < 0 ? matched : matched.slice(0, brace + 1)
  const tail = brace < 0 ? '' : matched.slice(brace + 1)
  const groups = onePattern.exec(head)
  if (groups?.[1]) return { value: '$', missing: [] }
  const braced = groups?.[3]
  const key = groups?.[2] ?? braced
  if (!key) return { trouble: 'bad-substitution' }
  if (braced) {
    const applied = substitute(braced, operatorIn(matched), mapping, depth)
    if (applied) {
      if ('trouble' in applied) return applied
      const after = interpolateV2(tail, mapping, depth + 1)
      if ('trouble' in after) return after
      return { value: applied.value + after.value, missing: [...applied.missing, ...after.missing] }
    }
  }
  const value = mapping(key)
  return { value: value ?? '', missing: value === undefined ? [key] : [] }
}

/** Replaces every variable; the first thing that Compose would stop at is the answer instead. */
export function interpolateV2(template: string, mapping: Mapping, depth = 0): Outcome {
  if (depth > deepest) return { trouble: 'bad-substitution' }
  const missing: string[] = []
  let value = ''
  let from = 0
  for (const match of template.matchAll(everyPattern())) {
    const one = replaceOne(match[0], mapping, depth)
    if ('trouble' in one) return one
    value += template.slice(from, match.index) + one.value
    missing.push(...one.missing)
    from = match.index + match[0].length
  }
  return { value: value + template.slice(from), missing }
}
