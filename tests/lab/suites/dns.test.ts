/** The look at published records by real name servers and validating resolvers. Changes nothing of the mail stack. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lookAtPlan } from '../../../src/core/dns/look/look-at-plan.ts'
import type { DnsServer } from '../../../src/core/net/dns/answer.ts'
import { createResolver, type Resolver } from '../../../src/core/net/dns/resolver.ts'
import type { DomainLook } from '../../../src/shared/model/dns.ts'
import { never } from '../../support/connection.ts'
import { domainPlan, type PlannedPart } from '../../support/dns-plan.ts'
import { claimLab } from '../claim.ts'
import { type Lab, readLab } from '../lab.ts'
import { docker, until } from '../make/run.ts'

let lab: Lab
let resolver: Resolver
let release: () => void

const server = (name: string, address: string, kind: DnsServer['kind']): DnsServer => ({
  name,
  addresses: [address],
  port: 53,
  kind,
})

beforeAll(async () => {
  lab = await readLab()
  release = await claimLab(2_400_000)
  // Pristine zones, nothing remembered.
  await docker(['restart', '-t', '1', lab.containers.names])
  const [one = '', two = ''] = lab.names.resolvers
  resolver = createResolver({
    resolvers: [server('One', one, 'resolver'), server('Two', two, 'resolver')],
    local: null,
  })
  await until('the name servers', 30_000, async () => {
    const asked = [
      ...resolver.resolvers,
      ...lab.names.nameServers.map(ip => server(ip, ip, 'authoritative')),
    ]
    const answers = await Promise.all(
      asked.map(who => resolver.ask('signed.test', 'MX', { signal: never, server: who })),
    )
    return answers.every(answer => answer.kind === 'records')
  })
}, 2_500_000)
afterAll(() => release())

const inNames = (script: string): Promise<string> =>
  docker(['exec', lab.containers.names, 'sh', '-c', `cd /names && ${script}`])

const key = `v=DKIM1; k=rsa; p=${'A'.repeat(400)}`
const tlsa = `3 1 1 ${'00ff'.repeat(16)}`

/** What every zone of the lab publishes. */
const recordsOf = (domain: string): PlannedPart[] => [
  { id: 'mx', name: domain, type: 'MX', values: [`10 mail.${domain}`, '20 backup.plain.test'] },
  {
    id: 'spf',
    name: domain,
    type: 'TXT',
    match: 'spf',
    values: [`v=spf1 mx a:mail.${domain} ~all`],
  },
  { id: 'caa', name: domain, type: 'CAA', values: ['0 issue letsencrypt.org'] },
  { id: 'a', name: `mail.${domain}`, type: 'A', values: ['203.0.113.7'] },
  { id: 'aaaa', name: `mail.${domain}`, type: 'AAAA', values: ['2001:db8::7'] },
  { id: 'dkim', name: `dkim._domainkey.${domain}`, type: 'TXT', match: 'dkim', values: [key] },
  {
    id: 'dmarc',
    name: `_dmarc.${domain}`,
    type: 'TXT',
    match: 'dmarc',
    values: ['v=DMARC1; p=none'],
  },
  { id: 'imaps', name: `_imaps._tcp.${domain}`, type: 'SRV', values: [`20 1 993 mail.${domain}`] },
  { id: 'tlsa', name: `_25._tcp.mail.${domain}`, type: 'TLSA', values: [tlsa] },
  { id: 'autoconfig', name: `autoconfig.${domain}`, type: 'CNAME', values: [`mail.${domain}`] },
]

const look = (domain: string, records = recordsOf(domain)): Promise<DomainLook> =>
  lookAtPlan(
    domainPlan(records, { domain, zone: domain, hostname: `mail.${domain}` }),
    { resolver, clock: { now: () => Date.now() }, lists: [] },
    never,
  )

const verdicts = ({ records }: DomainLook): Record<string, string> =>
  Object.fromEntries(records.map(({ id, verdict, code }) => [id, `${verdict} ${code}`]))
const allRight = Object.fromEntries(recordsOf('x').map(({ id }) => [id, 'right right']))

describe('by real servers', () => {
  test('N5b a zone as planned is right in every record, by two name servers and two resolvers', async () => {
    const seen = await look('signed.test')
    expect(verdicts(seen)).toEqual(allRight)
    expect(seen.dnssec).toEqual({
      verdict: 'right',
      code: 'validated',
      params: { zone: 'signed.test' },
    })
    const answered = seen.records.map(
      one => one.sources.filter(({ answer }) => answer === 'records').length,
    )
    expect(answered).toEqual(seen.records.map(() => 4))
  })

  test.each([
    ['bogus.test', 'wrong bogus'],
    ['island.test', 'differs island'],
    ['plain.test', 'not-needed unsigned'],
  ])(
    'the signatures of %s are %s, and its records are right by its own servers',
    async (domain, state) => {
      const seen = await look(domain)
      expect(`${seen.dnssec.verdict} ${seen.dnssec.code}`).toBe(state)
      expect(verdicts(seen)).toEqual(allRight)
    },
  )

  test('N5b what is not there is missing, and what differs is called by its difference', async () => {
    const seen = await look('plain.test', [
      { id: 'nxdomain', name: 'nobody.plain.test', type: 'A', values: ['203.0.113.7'] },
      { id: 'nodata', name: 'mail.plain.test', type: 'MX', values: ['10 mail.plain.test'] },
      { id: 'a', name: 'mail.plain.test', type: 'A', values: ['203.0.113.8'] },
      { id: 'mx', name: 'plain.test', type: 'MX', values: ['10 mail.plain.test'] },
      {
        id: 'spf',
        name: 'other.plain.test',
        type: 'TXT',
        match: 'spf',
        values: ['v=spf1 mx ~all'],
      },
      { id: 'ptr', name: '1.77.30.172.in-addr.arpa', type: 'PTR', values: ['mail.signed.test'] },
      { id: 'big', name: 'big.plain.test', type: 'TXT', values: ['x'.repeat(2000)] },
      { id: 'sub', name: 'www.sub.plain.test', type: 'A', values: ['203.0.113.30'] },
    ])
    expect(verdicts(seen)).toEqual({
      nxdomain: 'missing missing',
      nodata: 'missing missing',
      a: 'wrong other',
      mx: 'differs mx-more',
      spf: 'wrong spf-lacks',
      ptr: 'right right',
      big: 'right right',
      sub: 'right right',
    })
  })

  test('N5i after a change the end of the old value is the one that the resolvers keep', async () => {
    const planned: PlannedPart[] = [
      {
        id: 'dmarc',
        name: '_dmarc.plain.test',
        type: 'TXT',
        match: 'dmarc',
        values: ['v=DMARC1; p=quarantine'],
      },
    ]
    await look('plain.test') // both resolvers remember from here on, for 600 s
    const before = Date.now()
    await inNames(
      "sed -i 's/p=none/p=quarantine/; s/ 1 7200/ 2 7200/' one/plain.test two/plain.test && kill -HUP $(cat run/one.pid run/two.pid)",
    )
    await until('the name servers to serve the change', 20_000, async () => {
      const seen = await look('plain.test', planned)
      return seen.records[0]?.verdict === 'right'
    })
    const [record] = (await look('plain.test', planned)).records
    const left = Date.parse(record?.oldValueUntil ?? '') - before
    expect(record?.notes.map(one => one.code)).toEqual(['old-value'])
    expect(left).toBeGreaterThan(400_000)
    expect(left).toBeLessThanOrEqual(602_000)
  })

  test('N5c with one name server gone nothing changes, with both the resolvers are believed', async () => {
    await inNames('kill $(cat run/one.pid)')
    expect(verdicts(await look('signed.test'))).toEqual(allRight)
    await inNames('kill $(cat run/two.pid)')
    const seen = await look('signed.test')
    expect(seen.records.filter(one => /missing|wrong/.test(one.verdict))).toEqual([])
  })
})
