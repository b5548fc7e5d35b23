/** Amazon SES: one identity, and the quota of 24 hours (SES API v2: GetEmailIdentity, GetAccount). */
import { z } from '../../../../shared/zod.ts'
import { type OpinionReader, valid } from '../reader.ts'

const Identity = z.object({
  VerifiedForSendingStatus: z.boolean(),
  VerificationStatus: z.string().optional(),
  DkimAttributes: z
    .object({ Status: z.string().optional(), Tokens: z.array(z.string()).optional() })
    .optional(),
  MailFromAttributes: z
    .object({ MailFromDomain: z.string().optional(), MailFromDomainStatus: z.string().optional() })
    .optional(),
})
const Account = z.object({
  SendQuota: z.object({ Max24HourSend: z.number(), SentLast24Hours: z.number() }),
})
/** It goes on looking; nothing is decided. */
const undecided = new Set(['PENDING', 'TEMPORARY_FAILURE'])

export const ses: OpinionReader = {
  domain: domain => ({ path: `/v2/email/identities/${domain}` }),
  isAbsent: status => status === 404,
  readDomain(answer, domain) {
    const { data } = Identity.safeParse(answer)
    if (!data) return undefined
    const { DkimAttributes: dkim, MailFromAttributes: from } = data
    const tokens = dkim?.Status === 'SUCCESS' ? [] : (dkim?.Tokens ?? [])
    const missed = tokens.map(token => ({
      type: 'CNAME',
      name: `${token}._domainkey.${domain}`,
      value: `${token}.dkim.amazonses.com`,
    }))
    if (!data.VerifiedForSendingStatus)
      return { state: undecided.has(data.VerificationStatus ?? '') ? 'pending' : 'invalid', missed }
    const hasNoReturnPath = from?.MailFromDomain && from.MailFromDomainStatus === 'FAILED'
    const returnPath = hasNoReturnPath ? [{ type: 'MX', name: from.MailFromDomain ?? '' }] : []
    const all = [...missed, ...returnPath]
    return all.length === 0 ? valid : { state: 'partial', missed: all }
  },
  usage: () => ({ path: '/v2/email/account' }),
  readUsage(answer) {
    const { data } = Account.safeParse(answer)
    if (!data) return undefined
    const { Max24HourSend: most, SentLast24Hours: sent } = data.SendQuota
    // -1: without limit.
    const limit = most > 0 && { limit: Math.round(most) }
    return { used: Math.round(sent), ...limit, per: 'window-day' }
  },
}
