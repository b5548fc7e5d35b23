/** Mailjet: what it sees in DNS for each domain, and what left since the first of the month (REST v3). */
import { z } from '../../../../shared/zod.ts'
import { absent, isSameDomain, type OpinionReader, valid } from '../reader.ts'

const most = 1000
const Domains = z.object({
  Data: z.array(
    z.object({
      Domain: z.string(),
      DKIMStatus: z.string(),
      DKIMRecordName: z.string(),
      DKIMRecordValue: z.string(),
      SPFStatus: z.string(),
      SPFRecordValue: z.string(),
    }),
  ),
})
const Counters = z.object({ Data: z.array(z.object({ MessageSentCount: z.number().int() })) })

export const mailjet: OpinionReader = {
  domain: () => ({ path: `/dns?Limit=${most}` }),
  readDomain(answer, domain) {
    const { data } = Domains.safeParse(answer)
    if (!data) return undefined
    const found = data.Data.find(one => isSameDomain(one.Domain, domain))
    if (!found) return data.Data.length >= most ? undefined : absent
    const states = [found.DKIMStatus, found.SPFStatus]
    if (states.every(state => state === 'OK')) return valid
    if (states.every(state => state === 'OK' || state === 'Not checked'))
      return { state: 'pending', missed: [] }
    const dkim = { type: 'TXT', name: found.DKIMRecordName, value: found.DKIMRecordValue }
    const spf = { type: 'TXT', name: domain, value: found.SPFRecordValue }
    const missed = [
      ...(found.DKIMStatus === 'OK' ? [] : [dkim]),
      ...(found.SPFStatus === 'OK' ? [] : [spf]),
    ]
    // What counts with receivers is the signature; SPF speaks for Mailjet's own return address.
    return { state: found.DKIMStatus === 'OK' ? 'partial' : 'invalid', missed }
  },
  usage(nowMs) {
    const month = new Date(nowMs).toISOString().slice(0, 7)
    const query = `CounterSource=APIKey&CounterTiming=Message&CounterResolution=Day&FromTS=${month}-01T00:00:00Z`
    return { path: `/statcounters?${query}&Limit=${most}` }
  },
  readUsage(answer) {
    const { data } = Counters.safeParse(answer)
    const used = data?.Data.reduce((sum, day) => sum + day.MessageSentCount, 0)
    return used === undefined ? undefined : { used, per: 'month' }
  },
}
