/** Sixty records as they are planned and as they are found, and the verdict that belongs to them. */
import type { PlannedPart } from '../../../../support/dns-plan.ts'

type Part = Omit<PlannedPart, 'name'>
type Case = readonly [
  about: string,
  planned: Part,
  published: readonly (readonly [type: string, value: string])[],
  verdict: string,
]

const key = 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA'.padEnd(392, 'Q')
const other = key.replaceAll('Q', 'R')

const mx: Part = { type: 'MX', values: ['10 mail.example.test', '20 backup.provider.test'] }
const spf: Part = {
  type: 'TXT',
  match: 'spf',
  values: ['v=spf1 mx a:mail.example.test include:sendgrid.test ~all'],
}
const dkim: Part = { type: 'TXT', match: 'dkim', values: [`v=DKIM1; k=rsa; p=${key}`] }
const dmarc: Part = {
  type: 'TXT',
  match: 'dmarc',
  values: ['v=DMARC1; p=quarantine; rua=mailto:postmaster@example.test; adkim=r; aspf=r'],
}
const sts: Part = { type: 'TXT', match: 'text-tags', values: ['v=STSv1; id=20261123'] }
const rpt: Part = {
  type: 'TXT',
  match: 'text-tags',
  values: ['v=TLSRPTv1; rua=mailto:postmaster@example.test'],
}
const a: Part = { type: 'A', values: ['203.0.113.7'] }
const aaaa: Part = { type: 'AAAA', values: ['2001:db8::7'] }
const srv: Part = { type: 'SRV', values: ['20 1 993 mail.example.test'] }
const caa: Part = { type: 'CAA', values: ['0 issue letsencrypt.org'] }
const tlsa: Part = { type: 'TLSA', match: 'contains', values: ['3 1 1 00ff'] }
const cname: Part = { type: 'CNAME', values: ['target.example.test'] }
const owner: Part = { type: 'TXT', values: ['brevo-code:abc123'] }

const txt = (...texts: string[]) => texts.map(text => ['TXT', text] as const)
const all = (type: string, ...values: string[]) => values.map(value => [type, value] as const)

export const zoneTable: readonly Case[] = [
  [
    'MX as planned',
    mx,
    all('MX', '10 mail.example.test', '20 backup.provider.test'),
    'right right',
  ],
  [
    'MX in capitals',
    mx,
    all('MX', '10 MAIL.example.test', '20 Backup.Provider.test'),
    'right right',
  ],
  ['no MX', mx, [], 'missing missing'],
  ['MX without the backup', mx, all('MX', '10 mail.example.test'), 'wrong mx-lacks'],
  ['MX without the server', mx, all('MX', '20 backup.provider.test'), 'wrong mx-lacks'],
  [
    'MX with other numbers',
    mx,
    all('MX', '5 mail.example.test', '50 backup.provider.test'),
    'differs numbers',
  ],
  [
    'MX the wrong way round',
    mx,
    all('MX', '30 mail.example.test', '20 backup.provider.test'),
    'wrong mx-order',
  ],
  [
    'MX with equal numbers',
    mx,
    all('MX', '10 mail.example.test', '10 backup.provider.test'),
    'wrong mx-order',
  ],
  [
    'a third MX behind',
    mx,
    all('MX', '10 mail.example.test', '20 backup.provider.test', '30 old.test'),
    'differs mx-more',
  ],
  [
    'a third MX in front',
    mx,
    all('MX', '10 mail.example.test', '20 backup.provider.test', '1 old.test'),
    'wrong mx-ahead',
  ],
  [
    'a third MX beside',
    mx,
    all('MX', '10 mail.example.test', '20 backup.provider.test', '10 old.test'),
    'wrong mx-ahead',
  ],
  ['a null MX', mx, all('MX', '0 .'), 'wrong mx-null'],
  ['A as planned', a, all('A', '203.0.113.7'), 'right right'],
  ['no A', a, [], 'missing missing'],
  ['another A', a, all('A', '203.0.113.8'), 'wrong other'],
  ['A and another', a, all('A', '203.0.113.7', '203.0.113.8'), 'differs more'],
  [
    'one of two A',
    { ...a, values: ['203.0.113.7', '203.0.113.8'] },
    all('A', '203.0.113.7'),
    'wrong lacks',
  ],
  ['A planned absent and absent', { ...aaaa, values: [] }, [], 'right right-absent'],
  [
    'AAAA planned absent and there',
    { ...aaaa, values: [] },
    all('AAAA', '2001:db8::7'),
    'wrong should-be-absent',
  ],
  [
    'AAAA in its long form',
    { ...aaaa, values: ['2001:0db8:0:0:0:0:0:0007'] },
    all('AAAA', '2001:db8::7'),
    'right right',
  ],
  ['another AAAA', aaaa, all('AAAA', '2001:db8::8'), 'wrong other'],
  [
    'SPF as planned',
    spf,
    txt('v=spf1 mx a:mail.example.test include:sendgrid.test ~all'),
    'right right',
  ],
  [
    'SPF in another order, beside other texts',
    spf,
    txt('google-site-verification=x', 'v=spf1 include:sendgrid.test a:mail.example.test mx ~all'),
    'right right',
  ],
  [
    'SPF with more of one’s own',
    spf,
    txt('v=spf1 ip4:192.0.2.1 mx a:mail.example.test include:sendgrid.test ~all'),
    'right spf-more',
  ],
  [
    'SPF that ends harder',
    spf,
    txt('v=spf1 mx a:mail.example.test include:sendgrid.test -all'),
    'differs spf-all',
  ],
  ['SPF without the relay', spf, txt('v=spf1 mx a:mail.example.test ~all'), 'wrong spf-lacks'],
  [
    'SPF with the relay behind all',
    spf,
    txt('v=spf1 mx a:mail.example.test ~all include:sendgrid.test'),
    'wrong spf-after-all',
  ],
  [
    'SPF without end',
    spf,
    txt('v=spf1 mx a:mail.example.test include:sendgrid.test'),
    'differs spf-no-all',
  ],
  [
    'SPF for everybody',
    spf,
    txt('v=spf1 mx a:mail.example.test include:sendgrid.test +all'),
    'wrong spf-open',
  ],
  [
    'SPF with a typo',
    spf,
    txt('v=spf1 mx a:mail.example.test inlcude:sendgrid.test ~all'),
    'wrong spf-broken',
  ],
  ['SPF of another version', spf, txt('v=spf10 mx ~all'), 'wrong spf-broken'],
  ['two SPF', spf, txt('v=spf1 mx ~all', 'v=spf1 include:sendgrid.test ~all'), 'wrong spf-several'],
  ['only other texts', spf, txt('hello'), 'missing missing'],
  [
    'SPF that names the server by its address',
    { ...spf, values: ['v=spf1 a:mail.example.test ~all'] },
    txt('v=spf1 ip4:203.0.113.7 ~all'),
    'differs spf-same-effect',
  ],
  [
    'SPF that names another address',
    { ...spf, values: ['v=spf1 a:mail.example.test ~all'] },
    txt('v=spf1 ip4:203.0.113.8 ~all'),
    'wrong spf-lacks',
  ],
  [
    'SPF that includes nothing',
    spf,
    txt('v=spf1 mx a:mail.example.test include:sendgrid.test include:gone.example.test ~all'),
    'wrong spf-include',
  ],
  [
    'SPF with eleven look-ups',
    spf,
    txt('v=spf1 mx a:mail.example.test include:sendgrid.test include:nine.test ~all'),
    'wrong spf-lookups',
  ],
  ['SPF in quotes', spf, txt('"v=spf1 mx ~all"'), 'wrong foreign-signs'],
  ['DKIM as planned', dkim, txt(`v=DKIM1; k=rsa; p=${key}`), 'right right'],
  [
    'DKIM with spaces in the key and no version',
    dkim,
    txt(`k=rsa; p=${key.slice(0, 200)} ${key.slice(200)}`),
    'right right',
  ],
  ['no DKIM', dkim, [], 'missing missing'],
  ['another DKIM key', dkim, txt(`v=DKIM1; k=rsa; p=${other}`), 'wrong dkim-other-key'],
  ['a DKIM key cut off', dkim, txt(`v=DKIM1; k=rsa; p=${key.slice(0, 237)}`), 'wrong dkim-cut'],
  ['an empty DKIM key', dkim, txt('v=DKIM1; k=rsa; p='), 'wrong dkim-revoked'],
  ['DKIM with backslashes', dkim, txt(`v=DKIM1\\; k=rsa\\; p=${key}`), 'wrong foreign-signs'],
  [
    'DKIM with quotes inside',
    dkim,
    txt(`v=DKIM1; k=rsa; p=${key.slice(0, 200)}" "${key.slice(200)}`),
    'wrong foreign-signs',
  ],
  ['DKIM on trial', dkim, txt(`v=DKIM1; k=rsa; t=y; p=${key}`), 'differs dkim-testing'],
  ['DKIM for sha1 only', dkim, txt(`v=DKIM1; h=sha1; p=${key}`), 'wrong dkim-hash'],
  [
    'two DKIM, one right',
    dkim,
    txt(`v=DKIM1; p=${key}`, `v=DKIM1; p=${other}`),
    'differs dkim-several',
  ],
  ['no key but a text', dkim, txt('parked'), 'wrong dkim-no-key'],
  ['DMARC as planned', dmarc, txt(...dmarc.values), 'right right'],
  [
    'DMARC by its defaults',
    dmarc,
    txt('v=DMARC1; p=quarantine; rua=mailto:postmaster@example.test'),
    'right right',
  ],
  [
    'DMARC milder',
    dmarc,
    txt('v=DMARC1; p=none; rua=mailto:postmaster@example.test'),
    'differs dmarc-behind',
  ],
  [
    'DMARC harder',
    dmarc,
    txt('v=DMARC1; p=reject; rua=mailto:postmaster@example.test'),
    'differs dmarc-ahead',
  ],
  ['DMARC too strict', dmarc, txt('v=DMARC1; p=quarantine; aspf=s; adkim=s'), 'wrong dmarc-strict'],
  ['DMARC without reports', dmarc, txt('v=DMARC1; p=quarantine'), 'differs dmarc-reports'],
  [
    'DMARC without policy',
    dmarc,
    txt('v=DMARC1; rua=mailto:postmaster@example.test'),
    'wrong dmarc-no-policy',
  ],
  ['two DMARC', dmarc, txt('v=DMARC1; p=none', 'v=DMARC1; p=reject'), 'wrong dmarc-several'],
  [
    'DMARC for a part',
    dmarc,
    txt('v=DMARC1; p=quarantine; pct=20; rua=mailto:postmaster@example.test'),
    'differs dmarc-tags',
  ],
  ['SRV as planned', srv, all('SRV', '20 1 993 mail.example.test'), 'right right'],
  ['SRV with other numbers', srv, all('SRV', '0 0 993 mail.example.test'), 'differs numbers'],
  ['SRV to another port', srv, all('SRV', '20 1 143 mail.example.test'), 'wrong other'],
  [
    'CAA beside another',
    caa,
    all('CAA', '0 issue letsencrypt.org', '0 issue other.test'),
    'right right',
  ],
  ['CAA of another only', caa, all('CAA', '0 issue other.test'), 'wrong caa-lacks'],
  [
    'CAA with conditions',
    caa,
    all('CAA', '0 issue letsencrypt.org; validationmethods=dns-01'),
    'differs caa-parameters',
  ],
  ['TLSA beside another', tlsa, all('TLSA', '3 1 1 00ff', '3 1 1 aa00'), 'right right'],
  ['another TLSA', tlsa, all('TLSA', '3 1 1 aa00'), 'wrong lacks'],
  ['alias as planned', cname, all('CNAME', 'target.example.test'), 'right right'],
  [
    'addresses of the target instead of an alias',
    cname,
    all('A', '203.0.113.20'),
    'differs same-behind',
  ],
  ['other addresses instead of an alias', cname, all('A', '203.0.113.21'), 'wrong leads-elsewhere'],
  ['an alias to elsewhere', cname, all('CNAME', 'elsewhere.example.test'), 'wrong leads-elsewhere'],
  ['an alias by another way', cname, all('CNAME', 'way.example.test'), 'differs same-behind'],
  ['MTA-STS with another id', sts, txt('v=STSv1; id=1'), 'right right'],
  ['MTA-STS without id', sts, txt('v=STSv1;'), 'wrong tags-lack'],
  ['two MTA-STS', sts, txt('v=STSv1; id=1', 'v=STSv1; id=2'), 'wrong tags-several'],
  [
    'reports to one more',
    rpt,
    txt('v=TLSRPTv1; rua=mailto:x@y.test,mailto:postmaster@example.test'),
    'right right',
  ],
  ['reports to another', rpt, txt('v=TLSRPTv1; rua=mailto:x@y.test'), 'differs tags-other'],
  ['ownership beside other texts', owner, txt('hello', 'brevo-code:abc123'), 'right right'],
  ['ownership of another', owner, txt('brevo-code:zzz'), 'wrong other'],
  ['not needed and absent', { ...a, importance: 'not-needed' }, [], 'not-needed not-needed'],
  [
    'not needed and right',
    { ...a, importance: 'not-needed' },
    all('A', '203.0.113.7'),
    'right right',
  ],
]
