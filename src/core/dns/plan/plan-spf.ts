/** Who may send as the domain: the user's own mechanisms, the server, the relay, within ten look-ups. */
import { countSpf, type SpfCost } from '../../../shared/mail/spf/count-spf.ts'
import { spfLimits } from '../../../shared/mail/spf/evaluate-spf.ts'
import type { SpfAsk } from '../../../shared/mail/spf/types.ts'
import type { DnsFinding, DnsWords } from '../../../shared/model/dns.ts'
import { type MergedSpf, mergeSpf } from './merge-spf.ts'
import { type Part, type PlanInput, usualTtl, valuesOf } from './plan-input.ts'
import type { MxChain } from './plan-mx.ts'
import { finding, note, why } from './words.ts'

export interface SpfPlan {
  readonly merged: MergedSpf
  readonly cost: SpfCost
}

/** RFC 7208, 3.4: what fits an answer over UDP with everything else in it. */
const longestRecord = 450

/**
 * The record and what it costs, really counted. What of ours is dispensable goes first when it would be too much: behind a relay
 * the server's own name never stands in an envelope's connection.
 * @param backups hosts that take mail in: `mx` would let them send as well
 */
export async function workOutSpf(
  { facts, published }: PlanInput,
  { backups }: MxChain,
  ask: SpfAsk,
): Promise<SpfPlan> {
  const { domain, hostname, relay } = facts
  const own = [...(backups.length === 0 ? ['mx'] : []), `a:${hostname}`]
  const include = relay?.senderDns.spfInclude
  const needed = include === undefined ? [] : [`include:${include}`]
  const tries = [[...own, ...needed], [...own.slice(-1), ...needed], ...(relay ? [needed] : [])]
  let best: SpfPlan | undefined
  for (const wanted of tries) {
    const merged = mergeSpf(valuesOf(published.txt), wanted)
    if (merged.record === best?.merged.record) continue
    const cost = await countSpf(merged.record, domain, ask)
    if (!best || cost.lookups < best.cost.lookups) best = { merged, cost }
    if (best.cost.lookups <= spfLimits.lookups) break
  }
  return best!
}

const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)

function spfFindings({ merged, cost }: SpfPlan): DnsFinding[] {
  const { lookups, voids, broken } = cost
  return [
    ...(merged.count > 1 ? [finding('danger', 'spf-several', { n: merged.count })] : []),
    ...merged.dropped.map(term => finding('danger', 'spf-broken-term', { term: cut(term) })),
    ...(merged.all === '+' ? [finding('danger', 'spf-all-pass')] : []),
    ...(merged.all === '?' ? [finding('warning', 'spf-all-neutral')] : []),
    ...(lookups > spfLimits.lookups ? [finding('danger', 'spf-lookups', { n: lookups })] : []),
    ...(voids > spfLimits.voids ? [finding('warning', 'spf-voids', { n: voids })] : []),
    ...broken.map(name => finding('danger', 'spf-include-broken', { name })),
    ...(merged.record.length > longestRecord
      ? [finding('warning', 'spf-long', { n: merged.record.length })]
      : []),
  ]
}

export function planSpf({ facts, published }: PlanInput, plan: SpfPlan): Part {
  const { domain, relay } = facts
  const { merged, cost } = plan
  const isUnread = published.txt.kind === 'unknown'
  const notes: DnsWords[] = [
    isUnread ? note('spf-not-read') : undefined,
    cost.isKnown
      ? note('spf-lookups', { n: cost.lookups })
      : note('spf-lookups-at-least', { n: cost.lookups }),
    merged.count > 0 && merged.added.length > 0
      ? note('spf-added', { terms: merged.added.join(' ') })
      : undefined,
    merged.count > 0 && merged.added.length === 0 ? note('spf-kept') : undefined,
  ].filter(one => one !== undefined)
  return {
    findings: spfFindings(plan),
    records: [
      {
        id: 'spf',
        group: 'leave',
        name: domain,
        zone: published.zoneOf(domain),
        type: 'TXT',
        ttl: usualTtl,
        values: [merged.record],
        importance: 'needed',
        match: 'spf',
        why:
          relay?.senderDns.spfInclude === undefined
            ? why('spf', { domain })
            : why('spf-with-relay', { domain, relay: relay.name }),
        notes,
      },
    ],
  }
}
