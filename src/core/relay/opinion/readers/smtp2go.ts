/** SMTP2GO: the account's sender domains, and the month that its plan counts (API v3; every question is a POST). */
import { z } from '../../../../shared/zod.ts'
import { absent, isSameDomain, type OpinionReader, valid } from '../reader.ts'

const Domains = z.object({
  data: z.object({
    domains: z.array(
      z.object({
        domain: z.object({
          fulldomain: z.string(),
          dkim_selector: z.string(),
          dkim_value: z.string(),
          dkim_verified: z.boolean(),
          rpath_selector: z.string(),
          rpath_value: z.string(),
          rpath_verified: z.boolean(),
        }),
      }),
    ),
  }),
})
const Cycle = z.object({
  data: z.object({ cycle_used: z.number().int(), cycle_max: z.number().int() }),
})
const Failure = z.object({ data: z.object({ error_code: z.string() }) })

export const smtp2go: OpinionReader = {
  domain: () => ({ path: '/domain/view', body: {} }),
  // A key that may not do this is told by 400 and a code.
  isRefusal: (status, answer) =>
    status === 400 &&
    /PERMISSION_DENIED|API_KEY/.test(Failure.safeParse(answer).data?.data.error_code ?? ''),
  readDomain(answer, domain) {
    const { data } = Domains.safeParse(answer)
    if (!data) return undefined
    const found = data.data.domains.find(one => isSameDomain(one.domain.fulldomain, domain))?.domain
    if (!found) return absent
    const dkim = {
      type: 'CNAME',
      name: `${found.dkim_selector}._domainkey.${domain}`,
      value: found.dkim_value,
    }
    const returnPath = {
      type: 'CNAME',
      name: `${found.rpath_selector}.${domain}`,
      value: found.rpath_value,
    }
    const missed = [
      ...(found.dkim_verified ? [] : [dkim]),
      ...(found.rpath_verified ? [] : [returnPath]),
    ]
    return missed.length === 0 ? valid : { state: 'invalid', missed }
  },
  usage: () => ({ path: '/stats/email_cycle', body: {} }),
  readUsage(answer) {
    const cycle = Cycle.safeParse(answer).data?.data
    if (!cycle) return undefined
    const limit = cycle.cycle_max > 0 && { limit: cycle.cycle_max }
    return { used: cycle.cycle_used, ...limit, per: 'cycle' }
  },
}
