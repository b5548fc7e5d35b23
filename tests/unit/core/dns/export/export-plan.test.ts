import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dnsHosts } from '../../../../../src/core/dns/export/dns-hosts.ts'
import { exportPlan } from '../../../../../src/core/dns/export/export-plan.ts'
import { findHost } from '../../../../../src/core/dns/export/find-host.ts'
import { recordSets } from '../../../../../src/core/dns/export/record-sets.ts'
import { hostEntries } from '../../../../../src/shared/mail/host-entries.ts'
import type { DnsHost, HostField, PlannedRecord } from '../../../../../src/shared/model/dns.ts'
import { found, planOf } from '../../../../support/plan-input.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'
import {
  linesOf,
  plainData,
  readCompiled,
  readDnscontrol,
  readOctodns,
  readTerraform,
  unquoted,
} from './read-back.ts'

/** Everything that is hard to write: a long text, quotes, macros, several values, a null target, another zone. */
const plan = await planOf({
  relay: 'smtp.mailgun.org',
  options: {
    backupMx: [{ host: 'mx.backup.test', preference: 20 }],
    copied: {
      sending: 'mg.other.test',
      selector: 's1',
      key: `k=rsa; p=${'A'.repeat(390)}`,
    },
  },
  facts: { domain: 'other.test', addresses: { v4: ['198.51.100.20'], v6: ['2001:db8::20'] } },
  published: {
    isHostSigned: true,
    txt: found(
      `v=spf1 exists:%{i}._spf.other.test ${'ip4:203.0.113.1 '.repeat(1)}include:a.test -all`,
    ),
    dmarc: found('v=DMARC1; p=none; rua=mailto:"odd\\"@example.test'),
  },
})
const sets = recordSets(plan)
const own = sets.filter(({ zone }) => zone === 'other.test')

test('the plan for the exports has all that is hard in it', () => {
  expect(new Set(sets.map(({ type }) => type))).toEqual(
    new Set(['A', 'AAAA', 'MX', 'TXT', 'CNAME', 'SRV', 'CAA', 'TLSA']),
  )
  expect(new Set(sets.map(({ zone }) => zone))).toEqual(new Set(['other.test', 'example.test']))
  expect(sets.some(({ values }) => values.some(value => value.length > 255))).toBe(true)
})

test('N5a OctoDNS’s YAML reads back to the same sets by the yaml package, keys in natural order', () => {
  const { text, fileName } = exportPlan(plan, 'octodns')
  expect(fileName).toBe('other.test.yaml')
  expect(readOctodns(text, 'other.test')).toEqual(linesOf(own))
  expect(text).toContain('# In the zone example.test')
})

test('N5a dnsconfig.js run as JavaScript collects the same sets of both zones, and keeps all others', () => {
  const { lines, keepsOthers } = readDnscontrol(exportPlan(plan, 'dnscontrol').text)
  expect([lines, keepsOthers]).toEqual([linesOf(sets), true])
})

test('N5a Terraform’s resources read back to the same sets, each under a name of its own', () => {
  const { lines, labels } = readTerraform(exportPlan(plan, 'terraform').text)
  expect(lines).toEqual(linesOf(sets))
  expect(new Set(labels).size).toBe(labels.length)
})

test('N5a the JSON has the sets as they are', () => {
  const { records } = JSON.parse(exportPlan(plan, 'json').text) as { records: typeof sets }
  expect(linesOf(records)).toEqual(linesOf(sets))
})

const hasBind = spawnSync('named-compilezone', ['-v']).error === undefined

test.skipIf(!hasBind && process.env['CI'] === undefined)(
  'N5a BIND’s own compiler reads the zone file back to the same sets',
  async () => {
    const file = join(await tempFolder(), 'zone')
    const { text } = exportPlan(plan, 'zone')
    const soa =
      'other.test. 3600 IN SOA ns.other.test. hostmaster.other.test. 1 3600 600 86400 300\nother.test. 3600 IN NS ns.example.test.\n'
    writeFileSync(file, `${soa}${text}`)
    const run = spawnSync(
      'named-compilezone',
      ['-i', 'none', '-k', 'ignore', '-s', 'full', '-o', '-', 'other.test', file],
      { encoding: 'utf8' },
    )
    expect(run.status, run.stderr).toBe(0)
    expect(readCompiled(run.stdout)).toEqual(linesOf(own))
  },
)

/** What a person's DNS host makes of the filled form. */
function enteredAt(
  shape: DnsHost,
  { zone }: PlannedRecord,
  fields: readonly HostField[],
): readonly [string, string, string] {
  const at = (id: HostField['id']): string => fields.find(one => one.id === id)?.value ?? ''
  const typed = at('name')
  const isApex = typed === '' || typed === '@'
  const name =
    shape.names === 'full' ? typed.replace(/\.$/, '') : isApex ? zone : `${typed}.${zone}`
  const type = at('type')
  const parts = [
    at('priority'),
    at('weight'),
    at('port'),
    at('target'),
    at('flags'),
    at('tag'),
    at('usage'),
    at('selector'),
    at('matching'),
    at('value'),
  ]
    .filter(Boolean)
    .join(' ')
  if (type === 'TXT') return [name, type, shape.text === 'plain' ? parts : unquoted(parts)]
  const isUnquoted = type === 'CAA' && !parts.includes('"')
  return [name, type, isUnquoted ? parts : plainData(type, parts)]
}

test.each(dnsHosts.map(shape => [shape.id, shape] as const))(
  'B24 what is typed into the form of %s is the planned record',
  (_, shape) => {
    for (const record of plan.records) {
      const entries = hostEntries(record, shape)
      expect(entries.map(({ fields }) => enteredAt(shape, record, fields))).toEqual(
        record.values.map(value => [record.name, record.type, value]),
      )
      const ttls = entries.map(({ fields }) => Number(fields.find(({ id }) => id === 'ttl')?.value))
      expect(ttls.every(ttl => ttl >= shape.minTtl && ttl >= record.ttl)).toBe(true)
    }
  },
)

const golden = (host: string, id: string): string[] => {
  const record = plan.records.find(one => one.id === id)!
  return hostEntries(record, findHost(host)).map(({ fields }) =>
    fields.map(field => `${field.id}=${field.value}`).join(' '),
  )
}

test('B24 each host’s shape is as it was looked at', () => {
  expect({
    cloudflare: golden('cloudflare', 'mx'),
    cloudflareSrv: golden('cloudflare', 'srv.imaps'),
    gandi: golden('gandi', 'dmarc'),
    ovh: golden('ovh', 'mx'),
    godaddy: golden('godaddy', 'srv.imaps'),
    route53: golden('route53', 'mx'),
    desecText: golden('desec', 'spf'),
    porkbun: golden('porkbun', 'srv.imaps'),
  }).toEqual({
    cloudflare: [
      'name=@ type=MX ttl=3600 priority=10 value=mail.example.test',
      'name=@ type=MX ttl=3600 priority=20 value=mx.backup.test',
    ],
    cloudflareSrv: [
      'name=_imaps._tcp type=SRV ttl=3600 priority=10 weight=1 port=993 target=mail.example.test',
    ],
    gandi: [
      'name=_dmarc type=TXT ttl=3600 value="v=DMARC1; p=none; rua=mailto:\\"odd\\\\\\"@example.test; adkim=r; aspf=r"',
    ],
    ovh: [
      'name= type=MX ttl=3600 priority=10 value=mail.example.test.',
      'name= type=MX ttl=3600 priority=20 value=mx.backup.test.',
    ],
    godaddy: [
      'name=_imaps._tcp type=SRV ttl=3600 priority=10 weight=1 port=993 target=mail.example.test',
    ],
    route53: [
      'name= type=MX ttl=3600 value=10 mail.example.test',
      'name= type=MX ttl=3600 value=20 mx.backup.test',
    ],
    desecText: [
      'name= type=TXT ttl=3600 value="v=spf1 exists:%{i}._spf.other.test ip4:203.0.113.1 include:a.test a:mail.example.test include:mailgun.org -all"',
    ],
    porkbun: ['name=_imaps._tcp type=SRV ttl=3600 priority=10 value=1 993 mail.example.test'],
  })
})

test('a host that nobody knows is refused with the list', () => {
  expect(() => findHost('nowhere')).toThrow(
    expect.objectContaining({ code: 'dns-host-not-found' }) as Error,
  )
})
