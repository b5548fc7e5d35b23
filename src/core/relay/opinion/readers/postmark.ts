/** Postmark: the account's domains, and the records of one (account token). The month is told to tokens of a server only. */
import { z } from '../../../../shared/zod.ts'
import { absent, isSameDomain, type OpinionReader, valid } from '../reader.ts'

const Domains = z.object({
  TotalCount: z.number().int(),
  Domains: z.array(z.object({ ID: z.number().int(), Name: z.string() })),
})
const Detail = z.object({
  DKIMVerified: z.boolean(),
  DKIMHost: z.string().nullish(),
  DKIMTextValue: z.string().nullish(),
  DKIMPendingHost: z.string().nullish(),
  DKIMPendingTextValue: z.string().nullish(),
  ReturnPathDomain: z.string().nullish(),
  ReturnPathDomainVerified: z.boolean(),
  ReturnPathDomainCNAMEValue: z.string().nullish(),
})

const foundIn = (answer: unknown, domain: string) =>
  Domains.safeParse(answer).data?.Domains.find(one => isSameDomain(one.Name, domain))

export const postmark: OpinionReader = {
  domain: () => ({ path: '/domains?count=500&offset=0' }),
  detail(answer, domain) {
    const found = foundIn(answer, domain)
    return found && { path: `/domains/${found.ID}` }
  },
  readDomain(answer, domain, detail) {
    const { data: list } = Domains.safeParse(answer)
    if (!list) return undefined
    if (!foundIn(answer, domain)) return list.TotalCount > list.Domains.length ? undefined : absent
    const { data: one } = Detail.safeParse(detail)
    if (!one) return undefined
    const dkim = {
      type: 'TXT',
      name: one.DKIMPendingHost || one.DKIMHost || `…._domainkey.${domain}`,
      value: one.DKIMPendingTextValue || one.DKIMTextValue || undefined,
    }
    const returnPath = {
      type: 'CNAME',
      name: one.ReturnPathDomain || `pm-bounces.${domain}`,
      value: one.ReturnPathDomainCNAMEValue || undefined,
    }
    const missed = [
      ...(one.DKIMVerified ? [] : [dkim]),
      ...(one.ReturnPathDomainVerified ? [] : [returnPath]),
    ]
    if (missed.length === 0) return valid
    return { state: one.DKIMVerified ? 'partial' : 'invalid', missed }
  },
}
