/** Macros in the names of SPF terms (RFC 7208, 7). */
import { dottedIp, type IpAddress } from '../ip-address.ts'

export interface MacroValues {
  readonly ip: IpAddress
  /** The whole envelope sender, with `postmaster` where it has no local part. */
  readonly sender: string
  readonly domain: string
  readonly helo: string
  /** The client's name that its addresses confirm, or `unknown`; asked only when it is needed. */
  readonly validated: () => Promise<string>
}

/** Longest name in text form, in bytes; a longer one loses labels at its left (RFC 7208, 7.3). */
const longestName = 253

export const hasMacros = (text: string): boolean => text.includes('%')

const valueOf = async (letter: string, from: MacroValues): Promise<string> => {
  const at = from.sender.lastIndexOf('@')
  switch (letter) {
    case 's':
      return from.sender
    case 'l':
      return from.sender.slice(0, at)
    case 'o':
      return from.sender.slice(at + 1)
    case 'd':
      return from.domain
    case 'i':
      return dottedIp(from.ip)
    case 'p':
      return from.validated()
    case 'v':
      return from.ip.family === 4 ? 'in-addr' : 'ip6'
    default:
      return from.helo
  }
}

function transform(value: string, digits: string, isReversed: boolean, delimiters: string): string {
  const separators = delimiters === '' ? '.' : delimiters
  const parts: string[] = []
  let part = ''
  for (const letter of value) {
    if (separators.includes(letter)) {
      parts.push(part)
      part = ''
    } else part += letter
  }
  parts.push(part)
  const ordered = isReversed ? parts.reverse() : parts
  return ordered.slice(digits === '' ? 0 : -Number(digits)).join('.')
}

/** Unreserved characters of RFC 3986 stay as they are. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** `%{…}` of a domain-spec filled in; the result has no dot at its end and at most 253 bytes. */
export async function expandMacros(spec: string, from: MacroValues): Promise<string> {
  let name = ''
  for (const [part, letter, digits = '', reversed = '', delimiters = ''] of spec.matchAll(
    /%\{([a-z])(\d*)(r?)([^}]*)\}|%.|[^%]+/gi,
  )) {
    if (letter !== undefined) {
      const value = await valueOf(letter.toLowerCase(), from)
      const changed = transform(value, digits, reversed !== '', delimiters)
      name += letter === letter.toUpperCase() ? escaped(changed) : changed
    } else if (part === '%%') name += '%'
    else if (part === '%_') name += ' '
    else if (part === '%-') name += '%20'
    else name += part
  }
  name = name.replace(/\.$/, '')
  while (name.length > longestName && name.includes('.')) name = name.slice(name.indexOf('.') + 1)
  return name
}
