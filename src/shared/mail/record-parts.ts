/** The parts of a record's value, and its name as seen from a zone. */
import type { DnsType } from '../model/dns.ts'

/** RFC 1035, 3.3: the longest character-string. */
const longestString = 255

/** A text in strings of at most 255 bytes, never within a character. */
export function textStrings(text: string): readonly string[] {
  const encoder = new TextEncoder()
  const strings: string[] = []
  let [part, bytes] = ['', 0]
  for (const letter of text) {
    const size = encoder.encode(letter).length
    if (bytes + size > longestString) {
      strings.push(part)
      ;[part, bytes] = ['', 0]
    }
    part += letter
    bytes += size
  }
  return [...strings, part]
}

/** In double quotes, as zone files have it (RFC 1035, 5.1). */
export const quoted = (text: string): string =>
  `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`

/** With a dot at its end; the root stays a dot. */
export const dotted = (name: string): string => (name.endsWith('.') ? name : `${name}.`)

/** `_dmarc` for `_dmarc.example.org` in `example.org`; `apex` for the zone itself. */
export function relativeName(name: string, zone: string, apex: string): string {
  if (name === zone) return apex
  return name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : dotted(name)
}

/** Numbers first, the last part as it stands: `10 mail.example.org` → `['10', 'mail.example.org']`. */
export function valueParts(type: DnsType, value: string): readonly string[] {
  const count = { MX: 2, SRV: 4, CAA: 3, TLSA: 4 }[type as 'MX'] as number | undefined
  if (count === undefined) return [value]
  const words = value.split(' ')
  return [...words.slice(0, count - 1), words.slice(count - 1).join(' ')]
}

/** Whether the last part of a value is a host name. */
export const endsWithHost = (type: DnsType): boolean =>
  type === 'MX' || type === 'SRV' || type === 'CNAME' || type === 'NS' || type === 'PTR'
