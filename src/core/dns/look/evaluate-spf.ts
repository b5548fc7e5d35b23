/** What the published SPF record does, beside what it says: it is walked as receivers walk it (RFC 7208, 4.6). */
import type { RecordLook } from '../../../shared/model/dns.ts'
import { countSpf, type SpfCost } from '../../../shared/mail/spf/count-spf.ts'
import { evaluateSpf, spfLimits } from '../../../shared/mail/spf/evaluate-spf.ts'
import type { SpfAsk } from '../../../shared/mail/spf/types.ts'
import { listed } from './comparison.ts'
import { truthOf } from './truth.ts'
import type { Vantage } from './vantage.ts'

/** Answers only what is known; everything else is `unknown`, which never makes a record bad. */
export const spfAskOf =
  ({ tell }: Vantage): SpfAsk =>
  async (name, type) => {
    const truth = truthOf(await tell(name, type), type)
    if (!truth.isKnown) return { kind: 'unknown' }
    return truth.values.length > 0 ? { kind: 'records', values: truth.values } : { kind: 'nodata' }
  }

type Change = Pick<RecordLook, 'verdict' | 'code' | 'params'>

/** What the walk shows that the text does not. Pure. */
export function judgeCost({ lookups, broken }: SpfCost): Change | undefined {
  if (broken.length > 0)
    return { verdict: 'wrong', code: 'spf-include', params: { names: listed(broken) } }
  if (lookups > spfLimits.lookups)
    return { verdict: 'wrong', code: 'spf-lookups', params: { count: lookups } }
  return undefined
}

/** The server's own addresses pass, whatever the words: `a:` instead of `ip4:`, for example. */
async function passes(domain: string, addresses: readonly string[], ask: SpfAsk): Promise<boolean> {
  const found = await Promise.all(
    addresses.map(ip => evaluateSpf({ ip, sender: `postmaster@${domain}`, helo: domain, ask })),
  )
  return addresses.length > 0 && found.every(({ result }) => result === 'pass')
}

/**
 * Evaluates what `look` found; leaves it as it is where nothing more is known.
 * @param addresses from which the server sends when no relay does
 */
export async function withEvaluation(
  look: RecordLook,
  domain: string,
  addresses: readonly string[],
  vantage: Vantage,
): Promise<RecordLook> {
  const [text] = look.found
  const isReadable =
    look.verdict === 'right' || look.verdict === 'differs' || look.code === 'spf-lacks'
  if (text === undefined || look.found.length > 1 || !isReadable) return look
  const ask = spfAskOf(vantage)
  const costs = judgeCost(await countSpf(text, domain, ask))
  if (costs) return { ...look, ...costs }
  // Which addresses a relay sends from is not known: its include has to be there by name.
  const isOwn = look.code === 'spf-lacks' && !/\binclude:/.test(String(look.params['terms']))
  return isOwn && (await passes(domain, addresses, ask))
    ? { ...look, verdict: 'differs', code: 'spf-same-effect', params: {} }
    : look
}
