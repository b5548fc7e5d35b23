/** IP addresses as bytes, without Node: for rules that compare networks. */

export interface IpAddress {
  readonly family: 4 | 6
  /** 4 or 16 of them, 0–255. */
  readonly bytes: readonly number[]
}

function bytes4(text: string): readonly number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined
  const bytes = parts.map(Number)
  return bytes.every(byte => byte <= 255) ? bytes : undefined
}

/** The 16-bit groups of one half; a dotted tail stands for two. */
function groupsOf(text: string, isLast: boolean): readonly number[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const groups = parts.flatMap((part, at): number[] => {
    if (isLast && at === parts.length - 1 && part.includes('.')) {
      const four = bytes4(part)
      return four ? [four[0]! * 256 + four[1]!, four[2]! * 256 + four[3]!] : [NaN]
    }
    return [/^[0-9a-f]{1,4}$/i.test(part) ? Number.parseInt(part, 16) : NaN]
  })
  return groups.some(Number.isNaN) ? undefined : groups
}

function bytes6(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groupsOf(halves[0]!, halves.length === 1)
  const tail = halves.length === 2 ? groupsOf(halves[1]!, true) : []
  if (!head || !tail) return undefined
  const gap = 8 - head.length - tail.length
  if (halves.length === 2 ? gap < 0 : gap !== 0) return undefined
  const groups = [...head, ...Array.from({ length: gap }, () => 0), ...tail]
  return groups.flatMap(group => [group >> 8, group & 255])
}

/** Reads an IPv4 (RFC 1123, without leading zeros) or IPv6 address (RFC 4291, 2.2); undefined for anything else. */
export function parseIp(text: string): IpAddress | undefined {
  const bytes = text.includes(':') ? bytes6(text) : bytes4(text)
  return bytes && { family: bytes.length === 4 ? 4 : 6, bytes }
}

/** An IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`) as the IPv4 that it is. */
export function unmapped(ip: IpAddress): IpAddress {
  const { bytes } = ip
  const isMapped =
    ip.family === 6 && bytes.slice(0, 10).every(byte => byte === 0) && bytes[10] === 255
  return isMapped && bytes[11] === 255 ? { family: 4, bytes: bytes.slice(12) } : ip
}

/** Whether both are in the same network of `length` bits; never across families. */
export function isInNetwork(ip: IpAddress, network: IpAddress, length: number): boolean {
  if (ip.family !== network.family) return false
  return ip.bytes.every((byte, at) => {
    const bits = Math.max(0, Math.min(8, length - at * 8))
    const mask = (0xff00 >> bits) & 0xff
    return (byte & mask) === (network.bytes[at]! & mask)
  })
}

const nibbles = (ip: IpAddress): readonly string[] =>
  ip.bytes.flatMap(byte => [(byte >> 4).toString(16), (byte & 15).toString(16)])

/** Parts between dots as SPF's macro `i` has them: decimal bytes, or hexadecimal nibbles (RFC 7208, 7.3). */
export const dottedIp = (ip: IpAddress): string =>
  ip.family === 4 ? ip.bytes.join('.') : nibbles(ip).join('.')

/** The name that is asked for an address's PTR (RFC 1035, 3.5; RFC 3596, 2.5). */
export const reverseName = (ip: IpAddress): string =>
  ip.family === 4
    ? `${[...ip.bytes].reverse().join('.')}.in-addr.arpa`
    : `${[...nibbles(ip)].reverse().join('.')}.ip6.arpa`
