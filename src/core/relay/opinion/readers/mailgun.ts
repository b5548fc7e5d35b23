/** Mailgun: one domain with its sending records, and the month's own limit where the account has set one (v4, v5). */
import { z } from '../../../../shared/zod.ts'
import { type OpinionReader, valid } from '../reader.ts'

const Domain = z.object({
  domain: z.object({ state: z.enum(['active', 'unverified', 'disabled']) }),
  sending_dns_records: z.array(
    z.object({
      record_type: z.string(),
      valid: z.string(),
      name: z.string().optional(),
      value: z.string(),
    }),
  ),
})
const Limit = z.object({ limit: z.number().int(), current: z.number().int(), period: z.string() })

export const mailgun: OpinionReader = {
  domain: domain => ({ path: `/v4/domains/${domain}` }),
  isAbsent: status => status === 404,
  readDomain(answer, domain) {
    const { data } = Domain.safeParse(answer)
    if (!data) return undefined
    if (data.domain.state === 'disabled') return { state: 'disabled', missed: [] }
    if (data.domain.state === 'active') return valid
    // The CNAME is for counting clicks, which is better off.
    const missed = data.sending_dns_records
      .filter(record => record.valid !== 'valid' && record.record_type !== 'CNAME')
      .map(({ record_type: type, name, value }) => ({ type, name: name ?? domain, value }))
    return { state: 'invalid', missed }
  },
  usage: () => ({ path: '/v5/accounts/limit/custom/monthly' }),
  readUsage(answer) {
    const { data } = Limit.safeParse(answer)
    if (data?.period !== '1m' || data.limit <= 0) return undefined
    return { used: data.current, limit: data.limit, per: 'month' }
  },
}
