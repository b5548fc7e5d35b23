/**
 * Mandrill: the account's sending domains, and what left in the last 30 days. `senders/check-domain` says the same of one domain and
 * adds it to the account where it is not there: asking must not change anything.
 */
import { z } from '../../../../shared/zod.ts'
import { absent, isSameDomain, type OpinionReader, valid } from '../reader.ts'

const Domains = z.array(
  z.object({
    domain: z.string(),
    dkim: z.object({ valid: z.boolean() }),
    verified_at: z.string().nullish(),
    valid_signing: z.boolean(),
  }),
)
const Info = z.object({
  stats: z.object({ last_30_days: z.object({ sent: z.number().int() }) }),
})
const Failure = z.object({ name: z.string() })

export const mandrill: OpinionReader = {
  domain: () => ({ path: '/senders/domains', body: {} }),
  isRefusal: (_status, answer) => Failure.safeParse(answer).data?.name === 'Invalid_Key',
  readDomain(answer, domain) {
    const { data } = Domains.safeParse(answer)
    if (!data) return undefined
    const found = data.find(one => isSameDomain(one.domain, domain))
    if (!found) return absent
    if (found.valid_signing) return valid
    const dkim = [1, 2].map(number => ({
      type: 'CNAME',
      name: `mte${number}._domainkey.${domain}`,
      value: `dkim${number}.mandrillapp.com`,
    }))
    const missed = [
      ...(found.dkim.valid ? [] : dkim),
      ...(found.verified_at ? [] : [{ type: 'TXT', name: domain }]),
    ]
    return { state: 'invalid', missed }
  },
  usage: () => ({ path: '/users/info', body: {} }),
  readUsage(answer) {
    const { data } = Info.safeParse(answer)
    return data && { used: data.stats.last_30_days.sent, per: 'window-30-days' }
  },
}
