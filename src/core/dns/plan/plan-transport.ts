/** Encryption on the way in: MTA-STS with a policy that names every MX, and reports about it. */
import { createHash } from 'node:crypto'
import type { PlannedRecord } from '../../../shared/model/dns.ts'
import { parseTags } from './dmarc-tags.ts'
import { type Part, type PlanInput, usualTtl, valuesOf } from './plan-input.ts'
import type { MxChain } from './plan-mx.ts'
import { note, why } from './words.ts'

/** Seconds: a day while it is tried out, four weeks once it is meant (RFC 8461, 3.2 advises weeks). */
const ages = { testing: 86_400, enforce: 2_419_200 } as const

/** The policy's text (RFC 8461, 3.2). A host that it does not name gets no mail from senders that keep to it: the backup is in it too. */
export const composeStsPolicy = (mode: 'testing' | 'enforce', hosts: readonly string[]): string =>
  [
    'version: STSv1',
    `mode: ${mode}`,
    ...hosts.map(host => `mx: ${host}`),
    `max_age: ${ages[mode]}`,
    '',
  ].join('\r\n')

/** Senders fetch the policy anew when the id differs: so it follows the text. */
const policyId = (policy: string): string =>
  createHash('sha256').update(policy).digest('hex').slice(0, 20)

function text(
  { published }: PlanInput,
  one: Pick<PlannedRecord, 'id' | 'name' | 'values' | 'why' | 'notes'>,
): PlannedRecord {
  return {
    ...one,
    group: 'safe',
    zone: published.zoneOf(one.name),
    type: 'TXT',
    ttl: usualTtl,
    importance: 'optional',
    match: 'text-tags',
  }
}

export interface TransportPart extends Part {
  readonly mtaStsPolicy: string
}

export function planTransport(input: PlanInput, chain: MxChain): TransportPart {
  const { facts, published, options } = input
  const { domain, hostname } = facts
  const backups = chain.backups.map(({ host }) => host)
  const policy = composeStsPolicy(options.mtaSts ?? 'testing', [chain.own.host, ...backups])
  const host = `mta-sts.${domain}`
  const backup = backups.join(', ')
  const known = valuesOf(published.tlsRpt).find(value => parseTags(value).get('v') === 'TLSRPTv1')
  const rua = facts.reports.rua ?? 'postmaster'
  return {
    mtaStsPolicy: policy,
    findings: [],
    records: [
      text(input, {
        id: 'mta-sts',
        name: `_mta-sts.${domain}`,
        values: [`v=STSv1; id=${policyId(policy)}`],
        why: why('mta-sts', { domain }),
        notes: [
          note('mta-sts-file', { host }),
          ...(backup === '' ? [] : [note('mta-sts-backup', { backup })]),
        ],
      }),
      {
        id: 'mta-sts.host',
        group: 'safe',
        name: host,
        zone: published.zoneOf(host),
        type: 'CNAME',
        ttl: usualTtl,
        values: [hostname],
        importance: 'optional',
        match: 'resolves',
        why: why('mta-sts-host', { host }),
        notes: [note('needs-certificate', { name: host })],
      },
      text(input, {
        id: 'tls-rpt',
        name: `_smtp._tls.${domain}`,
        values: [known ?? `v=TLSRPTv1; rua=mailto:${rua}@${facts.mainDomain}`],
        why: why('tls-rpt', { domain }),
        notes: [],
      }),
    ],
  }
}
