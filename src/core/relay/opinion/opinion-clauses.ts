/** The last two parts of the relay's sentence: what its provider says of the domain, and how much of the month is used. */
import type { OpinionView } from '../../../shared/model/opinion.ts'
import type { RelayClause } from '../../../shared/model/relay.ts'

/** None without a key: what nobody asked for says nothing. */
export function opinionClauses(view: OpinionView | undefined): RelayClause[] {
  const { name = '', hasKey = false, opinion } = view ?? {}
  if (!hasKey || !opinion) return []
  const { about, usage } = opinion
  const code = about.code.startsWith('domain-') ? `opinion-${about.code}` : 'opinion-unknown'
  const said: RelayClause = {
    id: 'opinion',
    verdict: about.verdict,
    code: about.code === 'key-refused' ? 'opinion-key-refused' : code,
    params: { provider: name, domain: opinion.domain, count: opinion.missed.length },
  }
  if (usage.code === 'usage-not-told') return [said]
  const month: RelayClause = usage.figures
    ? { id: 'usage', verdict: usage.verdict, code: usage.code, params: usage.params }
    : { id: 'usage', verdict: 'unknown', code: 'usage-unknown', params: {} }
  return [said, month]
}
