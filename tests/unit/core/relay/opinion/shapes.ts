/** What each provider's API answers, in the shape that its own pages document. */
import type { MissedRecord, RelayUsage } from '../../../../../src/shared/model/opinion.ts'

export const domain = 'example.org'

interface Shape {
  readonly provider: string
  /** In the form that the person gives it. */
  readonly key: string
  /** Of the relay's login, where it matters. */
  readonly user?: string
  /** Method, path and the header or field that carries the key. */
  readonly asks: readonly [string, string]
  readonly carries: (headers: Readonly<Record<string, unknown>>, body: string) => string
  readonly valid: unknown
  readonly invalid: unknown
  /** The second page of a domain that is not valid. */
  readonly detail?: readonly [string, unknown]
  readonly validDetail?: readonly [string, unknown]
  readonly missed: readonly MissedRecord[]
  /** Without the domain. */
  readonly absent: readonly [number, unknown]
  readonly usage?: readonly [string, unknown, RelayUsage]
}

const authorization = (headers: Readonly<Record<string, unknown>>) =>
  String(headers['authorization'])
const header = (name: string) => (headers: Readonly<Record<string, unknown>>) =>
  String(headers[name])
const base64 = (text: string): string => Buffer.from(text).toString('base64')

const sendgridDomain = (isValid: boolean) => ({
  id: 1,
  domain,
  subdomain: 'em42',
  valid: isValid,
  default: true,
  dns: {
    mail_cname: {
      valid: true,
      type: 'cname',
      host: 'em42.example.org',
      data: 'u7.wl1.sendgrid.net',
    },
    dkim1: {
      valid: isValid,
      type: 'cname',
      host: 's1._domainkey.example.org',
      data: 's1.domainkey.u7.wl1.sendgrid.net',
    },
  },
})

const mailgunDomain = (state: string, valid: string) => ({
  domain: { name: domain, state, is_disabled: false },
  receiving_dns_records: [],
  sending_dns_records: [
    { record_type: 'TXT', valid: 'valid', name: domain, value: 'v=spf1 include:mailgun.org ~all' },
    { record_type: 'TXT', valid, name: `mx._domainkey.${domain}`, value: 'k=rsa; p=MIG' },
    { record_type: 'CNAME', valid: 'unknown', name: `email.${domain}`, value: 'mailgun.org' },
  ],
})

const mandrillDomain = (isValid: boolean) => ({
  domain,
  created_at: '2026-01-01 00:00:00',
  spf: { valid: true, error: null },
  dkim: { valid: isValid, error: isValid ? null : 'no record' },
  verified_at: '2026-01-02 00:00:00',
  valid_signing: isValid,
})

const postmarkDetail = (isValid: boolean) => ({
  ID: 36735,
  Name: domain,
  DKIMVerified: isValid,
  DKIMHost: '',
  DKIMTextValue: '',
  DKIMPendingHost: isValid ? '' : `20261123pm._domainkey.${domain}`,
  DKIMPendingTextValue: isValid ? '' : 'k=rsa;p=MIG',
  ReturnPathDomain: `pm-bounces.${domain}`,
  ReturnPathDomainVerified: true,
  ReturnPathDomainCNAMEValue: 'pm.mtasv.net',
})
const postmarkList = {
  TotalCount: 1,
  Domains: [{ ID: 36735, Name: domain, DKIMVerified: false, ReturnPathDomainVerified: true }],
}

const brevoDomain = (isValid: boolean) => ({
  domain,
  verified: true,
  authenticated: isValid,
  dns_records: {
    dkim_record: {
      type: 'TXT',
      value: 'k=rsa;p=MIG',
      host_name: 'mail._domainkey.',
      status: isValid,
    },
    brevo_code: { type: 'TXT', value: 'brevo-code:1', host_name: '', status: true },
  },
})

const smtp2goDomain = (isValid: boolean) => ({
  request_id: 'x',
  data: {
    domains: [
      {
        domain: {
          fulldomain: domain,
          dkim_selector: 's123456',
          dkim_verified: isValid,
          dkim_value: 'dkim.smtp2go.net',
          rpath_selector: 'em123456',
          rpath_verified: true,
          rpath_value: 'return.smtp2go.net',
        },
        trackers: [],
      },
    ],
  },
})

const mailjetDomain = (state: string) => ({
  Count: 1,
  Data: [
    {
      Domain: domain,
      DKIMStatus: state,
      DKIMRecordName: `mailjet._domainkey.${domain}.`,
      DKIMRecordValue: 'k=rsa; p=MIG',
      SPFStatus: 'OK',
      SPFRecordValue: 'v=spf1 include:spf.mailjet.com ?all',
    },
  ],
  Total: 1,
})

const scalewayDomain = (status: string) => ({
  total_count: 1,
  domains: [
    {
      id: 'd0-1',
      name: domain,
      status,
      records: {
        dkim: { name: `p._domainkey.${domain}.`, value: 'v=DKIM1; p=MIG' },
        spf: { name: `${domain}.`, value: 'v=spf1 include:_spf.tem.scaleway.com -all' },
        dmarc: { name: `_dmarc.${domain}.`, value: 'v=DMARC1; p=none' },
        mx: { name: `${domain}.`, value: 'blackhole.scw-tem.cloud.' },
      },
    },
  ],
})

const sesIdentity = (isValid: boolean) => ({
  IdentityType: 'DOMAIN',
  VerifiedForSendingStatus: isValid,
  VerificationStatus: isValid ? 'SUCCESS' : 'FAILED',
  DkimAttributes: {
    SigningEnabled: true,
    Status: isValid ? 'SUCCESS' : 'FAILED',
    Tokens: ['aaa', 'bbb'],
  },
  MailFromAttributes: { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
})

const scaleway = '/transactional-email/v1alpha1/regions/fr-par'

export const shapes: readonly Shape[] = [
  {
    provider: 'sendgrid',
    key: 'SG.canary-4f7a.canary-91cc',
    asks: ['GET', `/v3/whitelabel/domains?domain=${domain}&limit=200`],
    carries: authorization,
    valid: [sendgridDomain(true)],
    invalid: [sendgridDomain(false)],
    missed: [
      {
        type: 'cname',
        name: 's1._domainkey.example.org',
        value: 's1.domainkey.u7.wl1.sendgrid.net',
      },
    ],
    absent: [200, []],
    usage: [
      '/v3/user/credits',
      {
        remain: 2788,
        total: 3000,
        overage: 0,
        used: 212,
        last_reset: '2026-11-01',
        next_reset: '2026-12-01',
        reset_frequency: 'monthly',
      },
      { used: 212, limit: 3000, per: 'month' },
    ],
  },
  {
    provider: 'mailgun',
    key: 'canary-4f7a91cc-mailgun',
    user: `postmaster@${domain}`,
    asks: ['GET', `/v4/domains/${domain}`],
    carries: authorization,
    valid: mailgunDomain('active', 'valid'),
    invalid: mailgunDomain('unverified', 'unknown'),
    missed: [{ type: 'TXT', name: `mx._domainkey.${domain}`, value: 'k=rsa; p=MIG' }],
    absent: [404, { message: 'Domain not found' }],
    usage: [
      '/v5/accounts/limit/custom/monthly',
      { limit: 10_000, current: 9500, period: '1m' },
      { used: 9500, limit: 10_000, per: 'month' },
    ],
  },
  {
    provider: 'mandrill',
    key: 'md-canary-4f7a91cc',
    asks: ['POST', '/api/1.0/senders/domains'],
    carries: (_headers, body) => body,
    valid: [mandrillDomain(true)],
    invalid: [mandrillDomain(false)],
    missed: [
      { type: 'CNAME', name: `mte1._domainkey.${domain}`, value: 'dkim1.mandrillapp.com' },
      { type: 'CNAME', name: `mte2._domainkey.${domain}`, value: 'dkim2.mandrillapp.com' },
    ],
    absent: [200, []],
    usage: [
      '/api/1.0/users/info',
      { username: 'x', hourly_quota: 25, stats: { last_30_days: { sent: 812 } } },
      { used: 812, per: 'window-30-days' },
    ],
  },
  {
    provider: 'postmark',
    key: 'canary-4f7a-91cc-postmark',
    asks: ['GET', '/domains?count=500&offset=0'],
    carries: header('x-postmark-account-token'),
    valid: postmarkList,
    validDetail: ['/domains/36735', postmarkDetail(true)],
    invalid: postmarkList,
    detail: ['/domains/36735', postmarkDetail(false)],
    missed: [{ type: 'TXT', name: `20261123pm._domainkey.${domain}`, value: 'k=rsa;p=MIG' }],
    absent: [200, { TotalCount: 0, Domains: [] }],
  },
  {
    provider: 'ses',
    key: 'AKIACANARY:canary-4f7a91cc/secret',
    asks: ['GET', `/v2/email/identities/${domain}`],
    carries: authorization,
    valid: sesIdentity(true),
    invalid: sesIdentity(false),
    missed: [
      { type: 'CNAME', name: `aaa._domainkey.${domain}`, value: 'aaa.dkim.amazonses.com' },
      { type: 'CNAME', name: `bbb._domainkey.${domain}`, value: 'bbb.dkim.amazonses.com' },
    ],
    absent: [404, { message: 'Email identity example.org does not exist.' }],
    usage: [
      '/v2/email/account',
      { SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 12 } },
      { used: 12, limit: 200, per: 'window-day' },
    ],
  },
  {
    provider: 'brevo',
    key: 'xkeysib-canary-4f7a91cc',
    asks: ['GET', `/v3/senders/domains/${domain}`],
    carries: header('api-key'),
    valid: brevoDomain(true),
    invalid: brevoDomain(false),
    missed: [{ type: 'TXT', name: `mail._domainkey.${domain}`, value: 'k=rsa;p=MIG' }],
    absent: [400, { code: 'document_not_found', message: 'Domain not found' }],
    usage: [
      '/v3/account',
      {
        plan: [
          { type: 'free', creditsType: 'sendLimit', credits: 88 },
          { type: 'sms', creditsType: 'sendLimit', credits: 3 },
        ],
      },
      { left: 88, per: 'day' },
    ],
  },
  {
    provider: 'smtp2go',
    key: 'api-canary4f7a91cc',
    asks: ['POST', '/v3/domain/view'],
    carries: header('x-smtp2go-api-key'),
    valid: smtp2goDomain(true),
    invalid: smtp2goDomain(false),
    missed: [{ type: 'CNAME', name: `s123456._domainkey.${domain}`, value: 'dkim.smtp2go.net' }],
    absent: [200, { request_id: 'x', data: { domains: [] } }],
    usage: [
      '/v3/stats/email_cycle',
      { request_id: 'x', data: { cycle_used: 3, cycle_max: 1000, cycle_remaining: 997 } },
      { used: 3, limit: 1000, per: 'cycle' },
    ],
  },
  {
    provider: 'mailjet',
    key: 'canarypublic:canary4f7a91cc',
    asks: ['GET', '/v3/REST/dns?Limit=1000'],
    carries: authorization,
    valid: mailjetDomain('OK'),
    invalid: mailjetDomain('Error'),
    missed: [{ type: 'TXT', name: `mailjet._domainkey.${domain}.`, value: 'k=rsa; p=MIG' }],
    absent: [200, { Count: 0, Data: [], Total: 0 }],
    usage: [
      '/v3/REST/statcounters',
      { Count: 2, Data: [{ MessageSentCount: 5 }, { MessageSentCount: 7 }] },
      { used: 12, per: 'month' },
    ],
  },
  {
    provider: 'scaleway',
    key: 'canary-4f7a91cc-scaleway',
    user: 'b0a1-project',
    asks: ['GET', `${scaleway}/domains?name=${domain}&page_size=100`],
    carries: header('x-auth-token'),
    valid: scalewayDomain('checked'),
    invalid: scalewayDomain('invalid'),
    detail: [
      `${scaleway}/domains/d0-1/verification`,
      {
        domain_id: 'd0-1',
        spf_record: { status: 'valid' },
        dkim_record: { status: 'invalid', error: 'no record' },
        dmarc_record: { status: 'valid' },
        mx_record: { status: 'not_found' },
      },
    ],
    missed: [{ type: 'TXT', name: `p._domainkey.${domain}.`, value: 'v=DKIM1; p=MIG' }],
    absent: [200, { total_count: 0, domains: [] }],
    usage: [
      `${scaleway}/project-consumption?project_id=b0a1-project`,
      { project_id: 'b0a1-project', domains_count: 1, monthly_emails_count: 41 },
      { used: 41, per: 'month' },
    ],
  },
]

/** The header in which each of them has the key, as the provider documents it. */
export const carriedAs: Readonly<Record<string, string | RegExp>> = {
  sendgrid: 'Bearer SG.canary-4f7a.canary-91cc',
  mailgun: `Basic ${base64('api:canary-4f7a91cc-mailgun')}`,
  mandrill: '{"key":"md-canary-4f7a91cc"}',
  postmark: 'canary-4f7a-91cc-postmark',
  ses: /^AWS4-HMAC-SHA256 Credential=AKIACANARY\/20261123\/eu-west-1\/ses\/aws4_request, SignedHeaders=host;x-amz-date, Signature=[0-9a-f]{64}$/,
  brevo: 'xkeysib-canary-4f7a91cc',
  smtp2go: 'api-canary4f7a91cc',
  mailjet: `Basic ${base64('canarypublic:canary4f7a91cc')}`,
  scaleway: 'canary-4f7a91cc-scaleway',
}
