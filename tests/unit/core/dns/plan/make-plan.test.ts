import { describe, expect, test } from 'vitest'
import { en } from '../../../../../src/shared/locales/en/index.ts'
import { fill } from '../../../../../src/shared/locales/fill.ts'
import type { DomainPlan } from '../../../../../src/shared/model/dns.ts'
import {
  codesOf,
  dkimKey,
  found,
  type Given,
  planOf,
  providers,
  recordAt,
  relayWithoutProof,
  valuesAt,
} from '../../../../support/plan-input.ts'

const sendgrid = {
  relay: 'smtp.sendgrid.net',
  options: { isRewritten: false, copied: { number: '12', account: '345', shard: '67' } },
} satisfies Given

const shortPlan = (plan: DomainPlan) =>
  Object.fromEntries(
    plan.records.map(({ id, name, type, values }) => [id, `${name} ${type} ${values.join(' | ')}`]),
  )

describe('the record plan', () => {
  test('N5a a domain without a relay gets what Mailu proposes, and what Mailu leaves out', async () => {
    expect(shortPlan(await planOf({}))).toEqual({
      mx: 'example.test MX 10 mail.example.test',
      'a.mail.example.test': 'mail.example.test A 198.51.100.20',
      spf: 'example.test TXT v=spf1 mx a:mail.example.test ~all',
      'dkim.mailu': `dkim._domainkey.example.test TXT v=DKIM1; k=rsa; p=${dkimKey}`,
      dmarc:
        '_dmarc.example.test TXT v=DMARC1; p=none; rua=mailto:admin@example.test; ruf=mailto:admin@example.test; adkim=s; aspf=s',
      'ptr.198.51.100.20': '20.100.51.198.in-addr.arpa PTR mail.example.test',
      'srv.imaps': '_imaps._tcp.example.test SRV 10 1 993 mail.example.test',
      'srv.submissions': '_submissions._tcp.example.test SRV 10 1 465 mail.example.test',
      'srv.pop3s': '_pop3s._tcp.example.test SRV 10 1 995 mail.example.test',
      'srv.imap': '_imap._tcp.example.test SRV 0 0 0 .',
      'srv.pop3': '_pop3._tcp.example.test SRV 0 0 0 .',
      'srv.submission': '_submission._tcp.example.test SRV 0 0 0 .',
      autoconfig: 'autoconfig.example.test CNAME mail.example.test',
      autodiscover: 'autodiscover.example.test CNAME mail.example.test',
      'srv.autodiscover': '_autodiscover._tcp.example.test SRV 10 1 443 mail.example.test',
      'mta-sts': expect.stringMatching(
        /^_mta-sts\.example\.test TXT v=STSv1; id=[0-9a-f]{20}$/,
      ) as string,
      'mta-sts.host': 'mta-sts.example.test CNAME mail.example.test',
      'tls-rpt': '_smtp._tls.example.test TXT v=TLSRPTv1; rua=mailto:admin@example.test',
      caa: 'mail.example.test CAA 0 issue letsencrypt.org',
    })
  })

  test('N5a every provider’s plan has words for every code, filled to the last place', async () => {
    const hosts = providers.map(({ hosts }) => hosts[0]?.host ?? 'relay.example.net')
    const given: Given[] = [
      ...hosts.map(relay => ({ relay })),
      { facts: { domain: 'other.test', addresses: { v4: undefined, v6: undefined } } },
      {
        relay: 'smtp.sendgrid.net',
        options: { backupMx: [{ host: 'mx.backup.test', preference: 5 }], dmarcStage: 'reject' },
        published: {
          txt: found('v=spf1 +all', 'v=spf1 ipv4:1.2.3.4 mx ?all'),
          dmarc: found('v=DMARC1; p=reject; adkim=s; aspf=s', 'v=DMARC1; p=none'),
          aaaa: found('2001:db8::1'),
          mx: found('0 .'),
        },
      },
    ]
    const texts: string[] = []
    for (const one of given) {
      const plan = await planOf(one)
      const parts = [
        ...plan.records.flatMap(({ why, notes }) => [
          fill(en.dns.why[why.code as 'mx'], why.params),
          ...notes.map(({ code, params }) => fill(en.dns.notes[code as 'not-read'], params)),
        ]),
        ...plan.findings.map(({ code, params }) =>
          fill(en.dns.findings[code as 'mx-null'], params),
        ),
        fill(en.dns.dmarc[plan.dmarc.advice.code as 'both-relay'], plan.dmarc.advice.params),
        ...plan.needs.map(({ key }) => en.relay.needs[key] ?? `no words for ${key}`),
      ]
      texts.push(...parts)
    }
    expect(texts.filter(text => /[{}]|undefined|no words/.test(text))).toEqual([])
    expect(texts.length).toBeGreaterThan(200)
  })

  test('B1 with SendGrid its three CNAME records are in the plan, and SPF stays as it is', async () => {
    const plan = await planOf({
      ...sendgrid,
      published: { txt: found('v=spf1 ip4:203.0.113.5 -all') },
    })
    expect([
      valuesAt(plan, 'relay.return-path'),
      valuesAt(plan, 'dkim.relay.dkim-s1'),
      recordAt(plan, 'dkim.relay.dkim-s2').name,
      valuesAt(plan, 'spf'),
      plan.spf,
      plan.needs.every(({ isGiven }) => isGiven),
    ]).toEqual([
      ['u345.wl67.sendgrid.net'],
      ['s1.domainkey.u345.wl67.sendgrid.net'],
      's2._domainkey.example.test',
      ['v=spf1 ip4:203.0.113.5 mx a:mail.example.test -all'],
      { lookups: 2, voids: 2, isKnown: true },
      true,
    ])
  })

  test('B1 a relay that demands an include gets it once, beside the user’s own, and the look-ups are counted', async () => {
    const plan = await planOf({
      relay: 'in-v3.mailjet.com',
      published: { txt: found('google-site-verification=x', 'v=spf1 include:_spf.mine.test ~all') },
      zone: '_spf.mine.test TXT v=spf1 a:one.mine.test -all\none.mine.test A 192.0.2.9\nspf.mailjet.com TXT v=spf1 ip4:192.0.2.0/24 ~all\nmail.example.test A 198.51.100.20\nexample.test MX 10 mail.example.test',
    })
    expect(valuesAt(plan, 'spf')).toEqual([
      'v=spf1 include:_spf.mine.test mx a:mail.example.test include:spf.mailjet.com ~all',
    ])
    expect(plan.spf).toEqual({ lookups: 5, voids: 0, isKnown: true })
    expect(recordAt(plan, 'spf').notes).toContainEqual({ code: 'spf-lookups', params: { n: 5 } })
  })

  test('B1 what of ours is dispensable goes before the limit of ten look-ups is passed', async () => {
    const nine = Array.from({ length: 9 }, (_, at) => `include:i${at}.test`).join(' ')
    const zone = Array.from({ length: 9 }, (_, at) => `i${at}.test TXT v=spf1 -all`).join('\n')
    const plan = await planOf({
      relay: 'in-v3.mailjet.com',
      published: { txt: found(`v=spf1 ${nine} -all`) },
      zone: `${zone}\nspf.mailjet.com TXT v=spf1 -all`,
    })
    expect(valuesAt(plan, 'spf')).toEqual([`v=spf1 ${nine} include:spf.mailjet.com -all`])
    expect(codesOf(plan)).not.toContain('spf-lookups')
  })

  test('N5e eleven look-ups that are all needed are told, not hidden', async () => {
    const eleven = Array.from({ length: 11 }, (_, at) => `include:i${at}.test`).join(' ')
    const zone = Array.from({ length: 11 }, (_, at) => `i${at}.test TXT v=spf1 -all`).join('\n')
    const plan = await planOf({ published: { txt: found(`v=spf1 ${eleven} -all`) }, zone })
    expect(codesOf(plan)).toContain('spf-lookups')
  })

  test('the backup MX is behind the server with its own number', async () => {
    const plan = await planOf({
      published: { mx: found('10 mail.example.test', '50 mx.backup.test') },
    })
    expect([valuesAt(plan, 'mx'), plan.backupMx]).toEqual([
      ['10 mail.example.test', '50 mx.backup.test'],
      ['mx.backup.test'],
    ])
  })

  test('a backup that stands before the server is put behind, and told', async () => {
    const plan = await planOf({
      published: { mx: found('10 mail.example.test', '5 mx.backup.test') },
    })
    expect([valuesAt(plan, 'mx'), codesOf(plan)]).toEqual([
      ['10 mail.example.test', '20 mx.backup.test'],
      expect.arrayContaining(['mx-before-us']) as string[],
    ])
  })

  test('the provider that mail goes to now is no backup until somebody says so', async () => {
    const published = { mx: found('1 aspmx.l.google.com') }
    const plan = await planOf({ published })
    expect([valuesAt(plan, 'mx'), codesOf(plan)]).toEqual([
      ['10 mail.example.test'],
      expect.arrayContaining(['mx-elsewhere']) as string[],
    ])
  })

  test('a backup’s hosts may not send as the user: SPF then names the server, not all MX', async () => {
    const plan = await planOf({
      options: { backupMx: [{ host: 'mx.backup.test', preference: 20 }] },
    })
    expect(valuesAt(plan, 'spf')).toEqual(['v=spf1 a:mail.example.test ~all'])
  })

  test('B20 the MTA-STS policy names the backup MX, and its id follows the text', async () => {
    const alone = await planOf({})
    const both = await planOf({
      options: { backupMx: [{ host: 'mx.backup.test', preference: 20 }], mtaSts: 'enforce' },
    })
    expect(both.mtaStsPolicy.split('\r\n')).toEqual([
      'version: STSv1',
      'mode: enforce',
      'mx: mail.example.test',
      'mx: mx.backup.test',
      'max_age: 2419200',
      '',
    ])
    expect(valuesAt(both, 'mta-sts')).not.toEqual(valuesAt(alone, 'mta-sts'))
    expect(valuesAt(await planOf({}), 'mta-sts')).toEqual(valuesAt(alone, 'mta-sts'))
  })

  test('IPv6 that is published and that the server does not have is a danger', async () => {
    const plan = await planOf({ published: { aaaa: found('2001:db8::1') } })
    expect([
      plan.findings.find(({ code }) => code === 'aaaa-without-ipv6')?.severity,
      valuesAt(plan, 'aaaa.mail.example.test'),
    ]).toEqual(['danger', undefined])
  })

  test('a home address that changed is planned as it is seen, with a note', async () => {
    const plan = await planOf({ published: { a: found('203.0.113.99') } })
    const record = recordAt(plan, 'a.mail.example.test')
    expect([record.values, record.ttl, record.notes]).toEqual([
      ['198.51.100.20'],
      300,
      [{ code: 'address-changed', params: { found: '203.0.113.99', seen: '198.51.100.20' } }],
    ])
  })

  test('the name of the address counts only where the server sends by itself', async () => {
    const [alone, relayed] = [await planOf({}), await planOf(sendgrid)]
    expect([alone, relayed].map(plan => recordAt(plan, 'ptr.198.51.100.20').importance)).toEqual([
      'needed',
      'not-needed',
    ])
  })

  test('TLSA is planned only for a signed zone with certificates of Let’s Encrypt', async () => {
    const plans = await Promise.all([
      planOf({ published: { isHostSigned: true } }),
      planOf({ published: { isHostSigned: false, tlsa: found('3 1 1 aa') } }),
      planOf({ published: { isHostSigned: undefined } }),
      planOf({ published: { isHostSigned: true }, facts: { tlsFlavor: 'cert' } }),
    ])
    expect(plans.map(plan => valuesAt(plan, 'tlsa')?.length)).toEqual([
      2,
      undefined,
      undefined,
      undefined,
    ])
    expect(codesOf(plans[1])).toContain('tlsa-without-dnssec')
  })

  test('a CAA set that shuts Let’s Encrypt out is a danger, and is completed where it stands', async () => {
    const caa = { name: 'example.test', found: found('0 issue digicert.com') }
    const plan = await planOf({ published: { caa } })
    expect([codesOf(plan).includes('caa-forbids'), recordAt(plan, 'caa').name]).toEqual([
      true,
      'example.test',
    ])
  })

  test('reports to the domain of another organisation need its consent in the DNS', async () => {
    const plan = await planOf({ facts: { domain: 'other.test' } })
    expect(recordAt(plan, 'dmarc-report.example.test')).toMatchObject({
      name: 'other.test._report._dmarc.example.test',
      zone: 'example.test',
      values: ['v=DMARC1'],
    })
    const below = await planOf({ facts: { domain: 'sub.example.test' } })
    expect(valuesAt(below, 'dmarc-report.example.test')).toBeUndefined()
  })

  test('what could not be read is never taken for missing', async () => {
    const unknown = { kind: 'unknown', code: 'timed-out' } as const
    const plan = await planOf({ published: { txt: unknown, mx: unknown, dmarc: unknown } })
    const notes = ['spf', 'mx', 'dmarc'].map(
      id => recordAt(plan, id).notes.map(({ code }) => code)[0],
    )
    expect(notes).toEqual(['spf-not-read', 'not-read', 'not-read'])
  })
})

describe('N5f the DMARC policy goes up by stages', () => {
  const stageOf = async (given: Given) => {
    const { dmarc } = await planOf(given)
    return [dmarc.stage, dmarc.next]
  }

  test('it begins with none and names the next stage', async () => {
    expect(await stageOf({})).toEqual(['none', 'quarantine'])
  })

  test('a published stage is kept', async () => {
    const dmarc = found('v=DMARC1; p=quarantine; rua=mailto:x@example.test')
    expect(await stageOf({ published: { dmarc } })).toEqual(['quarantine', 'reject'])
  })

  test('after reject there is none', async () => {
    expect(await stageOf({ options: { dmarcStage: 'reject' } })).toEqual(['reject', undefined])
  })

  test('B2 a policy that would refuse one’s own mail is taken back to none, and told', async () => {
    const plan = await planOf({
      facts: { relay: relayWithoutProof },
      published: { dmarc: found('v=DMARC1; p=reject; adkim=s; aspf=s') },
    })
    expect([plan.dmarc.stage, plan.dmarc.next, plan.dmarc.advice.code, codesOf(plan)]).toEqual([
      'none',
      undefined,
      'fails-relay',
      expect.arrayContaining(['dmarc-fails-now']) as string[],
    ])
  })

  test('B2 what is not known of a relay is left open, never told as lacking', async () => {
    const { dmarc } = await planOf({ relay: 'relay.example.net' })
    expect([dmarc.advice.code, dmarc.alignment.spf.result]).toEqual(['dkim-relay-open', 'unknown'])
  })

  test('B2 with SendGrid strict SPF is relaxed, and the plan says why', async () => {
    const plan = await planOf({
      ...sendgrid,
      published: { dmarc: found('v=DMARC1; p=reject; adkim=s; aspf=s; pct=50') },
    })
    expect(valuesAt(plan, 'dmarc')).toEqual([
      'v=DMARC1; p=reject; adkim=s; aspf=r; pct=50; rua=mailto:admin@example.test',
    ])
    expect(recordAt(plan, 'dmarc').notes).toContainEqual({
      code: 'dmarc-strict-spf',
      params: { returnPath: 'em12.example.test' },
    })
    expect(plan.dmarc.advice).toMatchObject({ code: 'both-relay' })
  })
})
