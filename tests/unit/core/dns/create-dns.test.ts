/** The DNS feature through the whole core, over the demo server: no name server is asked, nothing leaves this computer. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CoreClient, createCoreClient } from '../../../support/core-client.ts'

const at = { server: 'Demo', domain: 'example.test' }
let core: CoreClient

beforeAll(async () => {
  core = await createCoreClient()
  await core.work('demo.add', undefined)
})
afterAll(() => core.close())

test('N5a the domains that Mailu serves are listed, and whether it signs for them', async () => {
  expect(await core.ask('dns.domains', { server: 'Demo' })).toEqual({
    hostname: 'mail.example.test',
    domains: [{ name: 'example.test', alternatives: [], hasDkim: true }],
  })
})

test('N5a the plan reads Mailu over SSH: names, ports, key and relay', async () => {
  const plan = await core.ask('dns.plan', at)
  const ids = plan.records.map(({ id }) => id)
  expect(plan).toMatchObject({ domain: 'example.test', hostname: 'mail.example.test' })
  expect(ids).toEqual(expect.arrayContaining(['mx', 'spf', 'dkim.mailu', 'dmarc', 'srv.imaps']))
})

test('what was chosen for a domain is kept, and used until something else is said', async () => {
  const options = { backupMx: [{ host: 'mx.backup.test', preference: 30 }] }
  await core.ask('dns.choose', { ...at, domain: 'EXAMPLE.test.', options })
  const kept = await core.ask('dns.plan', at)
  const other = await core.ask('dns.plan', { ...at, options: {} })
  expect([kept.backupMx, kept.options, other.backupMx]).toEqual([['mx.backup.test'], options, []])
  await core.ask('dns.choose', { ...at, options: {} })
})

test('a domain that this Mailu does not serve is refused with those that it does', async () => {
  await expect(core.ask('dns.plan', { ...at, domain: 'foreign.test' })).rejects.toMatchObject({
    code: 'dns-domain-not-found',
    params: { known: 'example.test' },
  })
})

test('without its admin service nothing is planned, and the failure says so', async () => {
  const { services } = await core.ask('stack.status', { server: 'Demo' })
  expect(services.some(({ name }) => name === 'admin')).toBe(true)
  const down = await createCoreClient()
  await down.work('demo.add', undefined)
  await down.work('stack.down', { server: 'Demo' })
  await expect(down.ask('dns.domains', { server: 'Demo' })).rejects.toMatchObject({
    code: 'dns-mailu-silent',
  })
  await down.close()
})

test('N5a an export and the fields of a DNS host come from the same plan', async () => {
  const { text, fileName } = await core.ask('dns.export', { ...at, format: 'zone' })
  const { entries } = await core.ask('dns.entries', { ...at, host: 'cloudflare' })
  expect(fileName).toBe('example.test.zone')
  expect(text).toContain('\n@ 3600 IN MX 10 mail.example.test.\n')
  expect(entries[0]).toEqual({
    id: 'mx',
    fields: [
      { id: 'name', value: '@' },
      { id: 'type', value: 'MX' },
      { id: 'ttl', value: '3600' },
      { id: 'priority', value: '10' },
      { id: 'value', value: 'mail.example.test' },
    ],
  })
})

test('N5b the demo’s own names show what is right, different and missing, and nobody is asked for it', async () => {
  const { records } = await core.work('dns.check', at)
  const verdictOf = (id: string) => records.find(one => one.id === id)?.verdict
  expect([verdictOf('mx'), verdictOf('spf'), verdictOf('dkim.mailu')]).toEqual([
    'right',
    'differs',
    'missing',
  ])
})
