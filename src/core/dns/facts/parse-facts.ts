/** What `dns.facts` and `dns.seen` printed. */
import { domainToASCII } from 'node:url'
import { z } from '../../../shared/zod.ts'

const Exported = z.object({
  domain: z
    .array(
      z.object({
        name: z.string(),
        alternatives: z.array(z.string()).nullish(),
        dkim_publickey: z.string().nullish(),
        dns_dkim: z.string().nullish(),
      }),
    )
    .nullish(),
})

export interface MailDomain {
  /** Punycode, lower case. */
  readonly name: string
  readonly alternatives: readonly string[]
  readonly dkim?: { readonly selector: string; readonly key: string }
}

export interface ParsedFacts {
  /** Undefined when Mailu did not answer; then `trouble` says what it said. */
  readonly domains: readonly MailDomain[] | undefined
  readonly trouble: string
  readonly v6: readonly string[]
}

export const asciiName = (name: string): string =>
  domainToASCII(name.trim().replace(/\.$/, '')).toLowerCase() || name.trim().toLowerCase()

/** The key is the base64 of the record's `p=`; the record's name tells the selector (`mailu.md` 3.5). */
function dkimOf(
  key: string | null | undefined,
  record: string | null | undefined,
  usualSelector: string,
): MailDomain['dkim'] {
  const [, selector] = /^([\w.-]+?)\._domainkey\./.exec(record ?? '') ?? []
  const text = [...(record ?? '').matchAll(/"([^"]*)"/g)].map(([, part]) => part).join('')
  const [, published] = /(?:^|;)\s*p=([A-Za-z0-9+/=\s]+)/.exec(text) ?? []
  const found = (key ?? published ?? '').replace(/\s/g, '')
  // Without --secrets Mailu shows secrets as `<hidden>`; a public key is none, but what is no key is none here either.
  if (!/^[A-Za-z0-9+/]+=*$/.test(found)) return undefined
  return { selector: selector ?? usualSelector, key: found }
}

/** 32 digits as the kernel writes them, in the shortest form (RFC 5952). */
const shortAddress = (digits: string): string => {
  const groups = digits.match(/.{4}/g) ?? []
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1)
}

/** @param usualSelector for versions that name no record */
export function parseFacts(text: string, usualSelector: string): ParsedFacts {
  const lines = text.split('\n')
  const rest = (word: string): readonly string[] =>
    lines.filter(line => line.startsWith(`${word} `)).map(line => line.slice(word.length + 1))
  const v6 = rest('ip6')
    .filter(digits => /^[0-9a-f]{32}$/.test(digits))
    .map(shortAddress)
  const [json] = rest('export')
  const parsed = json === undefined ? undefined : Exported.safeParse(readJson(json))
  const domains = parsed?.success
    ? (parsed.data.domain ?? []).map(({ name, alternatives, dkim_publickey, dns_dkim }) => {
        const dkim = dkimOf(dkim_publickey, dns_dkim, usualSelector)
        return {
          name: asciiName(name),
          alternatives: (alternatives ?? []).map(asciiName),
          ...(dkim && { dkim }),
        }
      })
    : undefined
  return { domains, trouble: rest('trouble')[0] ?? '', v6 }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // told as trouble by the caller
  }
}

/** The address that a name server saw; undefined where none answered, or with one of a private network. */
export function parseSeen(
  text: string,
  isPrivate: (address: string) => boolean,
): string | undefined {
  const [, address] = /^seen (\d+\.\d+\.\d+\.\d+)$/m.exec(text) ?? []
  return address === undefined || isPrivate(address) ? undefined : address
}
