import { BlockList, isIP } from 'node:net'

const privateRanges = new BlockList()
// RFC 1918, RFC 3927, RFC 6598 is a provider's own and left out; RFC 4193, RFC 4291 section 2.5.6
privateRanges.addSubnet('10.0.0.0', 8)
privateRanges.addSubnet('172.16.0.0', 12)
privateRanges.addSubnet('192.168.0.0', 16)
privateRanges.addSubnet('169.254.0.0', 16)
privateRanges.addSubnet('fc00::', 7, 'ipv6')
privateRanges.addSubnet('fe80::', 10, 'ipv6')

/** True for an address of a home or company network. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '')
  const family = isIP(bare)
  return family !== 0 && privateRanges.check(bare, family === 6 ? 'ipv6' : 'ipv4')
}
