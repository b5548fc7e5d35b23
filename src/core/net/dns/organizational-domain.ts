/** The part of a name that somebody registered (RFC 7489, 3.2), by the public suffix list. */
import { getDomain } from 'tldts'

/** `a.b.example.co.uk` → `example.co.uk`; a name below no known suffix is its last two labels, a suffix is itself. */
export function organizationalDomain(name: string): string {
  const plain = name.toLowerCase().replace(/\.$/, '')
  const found = getDomain(plain, { allowPrivateDomains: true, validateHostname: false })
  return found ?? plain.split('.').slice(-2).join('.')
}
