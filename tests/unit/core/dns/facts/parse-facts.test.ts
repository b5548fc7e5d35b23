import { expect, test } from 'vitest'
import { mailEnv } from '../../../../../src/core/dns/facts/mail-env.ts'
import { parseFacts, parseSeen } from '../../../../../src/core/dns/facts/parse-facts.ts'
import { isPrivateAddress } from '../../../../../src/core/net/ssh/private-address.ts'

const key = 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A'
const domainsOf = (...domain: object[]) =>
  parseFacts(`export ${JSON.stringify({ domain })}\n`, 'dkim').domains

test.each([
  [
    'key and record',
    {
      dkim_publickey: key,
      dns_dkim: `s1._domainkey.a.test. 600 IN TXT "v=DKIM1; k=rsa; p=${key}"`,
    },
    { selector: 's1', key },
  ],
  [
    'a record in two strings',
    {
      dns_dkim: `dkim._domainkey.a.test. 600 IN TXT "v=DKIM1; p=${key.slice(0, 9)}" "${key.slice(9)}"`,
    },
    { selector: 'dkim', key },
  ],
  ['a key alone', { dkim_publickey: key }, { selector: 'dkim', key }],
  [
    'a key in lines',
    { dkim_publickey: `${key.slice(0, 9)}\n${key.slice(9)}` },
    { selector: 'dkim', key },
  ],
  ['no key', { dkim_publickey: null, dns_dkim: null }, undefined],
  ['a hidden one', { dkim_publickey: '<hidden>' }, undefined],
])('the public key of a domain: %s', (_, domain, dkim) => {
  expect(domainsOf({ name: 'A.test', ...domain })?.[0]?.dkim).toEqual(dkim)
})

test('names become what the DNS knows them by', () => {
  expect(domainsOf({ name: 'Bücher.test', alternatives: ['ÄB.test'] })).toEqual([
    { name: 'xn--bcher-kva.test', alternatives: ['xn--b-zfa.test'] },
  ])
})

test('what Mailu says in place of an answer is told, and a server without domains is no failure', () => {
  expect(
    parseFacts('ip6 20010db8000000000000000000000020\ntrouble Error: no such\n', 'dkim'),
  ).toEqual({
    domains: undefined,
    trouble: 'Error: no such',
    v6: ['2001:db8::20'],
  })
  expect(parseFacts('export {}\n', 'dkim').domains).toEqual([])
  expect(parseFacts('export {"domain": 7}\n', 'dkim').domains).toBeUndefined()
  expect(parseFacts('export {nonsense\n', 'dkim').domains).toBeUndefined()
})

test('an address of a private network is not the one that the world sees', () => {
  const seen = ['seen 198.51.100.20\n', 'seen 192.168.1.5\n', '', 'seen nothing\n']
  expect(seen.map(text => parseSeen(text, isPrivateAddress))).toEqual([
    '198.51.100.20',
    undefined,
    undefined,
    undefined,
  ])
})

test('the settings tell names, ports and who gets reports; before 2024.06 every port answers', () => {
  const env = { DOMAIN: 'A.test', HOSTNAMES: 'mail.a.test, imap.a.test', DMARC_RUA: 'admin' }
  expect(mailEnv(env, '2024.06.57')).toEqual({
    mainDomain: 'a.test',
    hostnames: ['mail.a.test', 'imap.a.test'],
    ports: [25, 80, 443, 465, 993, 995, 4190],
    tlsFlavor: 'cert',
    selector: 'dkim',
    reports: { rua: 'admin' },
  })
  expect(mailEnv(env, '2.0.47').ports).toContain(587)
  expect(mailEnv({ ...env, PORTS: '25,465,993' }, '2024.06').ports).toEqual([25, 465, 993])
})
