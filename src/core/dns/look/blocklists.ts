/** Lists of addresses that receivers ask before they take mail (RFC 5782). They count only for a server that sends by itself. */
import { isIPv6 } from 'node:net'
import type { DnsExtra } from '../../../shared/model/dns.ts'
import type { Answer } from '../../net/dns/answer.ts'
import { valuesOf } from './told.ts'
import type { Vantage } from './vantage.ts'

export interface Blocklist {
  readonly name: string
  readonly zone: string
  readonly hasIpv6: boolean
}

/** In wide use, free for a private server, and with a way out that its owner can take (their own pages say so). */
export const blocklists: readonly Blocklist[] = [
  { name: 'Spamhaus ZEN', zone: 'zen.spamhaus.org', hasIpv6: true },
  { name: 'SpamCop', zone: 'bl.spamcop.net', hasIpv6: false },
  { name: 'PSBL', zone: 'psbl.surriel.com', hasIpv6: false },
]

/** RFC 5782, 2.1 and 2.4: the address backwards, as bytes or as nibbles. */
export function listName(address: string, zone: string): string {
  if (!isIPv6(address)) return `${address.split('.').reverse().join('.')}.${zone}`
  const [head = '', tail = ''] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::')
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const gap = 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array<string>(gap).fill('0'), ...groups(tail)]
  const nibbles = all.flatMap(group => Array.from(group.padStart(4, '0')))
  return `${nibbles.reverse().join('.')}.${zone}`
}

/** `open`: the list answers with something that is no listing. */
export type ListReply =
  | { readonly kind: 'listed' | 'listed-dynamic' | 'clean' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'nonsense' | 'silent' }

/** What one reply means (RFC 5782, 2.1 and 5; Spamhaus' return codes). Pure. */
export function readListReply(answer: Answer): ListReply {
  const values = valuesOf(answer, 'A')
  if (values === undefined) return { kind: 'silent' }
  if (values.length === 0) return { kind: 'clean' }
  // 127.255.255.x is no listing: asked through a public resolver, wrongly, or too often.
  const [refusal] = values.filter(value => value.startsWith('127.255.255.'))
  if (refusal !== undefined) return { kind: 'refused', code: refusal }
  // Outside of 127.0.0.0/8 somebody answers every name, for example with an advertisement.
  if (values.some(value => !value.startsWith('127.')) || values.includes('127.0.0.1'))
    return { kind: 'nonsense' }
  const isPolicy = values.every(value => value === '127.0.0.10' || value === '127.0.0.11')
  return { kind: isPolicy ? 'listed-dynamic' : 'listed' }
}

/** RFC 5782, 5: a list that works has 127.0.0.2 and has not 127.0.0.1. */
export const isListAlive = (shouldBe: ListReply, shouldNotBe: ListReply): boolean =>
  shouldBe.kind === 'listed' && shouldNotBe.kind === 'clean'

/** Verdict of one address on one list. Pure. */
export function judgeListing(
  { name }: Blocklist,
  address: string,
  reply: ListReply,
  test: readonly [shouldBe: ListReply, shouldNotBe: ListReply],
): Omit<DnsExtra, 'id'> {
  const params = { list: name, address }
  const refused = [reply, ...test].find(one => one.kind === 'refused')
  if (refused?.kind === 'refused')
    return { verdict: 'unknown', code: 'list-refused', params: { ...params, reply: refused.code } }
  if (reply.kind === 'silent' || test.some(one => one.kind === 'silent'))
    return { verdict: 'unknown', code: 'list-silent', params }
  if (!isListAlive(...test) || reply.kind === 'nonsense')
    return { verdict: 'unknown', code: 'list-broken', params }
  return reply.kind === 'clean'
    ? { verdict: 'right', code: 'list-clean', params }
    : { verdict: 'wrong', code: reply.kind, params }
}

/** The list's own servers know best and refuse least; resolvers only where these cannot be asked. */
async function askList(name: string, { zone }: Blocklist, vantage: Vantage): Promise<ListReply> {
  const found = await vantage.zoneOf(zone)
  const own = found.kind === 'zone' ? found.servers.slice(0, 2) : []
  for (const server of [...own, ...(await vantage.resolvers())]) {
    const reply = readListReply(await vantage.ask(server, name, 'A'))
    if (reply.kind !== 'silent') return reply
  }
  return { kind: 'silent' }
}

/** One line for each list and address. @throws AppError `cancelled` */
export async function lookAtBlocklists(
  addresses: readonly string[],
  lists: readonly Blocklist[],
  vantage: Vantage,
): Promise<DnsExtra[]> {
  const looks = lists.flatMap(list =>
    addresses
      .filter(address => list.hasIpv6 || !isIPv6(address))
      .map(async (address): Promise<DnsExtra> => {
        const [reply, shouldBe, shouldNotBe] = await Promise.all(
          [address, '127.0.0.2', '127.0.0.1'].map(one =>
            askList(listName(one, list.zone), list, vantage),
          ) as [Promise<ListReply>, Promise<ListReply>, Promise<ListReply>], // three were asked
        )
        const judged = judgeListing(list, address, reply, [shouldBe, shouldNotBe])
        return { id: `list.${list.zone}.${address}`, ...judged }
      }),
  )
  return Promise.all(looks)
}
