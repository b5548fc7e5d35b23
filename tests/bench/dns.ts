/** The look at one domain and at fifty, beside one question to one of the servers. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Bench } from '../../scripts/bench/run-bench.ts'
import { createLookTurns } from '../../src/core/dns/look-turns.ts'
import { lookAtPlan } from '../../src/core/dns/look/look-at-plan.ts'
import type { DomainPlan } from '../../src/shared/model/dns.ts'
import type { FakeRecord } from '../fakes/dns/packet-data.ts'
import { type FakeZone, type WorldPorts, worldResolver } from '../fakes/dns/world.ts'
import { never } from '../support/connection.ts'
import { domainPlan, type PlannedPart } from '../support/dns-plan.ts'
import type { WorldOrder } from './dns-world.ts'

const delayMs = 40
const key = `v=DKIM1; k=rsa; p=${'A'.repeat(390)}`
const host = 'mail.server.test'

/** What a plan with a relay and a backup MX has: 25 records. */
function recordsOf(domain: string): PlannedPart[] {
  const srv = (service: string, value: string): PlannedPart => ({
    name: `_${service}._tcp.${domain}`,
    type: 'SRV',
    values: [value],
  })
  const text = (name: string, match: PlannedPart['match'], value: string): PlannedPart => ({
    name: name === '' ? domain : `${name}.${domain}`,
    type: 'TXT',
    match: match!,
    values: [value],
  })
  const alias = (name: string, value: string): PlannedPart => ({
    name: `${name}.${domain}`,
    type: 'CNAME',
    values: [value],
  })
  return [
    { name: domain, type: 'MX', values: [`10 ${host}`, '20 backup.provider.test'] },
    { name: host, type: 'A', values: ['203.0.113.7'] },
    { name: host, type: 'AAAA', values: ['2001:db8::7'] },
    text('', 'spf', `v=spf1 mx a:${host} include:provider.test ~all`),
    text('dkim._domainkey', 'dkim', key),
    text('_dmarc', 'dmarc', 'v=DMARC1; p=none'),
    text('_mta-sts', 'text-tags', 'v=STSv1; id=1'),
    text('_smtp._tls', 'text-tags', `v=TLSRPTv1; rua=mailto:postmaster@${domain}`),
    { ...text('', 'set', 'provider-code:abc'), id: 'owner' },
    srv('imap', '0 0 0 .'),
    srv('pop3', '0 0 0 .'),
    srv('submission', `20 1 587 ${host}`),
    srv('autodiscover', `10 1 443 ${host}`),
    srv('submissions', `10 1 465 ${host}`),
    srv('imaps', `10 1 993 ${host}`),
    srv('pop3s', `10 1 995 ${host}`),
    alias('autoconfig', host),
    alias('autodiscover', host),
    alias('mta-sts', host),
    alias('s1._domainkey', 's1.provider.test'),
    alias('s2._domainkey', 's2.provider.test'),
    alias('em1', 'return.provider.test'),
    { name: domain, type: 'CAA', values: ['0 issue letsencrypt.org'] },
    { name: `_25._tcp.${host}`, type: 'TLSA', match: 'contains', values: ['3 1 1 00ff'] },
    { name: '7.113.0.203.in-addr.arpa', type: 'PTR', values: [host] },
  ]
}

const domains = Array.from({ length: 50 }, (_, at) => `domain-${at}.test`)

function zonesFor(): FakeZone[] {
  const all = domains.flatMap(recordsOf)
  const seen = new Set<string>()
  const published = all.flatMap(({ name, type, values }) =>
    values.flatMap((value): FakeRecord[] => {
      const id = `${name} ${type} ${value}`
      return seen.has(id) || seen.size !== seen.add(id).size - 1 ? [] : [[name, type, value]]
    }),
  )
  const zones = [...domains, 'server.test', '113.0.203.in-addr.arpa']
  return [
    ...zones.map(name => ({
      name,
      records: published.filter(one => one[0] === name || one[0].endsWith(`.${name}`)),
    })),
    {
      name: 'provider.test',
      records: [
        ['provider.test', 'TXT', 'v=spf1 ip4:198.51.100.0/24 ~all'],
        ['s1.provider.test', 'TXT', key],
        ['s2.provider.test', 'TXT', key],
        ['return.provider.test', 'A', '198.51.100.9'],
      ],
    },
  ]
}

const planOf = (domain: string): DomainPlan =>
  domainPlan(recordsOf(domain), { domain, hostname: host })

export const bench: Bench = {
  about:
    'A look at 25 records of a domain, and of fifty domains at once, by two name servers, two resolvers and the local one, each 40 ms away, beside one question to one of them.',
  unit: 'ms',
  rounds: 5,
  ratios: { 'one/question': ['one', 'question'], 'fifty/question': ['fifty', 'question'] },
  async prepare() {
    const order: WorldOrder = { zones: zonesFor(), delayMs }
    const worker = new Worker(new URL('./dns-world.ts', import.meta.url), { workerData: order })
    const [ports] = (await once(worker, 'message')) as [WorldPorts] // by dns-world.ts
    const resolver = worldResolver(ports, {
      patience: { udpMs: [5000], tcpMs: 5000, httpsMs: 5000 },
    })
    const look = async (domain: string): Promise<void> => {
      const deps = { resolver, clock: { now: () => Date.now() }, lists: [] }
      const { records } = await lookAtPlan(planOf(domain), deps, never)
      const other = records.find(one => one.verdict !== 'right')
      if (records.length !== 25 || other) throw new Error(`${domain}: ${JSON.stringify(other)}`)
    }
    const inTurn = createLookTurns()
    return {
      contenders: {
        async question() {
          await resolver.ask(domains[0]!, 'MX', { signal: never })
          return undefined
        },
        async one() {
          await look(domains[0]!)
          return undefined
        },
        async fifty() {
          await Promise.all(domains.map(domain => inTurn(() => look(domain), never)))
          return undefined
        },
      },
      async close() {
        await worker.terminate()
      },
    }
  },
}
