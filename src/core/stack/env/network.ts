/** Addresses and networks in text, IPv4 and IPv6, as numbers that can be masked. */
import { isIP } from 'node:net'

export interface Network {
  readonly family: 'ipv4' | 'ipv6'
  readonly address: bigint
  readonly prefix: number
}

function ipv4(text: string): bigint {
  return text.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

function ipv6(text: string): bigint {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const last = dotted ? ipv4(dotted[2]!) : 0n
  const whole = dotted
    ? `${dotted[1]!}${(last >> 16n).toString(16)}:${(last & 0xffffn).toString(16)}`
    : text
  const [head = '', tail] = whole.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from(
    { length: tail === undefined ? 0 : 8 - left.length - right.length },
    () => '0',
  )
  return [...left, ...zeros, ...right].reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n)
}

/** `address` or `address/prefix`, IPv6 also in brackets; undefined where it is neither. */
export function readNetwork(text: string): Network | undefined {
  const match = /^\[?([0-9A-Fa-f:.]+)\]?(?:\/(\d{1,3}))?$/.exec(text)
  const version = isIP(match?.[1] ?? '')
  if (!match || version === 0) return undefined
  const bits = version === 4 ? 32 : 128
  const prefix = match[2] === undefined ? bits : Number(match[2])
  if (prefix > bits) return undefined
  const family = version === 4 ? 'ipv4' : 'ipv6'
  return { family, address: version === 4 ? ipv4(match[1]!) : ipv6(match[1]!), prefix }
}

function write({ family, prefix }: Network, address: bigint): string {
  const count = family === 'ipv4' ? 4 : 8
  const size = family === 'ipv4' ? 8n : 16n
  const parts = Array.from({ length: count }, (_, i) =>
    ((address >> (size * BigInt(count - 1 - i))) & ((1n << size) - 1n)).toString(
      family === 'ipv4' ? 10 : 16,
    ),
  )
  if (family === 'ipv4') return `${parts.join('.')}/${String(prefix)}`
  const short = parts.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::')
  return `${short}/${String(prefix)}`
}

/** The network that was meant when an address has bits after its prefix; undefined when it has none. */
export function networkOf(network: Network): string | undefined {
  const bits = network.family === 'ipv4' ? 32 : 128
  const rest = BigInt(bits - network.prefix)
  const address = (network.address >> rest) << rest
  return address === network.address ? undefined : write(network, address)
}
