/** Relay providers, how mail leaves, and probes that went well and badly. */
import type { ProbeReport, RelayProvider, RelayStatus } from '../../../src/shared/model/relay.ts'
import type { Answers } from './fake-bridge.ts'

const ports = [587, 2525]
const facts = {
  tlsPorts: [465],
  limits: [],
  unconfirmed: [],
  senderDns: {
    records: [],
    returnPath: 'as-sender',
    dkimDomain: 'none',
    refuses: [],
    changes: [],
    unconfirmed: [],
    sources: [],
  },
} satisfies Partial<RelayProvider>

export const providers: RelayProvider[] = [
  {
    id: 'sendgrid',
    name: 'SendGrid',
    mark: 'SG',
    ...facts,
    hosts: [
      { region: 'global', host: 'smtp.sendgrid.net' },
      { region: 'eu', host: 'smtp.eu.sendgrid.net' },
    ],
    ports,
    tlsLevel: 'secure',
    fields: [
      { id: 'region', isRequired: true },
      { id: 'user', isRequired: true, fixed: 'apikey' },
      { id: 'password', isRequired: true },
      { id: 'port', isRequired: false },
    ],
    documentation: 'https://docs.sendgrid.com/',
  },
  {
    id: 'mailgun',
    name: 'Mailgun',
    mark: 'MG',
    ...facts,
    hosts: [
      { region: 'us', host: 'smtp.mailgun.org' },
      { region: 'eu', host: 'smtp.eu.mailgun.org' },
    ],
    ports,
    tlsLevel: 'secure',
    fields: [
      { id: 'region', isRequired: true },
      { id: 'user', isRequired: true },
      { id: 'password', isRequired: true },
      { id: 'port', isRequired: false },
    ],
  },
  {
    id: 'mandrill',
    name: 'Mandrill',
    mark: 'MA',
    ...facts,
    hosts: [{ region: 'global', host: 'smtp.mandrillapp.com' }],
    ports,
    tlsLevel: 'secure',
    fields: [
      { id: 'user', isRequired: true },
      { id: 'password', isRequired: true },
    ],
  },
  {
    id: 'generic',
    name: 'Another one',
    mark: 'SM',
    ...facts,
    hosts: [],
    ports,
    tlsLevel: 'encrypt',
    fields: [
      { id: 'host', isRequired: true },
      { id: 'port', isRequired: true },
      { id: 'user', isRequired: false },
      { id: 'password', isRequired: false },
    ],
  },
]

export const relay: RelayStatus = {
  configured: {
    host: 'smtp.eu.sendgrid.net',
    port: 587,
    user: 'apikey',
    hasPassword: true,
    tlsLevel: 'secure',
    provider: 'sendgrid',
    isApplied: true,
  },
  login: {
    verdict: 'right',
    code: 'login-accepted',
    params: {},
    checkedAt: '2026-11-22T09:28:00.000Z',
  },
  lastDelivery: {
    at: '2026-11-22T09:28:00.000Z',
    relay: 'smtp.eu.sendgrid.net[159.122.219.43]:587',
    reply: '250 Ok: queued as 5F2A1',
  },
  waiting: { count: 14, oldestAt: '2026-11-22T08:54:00.000Z' },
  lastRefusal: {
    at: '2026-11-22T08:54:00.000Z',
    kind: 'deferred',
    dsn: '4.7.28',
    reply: '421 4.7.28 Our system has detected an unusual rate of mail from your domain',
  },
  checkedAt: '2026-11-22T09:32:00.000Z',
}
export const direct: RelayStatus = {
  login: { verdict: 'not-needed', code: 'relay-none', params: {} },
  waiting: { count: 0 },
  checkedAt: '2026-11-22T09:32:00.000Z',
}

export const probe: ProbeReport = {
  host: 'smtp.eu.sendgrid.net',
  port: 587,
  vantage: 'smtp-container',
  isUsable: true,
  probedAt: '2026-11-22T09:30:00.000Z',
  steps: [
    { id: 'way', verdict: 'right', code: 'way-container', params: {} },
    {
      id: 'resolve',
      verdict: 'right',
      code: 'name-found',
      params: { host: 'smtp.eu.sendgrid.net', addresses: '159.122.219.43' },
    },
    {
      id: 'connect',
      verdict: 'right',
      code: 'connected',
      params: { port: 587, address: '159.122.219.43' },
      tookMs: 41,
    },
    {
      id: 'greeting',
      verdict: 'right',
      code: 'greeted',
      params: { reply: '220 SG ESMTP service ready at geopod-ismtpd-4' },
    },
    { id: 'ehlo', verdict: 'right', code: 'ehlo-accepted', params: {} },
    { id: 'starttls', verdict: 'right', code: 'starttls-done', params: { protocol: 'TLSv1.3' } },
    {
      id: 'certificate',
      verdict: 'right',
      code: 'certificate-fits',
      params: { host: 'smtp.eu.sendgrid.net', days: 54 },
    },
    {
      id: 'mechanisms',
      verdict: 'right',
      code: 'mechanism-usable',
      params: { mechanism: 'PLAIN' },
    },
    { id: 'login', verdict: 'right', code: 'login-accepted', params: {} },
  ],
}
const refusal = '535 5.7.8 Authentication failed: Bad username / password'
export const refusedProbe: ProbeReport = {
  ...probe,
  isUsable: false,
  steps: probe.steps.map(step =>
    step.id === 'login'
      ? {
          id: 'login',
          verdict: 'wrong',
          code: 'login-refused',
          params: { reply: refusal },
          raw: refusal,
        }
      : step,
  ),
}

export const relayAnswers: Answers = {
  'relay.providers': () => providers,
  'relay.status': () => relay,
  'relay.probe': () => probe,
}
