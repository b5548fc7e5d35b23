/** One question as bytes, and the judgement whether bytes that came are its answer (RFC 1035, 4; RFC 6891). */
import { randomFillSync } from 'node:crypto'
import {
  AUTHENTIC_DATA,
  CHECKING_DISABLED,
  decode,
  encode,
  RECURSION_DESIRED,
  type DecodedPacket,
} from 'dns-packet'
import type { DnsQuestion } from './answer.ts'

export interface QueryFlags {
  /** Only resolvers are asked to go on asking. */
  readonly isRecursive: boolean
  /** Asks for signatures (DO, RFC 4035, 3.2.1). The validation's result (AD) is told without it (RFC 6840, 5.7). */
  readonly wantsSignatures?: boolean
  /** Asks for what cannot be validated as well (CD). */
  readonly isUnchecked?: boolean
  /** @default true; without it for servers that answer FORMERR to it (RFC 6891, 7) */
  readonly hasEdns?: boolean
}

export interface Query {
  readonly bytes: Buffer
  readonly id: number
  /** As it was sent: upper and lower case by chance, which a stranger would have to guess as well. */
  readonly name: string
  readonly type: string
}

/** What is taken over UDP without fragments on every usual way (the flag day of 2020). */
const udpPayloadSize = 1232

/** Bytes that nobody can foresee, fetched many at once: asking for each is slower than the question itself. */
function createChance(size: number): () => number {
  const bytes = new Uint8Array(size)
  let used = size
  return () => {
    if (used === size) {
      randomFillSync(bytes)
      used = 0
    }
    used += 1
    return bytes[used - 1] ?? 0
  }
}
const chance = createChance(4096)

/** Upper and lower case by chance: the answer repeats it (draft-vixie-dnsext-dns0x20). */
function mixCase(name: string): string {
  return name.replace(/[a-z]/g, one => (chance() & 1 ? one.toUpperCase() : one))
}

/** RFC 1035, 2.3.4. */
export const fitsDns = (name: string): boolean =>
  name.length <= 253 && name.split('.').every(label => label !== '' && label.length <= 63)

/** A number of 16 bits that nobody can foresee. */
export const randomId = (): number => chance() * 256 + chance()

/** @param id a number of 16 bits that no other open question on the same socket has */
export function makeQuery({ name, type }: DnsQuestion, flags: QueryFlags, id: number): Query {
  const { isRecursive, isUnchecked = false, wantsSignatures = false, hasEdns = true } = flags
  const sent = mixCase(name)
  const bits =
    (isRecursive ? RECURSION_DESIRED : 0) | AUTHENTIC_DATA | (isUnchecked ? CHECKING_DISABLED : 0)
  const edns = {
    type: 'OPT' as const,
    name: '.',
    udpPayloadSize,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: wantsSignatures ? 0x8000 : 0,
    flag_do: wantsSignatures,
    options: [],
  }
  const bytes = encode({
    type: 'query',
    id,
    flags: bits,
    questions: [{ name: sent, type }],
    ...(hasEdns && { additionals: [edns] }),
  })
  return { bytes, id, name: sent, type }
}

/** The decoder gives the code's name, which its types leave out. */
export type Reply = DecodedPacket & { readonly rcode: string }

/**
 * `stray`: not this question's answer, the wait goes on. `other-case`: right but for the case of the name: a server that
 * does not repeat it, or somebody who guesses; TCP tells. `truncated`: there is more by TCP.
 */
export type Heard =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'stray' }
  | { readonly kind: 'other-case' | 'truncated' | 'malformed' }

/**
 * Judges bytes that came from the asked server's address.
 * @param isConnected over TCP or TLS nobody can guess: the case of the name does not matter
 */
export function readReply(bytes: Buffer, query: Query, isConnected = false): Heard {
  if (bytes.length < 12 || bytes.readUInt16BE(0) !== query.id) return { kind: 'stray' }
  const [high = 0, low = 0] = bytes.subarray(2)
  if ((high & 0x80) === 0) return { kind: 'stray' }
  const isTruncated = (high & 0x02) !== 0
  // Some servers leave the question out of an error.
  if (bytes.readUInt16BE(4) === 0 && (low & 0x0f) !== 0)
    return { kind: 'reply', reply: decode(bytes.subarray(0, 12)) as Reply } // see Reply
  try {
    const length = 12 + query.name.length + 2 + 4
    const asked = bytes.subarray(12, length)
    const sent = query.bytes.subarray(12, length)
    if (!asked.equals(sent)) {
      const same = asked.toString('latin1').toLowerCase() === sent.toString('latin1').toLowerCase()
      if (!same) return { kind: 'stray' }
      if (!isConnected) return { kind: 'other-case' }
    }
    if (isTruncated) return { kind: 'truncated' }
    return { kind: 'reply', reply: decode(bytes) as Reply } // see Reply
  } catch {
    return { kind: 'malformed' }
  }
}
