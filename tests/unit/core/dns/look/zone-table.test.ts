import { expect, test } from 'vitest'
import { lookAtPlan } from '../../../../../src/core/dns/look/look-at-plan.ts'
import { startDnsWorld } from '../../../../fakes/dns/world.ts'
import { never } from '../../../../support/connection.ts'
import { domainPlan } from '../../../../support/dns-plan.ts'
import { en } from '../../../../../src/shared/locales/en/index.ts'
import { zoneTable } from './zone-table.ts'

const nameOf = (at: number): string => `case-${at}.example.test`

test('N5b each record of a table of zones gets the exact verdict', async () => {
  const world = await startDnsWorld([
    {
      name: 'example.test',
      records: [
        ['mail.example.test', 'A', '203.0.113.7'],
        ['target.example.test', 'A', '203.0.113.20'],
        ['elsewhere.example.test', 'A', '203.0.113.21'],
        ['way.example.test', 'CNAME', 'target.example.test'],
        ...zoneTable.flatMap(([, , published], at) =>
          published.map(([type, value]) => [nameOf(at), type, value] as const),
        ),
      ],
    },
    {
      name: 'sendgrid.test',
      records: [['sendgrid.test', 'TXT', 'v=spf1 ip4:198.51.100.0/24 ~all']],
    },
    {
      name: 'nine.test',
      records: [['nine.test', 'TXT', `v=spf1 ${'a:mail.example.test '.repeat(8)}~all`]],
    },
  ])
  const plan = domainPlan([
    ...zoneTable.map(([about, planned], at) => ({ ...planned, id: about, name: nameOf(at) })),
    { name: 'mail.example.test', type: 'A', values: ['203.0.113.7'] },
  ])
  const deps = {
    resolver: world.resolver({ patience: { udpMs: [3000], tcpMs: 3000, httpsMs: 500 } }),
    clock: { now: () => 0 },
    lists: [],
  }
  const { records } = await lookAtPlan(plan, deps, never)
  await world.stop()
  const found = records.slice(0, -1).map(({ id, verdict, code }) => [id, `${verdict} ${code}`])
  expect(found).toEqual(zoneTable.map(([about, , , verdict]) => [about, verdict]))
  expect(zoneTable.length).toBeGreaterThanOrEqual(60)
  expect(
    records.map(one => one.code).filter(code => !Object.hasOwn(en.dnsLook.verdicts, code)),
  ).toEqual([])
})
