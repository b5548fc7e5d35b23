/** An alias that is not there by itself: the name may still lead to the same place (a flattened alias, copied records). */
import type { PlannedRecord } from '../../../shared/model/dns.ts'
import type { DnsType } from '../../net/dns/dns-type.ts'
import { type Compare, judged, listed } from './comparison.ts'
import { compareSet } from './compare/set.ts'
import { truthOf } from './truth.ts'
import type { Vantage } from './vantage.ts'

/** What stands behind the name and behind its planned target; undefined where that cannot be known. */
export interface Behind {
  readonly own: readonly string[] | undefined
  readonly target: readonly string[] | undefined
}

async function behind(
  name: string,
  types: readonly DnsType[],
  { tell }: Vantage,
): Promise<readonly string[] | undefined> {
  const found = await Promise.all(types.map(async type => truthOf(await tell(name, type), type)))
  const known = found.filter(truth => truth.isKnown)
  return known.length === found.length ? known.flatMap(truth => truth.values).sort() : undefined
}

/** Asks for both; needed only where the alias itself is not as planned. */
export async function lookBehind(planned: PlannedRecord, vantage: Vantage): Promise<Behind> {
  const [target = ''] = planned.values
  const types: readonly DnsType[] = planned.name.includes('._domainkey.') ? ['TXT'] : ['A', 'AAAA']
  const [own, other] = await Promise.all([
    behind(planned.name, types, vantage),
    behind(target, types, vantage),
  ])
  return { own, target: other }
}

/** Compares the alias, and where it is another one or none, what stands behind it. Pure. */
export function compareResolves({ own, target }: Behind): Compare {
  return (planned, published) => {
    const direct = compareSet(planned, published)
    if (direct.verdict === 'right') return direct
    const found = [...published, ...(published.length === 0 ? (own ?? []) : [])]
    // Something may stand there that nobody could see, or the target itself is out of sight.
    if (own === undefined || (own.length > 0 && target === undefined))
      return judged('unknown', 'behind-unknown', found)
    if (own.length === 0) return direct
    const isSame = JSON.stringify(own) === JSON.stringify(target)
    if (isSame) return judged('differs', 'same-behind', found)
    return judged('wrong', 'leads-elsewhere', found, {
      found: listed(found),
      wanted: listed(planned.values),
    })
  }
}
