/** Brevo: one domain with its records, and the credits that are left (API v3). */
import { z } from '../../../../shared/zod.ts'
import { type OpinionReader, valid } from '../reader.ts'

const Record = z.object({
  type: z.string(),
  value: z.string(),
  host_name: z.string(),
  status: z.boolean(),
})
const Domain = z.object({
  verified: z.boolean(),
  authenticated: z.boolean(),
  dns_records: z.record(z.string(), Record.nullish()),
})
const Account = z.object({
  plan: z.array(
    z.object({ type: z.string(), creditsType: z.string().optional(), credits: z.number() }),
  ),
})
const Failure = z.object({ code: z.string() })

/** It writes names with or without the domain. */
const nameOf = (host: string, domain: string): string => {
  const bare = host.replace(/\.$/, '')
  if (bare === '' || bare === '@') return domain
  return bare.endsWith(domain) ? bare : `${bare}.${domain}`
}

export const brevo: OpinionReader = {
  domain: domain => ({ path: `/senders/domains/${domain}` }),
  isAbsent: (status, answer) =>
    status === 404 || Failure.safeParse(answer).data?.code === 'document_not_found',
  readDomain(answer, domain) {
    const { data } = Domain.safeParse(answer)
    if (!data) return undefined
    if (data.authenticated) return valid
    const missed = Object.values(data.dns_records)
      .filter(record => record?.status === false)
      .flatMap(record => record ?? [])
      .map(({ type, host_name: host, value }) => ({ type, name: nameOf(host, domain), value }))
    return { state: 'invalid', missed }
  },
  usage: () => ({ path: '/account' }),
  readUsage(answer) {
    const plan = Account.safeParse(answer).data?.plan.find(
      ({ type, creditsType }) => type !== 'sms' && creditsType === 'sendLimit',
    )
    return plan && { left: Math.round(plan.credits), per: plan.type === 'free' ? 'day' : 'plan' }
  },
}
