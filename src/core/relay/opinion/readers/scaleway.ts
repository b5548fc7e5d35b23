/** Scaleway Transactional Email: a domain, what it sees in DNS, and the project's month (v1alpha1). */
import { z } from '../../../../shared/zod.ts'
import { absent, isSameDomain, type OpinionReader, valid } from '../reader.ts'

const Record = z.object({ name: z.string(), value: z.string() }).nullish()
const Domains = z.object({
  total_count: z.number().int(),
  domains: z.array(
    z.object({
      id: z.string().regex(/^[\w-]+$/),
      name: z.string(),
      status: z.string(),
      records: z.object({ dkim: Record, spf: Record, dmarc: Record }).nullish(),
    }),
  ),
})
const State = z.object({ status: z.string() }).nullish()
const Seen = z.object({ dkim_record: State, spf_record: State, dmarc_record: State })
const Month = z.object({ monthly_emails_count: z.number().int() })

/** A domain that was given back stays in the list beside the one that is in use. */
const foundIn = (answer: unknown, domain: string) => {
  const all = Domains.safeParse(answer).data?.domains.filter(one => isSameDomain(one.name, domain))
  return all?.find(({ status }) => status !== 'revoked') ?? all?.[0]
}

export const scaleway: OpinionReader = {
  domain: domain => ({ path: `/domains?name=${domain}&page_size=100` }),
  detail(answer, domain) {
    const found = foundIn(answer, domain)
    return found?.status === 'invalid' ? { path: `/domains/${found.id}/verification` } : undefined
  },
  readDomain(answer, domain, detail) {
    const { data } = Domains.safeParse(answer)
    if (!data) return undefined
    const found = foundIn(answer, domain)
    if (!found) return data.total_count > data.domains.length ? undefined : absent
    switch (found.status) {
      case 'checked':
        return valid
      case 'unchecked':
      case 'pending':
      case 'autoconfiguring':
        return { state: 'pending', missed: [] }
      case 'locked':
      case 'revoked':
        return { state: 'disabled', missed: [] }
      case 'invalid': {
        const seen = Seen.safeParse(detail).data
        const { dkim, spf, dmarc } = found.records ?? {}
        // The MX that it proposes too would take the domain's own mail away.
        const missed = [
          seen?.dkim_record?.status === 'valid' ? undefined : dkim,
          seen?.spf_record?.status === 'valid' ? undefined : spf,
          seen?.dmarc_record?.status === 'valid' ? undefined : dmarc,
        ].flatMap(record => (record ? [{ type: 'TXT', ...record }] : []))
        return { state: 'invalid', missed }
      }
      default:
        return undefined
    }
  },
  // The relay's user is the id of the project.
  usage: (_nowMs, user) =>
    /^[\w-]+$/.test(user) ? { path: `/project-consumption?project_id=${user}` } : undefined,
  readUsage(answer) {
    const { data } = Month.safeParse(answer)
    return data && { used: data.monthly_emails_count, per: 'month' }
  },
}
