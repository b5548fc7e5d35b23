/** The text of a record's data, the same whichever server it came from. */
import { isIPv6 } from 'node:net'
import type { Answer as PacketAnswer, TxtData } from 'dns-packet'
import { plainName } from './answer.ts'

/** A text of several strings is one text (RFC 7208, 3.3; RFC 6376, 3.6.2.2). */
const joined = (data: TxtData): string =>
  (Array.isArray(data) ? data : [data]).map(part => part.toString()).join('')

/** RFC 5952, 4: the shortest form, which the URL parser gives. */
const shortest = (address: string): string =>
  isIPv6(address) ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address

const target = (name: string): string => plainName(name) || '.'

/** Undefined for types that nobody asks for. Quotes are left out; binary parts are lower case hexadecimal. */
export function presentationOf(answer: PacketAnswer): string | undefined {
  switch (answer.type) {
    case 'A':
      return answer.data
    case 'AAAA':
      return shortest(answer.data)
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return target(answer.data)
    case 'MX':
      return `${answer.data.preference ?? 0} ${target(answer.data.exchange)}`
    case 'TXT':
      return joined(answer.data)
    case 'SRV': {
      const { priority = 0, weight = 0, port } = answer.data
      return `${priority} ${weight} ${port} ${target(answer.data.target)}`
    }
    case 'TLSA': {
      const { usage, selector, matchingType, certificate } = answer.data
      return `${usage} ${selector} ${matchingType} ${certificate.toString('hex')}`
    }
    case 'CAA': {
      const { flags = 0, tag, value } = answer.data
      return `${flags} ${tag} ${value}`
    }
    case 'SOA':
      return `${target(answer.data.mname)} ${target(answer.data.rname)} ${answer.data.serial ?? 0}`
    case 'DS': {
      const { keyTag, algorithm, digestType, digest } = answer.data
      return `${keyTag} ${algorithm} ${digestType} ${digest.toString('hex')}`
    }
    case 'DNSKEY': {
      const { flags, algorithm, key } = answer.data
      return `${flags} 3 ${algorithm} ${key.toString('base64')}`
    }
    default:
      return undefined
  }
}
