import { createHash, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { dnssecState, judgeDnssec } from '../../../../../src/core/dns/look/dnssec.ts'
import { judgePolicy, matchesMx, readPolicy } from '../../../../../src/core/dns/look/mta-sts.ts'
import { judgeTlsa } from '../../../../../src/core/dns/look/tlsa.ts'
import { lookAtPlan } from '../../../../../src/core/dns/look/look-at-plan.ts'
import type { HttpDocument } from '../../../../../src/core/net/http/ask-https.ts'
import { en } from '../../../../../src/shared/locales/en/index.ts'
import { createAuthority } from '../../../../fakes/certificates.ts'
import { type FakeZone, startDnsWorld } from '../../../../fakes/dns/world.ts'
import { never } from '../../../../support/connection.ts'
import { domainPlan } from '../../../../support/dns-plan.ts'

const dnssecCases: readonly (readonly [string, FakeZone['dnssec'], string])[] = [
  ['signed', 'signed', 'right validated'],
  ['signed wrongly', 'bogus', 'wrong bogus'],
  ['signed without DS', 'no-ds', 'differs island'],
  ['not signed', undefined, 'not-needed unsigned'],
]

test('a zone is validated, bogus, an island or unsigned, and its own servers are heard in each case', async () => {
  const found: (readonly [string, string | undefined])[] = []
  const a = { name: 'mail.example.test', type: 'A', values: ['203.0.113.7'] } as const
  for (const [, dnssec] of dnssecCases) {
    const records = [[a.name, a.type, a.values[0]]] as const
    const world = await startDnsWorld([
      { name: 'example.test', records, ...(dnssec && { dnssec }) },
    ])
    const deps = { resolver: world.resolver(), clock: { now: () => 0 }, lists: [] }
    const plan = domainPlan([{ ...a, values: [...a.values] }])
    const { dnssec: seen, records: looked } = await lookAtPlan(plan, deps, never)
    await world.stop()
    found.push([`${seen.verdict} ${seen.code}`, looked[0]?.verdict])
  }
  expect(found).toEqual(dnssecCases.map(([, , verdict]) => [verdict, 'right']))
})

test('resolvers that contradict each other, or one that is silent, leave DNSSEC unknown', () => {
  expect([
    judgeDnssec(['validated', 'bogus'], 'x').code,
    judgeDnssec(['bogus', 'unknown'], 'x').code,
    judgeDnssec(['bogus'], 'x').code,
    judgeDnssec(['bogus', 'bogus'], 'x').code,
  ]).toEqual(['disagree', 'unknown', 'unknown', 'bogus'])
})

test('a resolver that does not validate proves nothing about a signed zone', () => {
  const records = { kind: 'records', records: [], isAuthentic: false, server: '' } as const
  expect(dnssecState({ ds: records, keys: records, checked: records, unchecked: records })).toBe(
    'unknown',
  )
})

const policy = (mode: string, ...mx: string[]): string =>
  ['version: STSv1', `mode: ${mode}`, 'max_age: 604800', ...mx.map(one => `mx: ${one}`), ''].join(
    '\r\n',
  )
const served = (
  text: string,
  rest: Partial<HttpDocument & { kind: 'document' }> = {},
): HttpDocument => ({
  kind: 'document',
  status: 200,
  contentType: 'text/plain; charset=utf-8',
  text,
  isCut: false,
  ...rest,
})
const hosts = ['mail.example.test', 'backup.provider.test']

const policies: readonly (readonly [
  string,
  HttpDocument,
  readonly string[] | undefined,
  string,
])[] = [
  ['all hosts', served(policy('enforce', ...hosts)), hosts, 'right sts-right'],
  ['on trial', served(policy('testing', ...hosts)), hosts, 'right sts-testing'],
  [
    'B20 without the backup, enforced',
    served(policy('enforce', 'mail.example.test')),
    hosts,
    'wrong sts-lacks',
  ],
  [
    'B20 without the backup, on trial',
    served(policy('testing', 'mail.example.test')),
    hosts,
    'differs sts-lacks-testing',
  ],
  [
    'with one that is gone',
    served(policy('enforce', ...hosts, 'gone.test')),
    hosts,
    'differs sts-dangling',
  ],
  ['switched off', served(policy('none')), hosts, 'differs sts-none'],
  ['a web page', served('<html>'), hosts, 'wrong sts-broken'],
  ['too long', served(policy('enforce', ...hosts), { isCut: true }), hosts, 'wrong sts-broken'],
  [
    'as HTML',
    served(policy('enforce', ...hosts), { contentType: 'text/html' }),
    hosts,
    'differs sts-type',
  ],
  ['not found', served('', { status: 404 }), hosts, 'wrong sts-not-served'],
  ['a redirect', served('', { status: 301 }), hosts, 'wrong sts-redirect'],
  ['no way', { kind: 'unreachable', reason: 'ECONNREFUSED' }, hosts, 'unknown sts-unreachable'],
  ['a foreign certificate', { kind: 'certificate', reason: 'x' }, hosts, 'unknown sts-certificate'],
  ['nobody knows the MX', served(policy('enforce', ...hosts)), undefined, 'unknown sts-no-mx'],
]

test('B20 the policy is compared with every host that takes mail in', () => {
  const found = policies.map(([about, document, mx]) => {
    const { verdict, code } = judgePolicy(document, mx)
    return [about, `${verdict} ${code}`]
  })
  expect(found).toEqual(policies.map(([about, , , verdict]) => [about, verdict]))
  const codes = found.map(([, verdict]) => verdict?.split(' ')[1] ?? '')
  expect(codes.filter(code => !Object.hasOwn(en.dnsLook.extras, code))).toEqual([])
})

test('a policy is read as senders read it', () => {
  expect(readPolicy(policy('enforce', '*.Example.test'))).toEqual({
    mode: 'enforce',
    maxAge: 604_800,
    mx: ['*.example.test'],
  })
  const bad = [
    policy('strict', 'a.test'),
    policy('enforce'),
    'version: STSv1\nmode: none\n',
    policy('enforce', 'a.test').replace('604800', '99999999'),
  ]
  expect(bad.map(readPolicy)).toEqual([undefined, undefined, undefined, undefined])
  expect([
    matchesMx('*.example.test', 'a.example.test'),
    matchesMx('*.example.test', 'a.b.example.test'),
    matchesMx('*.example.test', 'example.test'),
  ]).toEqual([true, false, false])
})

test('a TLSA record fits the certificate, its key or its issuer, and counts only in a signed zone', () => {
  const authority = createAuthority()
  const der = (pem: string): Buffer => new X509Certificate(pem).raw
  const chain = [der(authority.leaf({ name: 'mail.example.test' }).cert), der(authority.caPem)]
  const spki = (at: number) =>
    new X509Certificate(chain[at]!).publicKey.export({ type: 'spki', format: 'der' })
  const hash = (bytes: Buffer, name = 'sha256') => createHash(name).update(bytes).digest('hex')
  const judge = (
    records: string[],
    seen: readonly Buffer[] | undefined = chain,
    isSigned?: boolean,
  ) => {
    const { verdict, code } = judgeTlsa(records, seen, isSigned)
    return `${verdict} ${code}`
  }
  expect([
    judge([`3 1 1 ${hash(spki(0))}`], chain, true),
    judge([`3 0 2 ${hash(chain[0]!, 'sha512')}`], chain, true),
    judge([`2 1 1 ${hash(spki(1))}`], chain, true),
    judge([`3 1 0 ${spki(0).toString('hex')}`], chain, true),
    judge([`3 1 1 ${hash(spki(1))}`], chain, true),
    judge([`3 1 1 ${hash(spki(1))}`], chain),
    judge([`3 1 1 ${hash(spki(1))}`], chain, false),
    judge([`1 1 1 ${hash(spki(0))}`], chain, true),
  ]).toEqual([
    'right tlsa-right',
    'right tlsa-right',
    'right tlsa-right',
    'right tlsa-right',
    'wrong tlsa-mismatch',
    'unknown tlsa-mismatch-unknown',
    'differs tlsa-unsigned',
    'differs tlsa-unusable',
  ])
  expect(judgeTlsa([`3 1 1 ${hash(spki(0))}`], undefined, true).code).toBe('tlsa-not-seen')
})
