/** SendGrid: authenticated domains and the month's credits (Twilio SendGrid API v3). */
import { RelayUsage } from '../../../../shared/model/opinion.ts'
import { z } from '../../../../shared/zod.ts'
import { absent, isSameDomain, type OpinionReader, valid } from '../reader.ts'

const most = 200
const Record = z.object({
  valid: z.boolean(),
  type: z.string(),
  host: z.string(),
  data: z.string(),
})
const Domains = z.array(
  z.object({
    domain: z.string(),
    valid: z.boolean(),
    dns: z.record(z.string(), Record.nullable()),
  }),
)
const Credits = z.object({
  used: z.number().int(),
  total: z.number().int(),
  reset_frequency: z.string(),
})
/** How its plans are renewed. */
const periods: Readonly<Record<string, RelayUsage['per']>> = {
  monthly: 'month',
  weekly: 'week',
  daily: 'day',
}

export const sendgrid: OpinionReader = {
  domain: domain => ({ path: `/v3/whitelabel/domains?domain=${domain}&limit=${most}` }),
  readDomain(answer, domain) {
    const { data } = Domains.safeParse(answer)
    const found = data?.filter(one => isSameDomain(one.domain, domain))
    const [first] = found ?? []
    if (!data || !found || (!first && data.length >= most)) return undefined
    if (!first) return absent
    if (found.some(one => one.valid)) return valid
    const missed = Object.values(first.dns)
      .filter(record => record?.valid === false)
      .flatMap(record => record ?? [])
      .map(({ type, host, data: value }) => ({ type, name: host, value }))
    return { state: 'invalid', missed }
  },
  usage: () => ({ path: '/v3/user/credits' }),
  readUsage(answer) {
    const { data } = Credits.safeParse(answer)
    if (!data) return undefined
    const per = periods[data.reset_frequency.toLowerCase()] ?? 'plan'
    return { used: data.used, ...(data.total > 0 && { limit: data.total }), per }
  },
}
