/** Takes what could tell of a person out of a text: names, addresses, hosts, keys, words of others. The same one becomes the same word. */
import { isIP } from 'node:net'

export type NameKind = 'server' | 'host' | 'user' | 'project'

export interface KnownName {
  readonly kind: NameKind
  readonly name: string
}

export interface Pseudonyms {
  replace(text: string): string
  /** How many different things were replaced so far. */
  readonly count: number
}

const oneOf = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'), 'giu')

const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_-]*[\\p{L}\\p{N}])?'
const host = `${label}(?:\\.${label})*\\.\\p{L}{2,}`

/** What is recognised by its look, the longest first; what stays is matched too, so that nothing inside it is. */
const shapes = {
  stamp: /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/,
  key: /-----BEGIN [\s\S]*?(?:-----END [^-]*-----|$)|\b(?:SHA256|MD5):[A-Za-z0-9+/=:]+/,
  subject: /(?<=\bsubject['"]?\s*[:=]\s*)[^\n]+/,
  address: new RegExp(`[^\\s<>@"'(),;:=\\[\\]]+@(?:${host}|${label}|\\[[^\\]]*\\])`, 'u'),
  id: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/,
  hardware: /\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5,}\b/,
  ip: /(?<!\d)(?<!\d\.)\d{1,3}(?:\.\d{1,3}){3}(?!\d)(?!\.\d)|(?<![\w:.])[0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*(?:%\w+)?(?!\w)/,
  token: /(?<![\p{L}\p{N}_])[A-Za-z0-9+/_=-]*[0-9][A-Za-z0-9+/_=-]*(?![\p{L}\p{M}\p{N}_])/u,
  host: new RegExp(`(?<![\\p{L}\\p{N}])${host}`, 'u'),
  word: /[\p{L}\p{M}\p{N}_]+/u,
} as const
type Shape = keyof typeof shapes
const shapeNames = Object.keys(shapes) as readonly Shape[] // the object above is closed

const everything = oneOf(
  ...Object.entries(shapes).map(([name, { source }]) => new RegExp(`(?<${name}>${source})`, 'u')),
)

/** Endings of program files, which look like hosts. */
const fileEnding = /\.(?:[cm]?[jt]s|vue|db|log|json|asar|env|ya?ml|sock)$/i
const longestNumber = 5
const shortestToken = 16

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * Makes a replacer with its own memory. `known`: names that are somebody's, taken out wherever they stand. `vocabulary`: the
 * words that may stay, in lower case; every other word goes, since it could be anything.
 */
export function createPseudonyms(
  known: readonly KnownName[],
  vocabulary: ReadonlySet<string>,
): Pseudonyms {
  const given = new Map<string, string>()
  const counts = new Map<string, number>()
  const pseudonym = (kind: string, text: string): string => {
    const key = text.toLowerCase()
    const before = given.get(key)
    if (before !== undefined) return before
    const number = (counts.get(kind) ?? 0) + 1
    counts.set(kind, number)
    given.set(key, `${kind}-${number}`)
    return `${kind}-${number}`
  }
  for (const { kind, name } of known) if (name !== '') pseudonym(kind, name)

  const names = [...new Set(known.map(({ name }) => name).filter(name => name !== ''))]
    .sort((a, b) => b.length - a.length)
    .map(escape)
  const namePattern =
    names.length > 0
      ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
      : undefined

  const words = (text: string): string => text.replace(new RegExp(shapes.word, 'gu'), word)
  const word = (text: string): string => {
    if (/^\d+$/.test(text)) return text.length <= longestNumber ? text : pseudonym('number', text)
    // `firstRun` is made of words that may stay.
    const isKnown = (part: string): boolean => vocabulary.has(part.toLowerCase())
    const parts = text.split(/(?=\p{Lu})/u)
    return isKnown(text) || parts.every(part => part.length > 1 && isKnown(part))
      ? text
      : pseudonym('word', text)
  }
  const address = (text: string): string => {
    const at = text.lastIndexOf('@')
    return `${pseudonym('name', text.slice(0, at))}@${pseudonym('host', text.slice(at + 1))}`
  }
  const ip = (text: string): string => {
    const end = /[:.]+$/.exec(text)?.[0] ?? ''
    const bare = text.slice(0, text.length - end.length)
    const isAddress = isIP(bare.replace(/%.*$/, '')) !== 0
    if (bare === '127.0.0.1' || bare === '::1' || bare === '') return text
    // What is neither an address nor a time of day could be a part of one.
    if (!isAddress && /^\d+(?::\d+){1,2}$/.test(bare)) return words(text)
    return pseudonym('ip', bare) + end
  }
  const as: Readonly<Record<Shape, (text: string) => string>> = {
    stamp: text => text,
    key: text => pseudonym('key', text),
    subject: text => pseudonym('subject', text.trim()),
    address,
    id: text => pseudonym('id', text),
    hardware: text => pseudonym('hardware', text),
    ip,
    token: text => (text.length >= shortestToken ? pseudonym('token', text) : words(text)),
    host: text =>
      fileEnding.test(text) || vocabulary.has(text.toLowerCase())
        ? words(text)
        : pseudonym('host', text),
    word,
  }
  const replaceShapes = (text: string): string =>
    text.replace(everything, (whole, ...rest: unknown[]) => {
      const groups = rest.at(-1) as Readonly<Record<Shape, string | undefined>> // named groups come last
      const shape = shapeNames.find(name => groups[name] !== undefined)
      return as[shape ?? 'word'](whole)
    })

  return {
    replace(text) {
      if (!namePattern) return replaceShapes(text)
      // What stands between known names is looked at by itself, so that their pseudonyms are left alone.
      const found = [...text.matchAll(namePattern)].filter(
        match => !isInsideAddress(text, match.index, match[0].length),
      )
      let clean = ''
      let from = 0
      for (const match of found) {
        clean += replaceShapes(text.slice(from, match.index)) + pseudonym('name', match[0])
        from = match.index + match[0].length
      }
      return clean + replaceShapes(text.slice(from))
    },
    get count() {
      return given.size
    },
  }
}

/** Part of a longer name or of an address: that goes as a whole. */
function isInsideAddress(text: string, at: number, length: number): boolean {
  const before = text[at - 1] ?? ''
  const after = text[at + length] ?? ''
  const next = text[at + length + 1] ?? ''
  return (
    /[@.\-+%_]/.test(before) ||
    /[@\-+%_]/.test(after) ||
    (after === '.' && /[\p{L}\p{N}]/u.test(next))
  )
}
