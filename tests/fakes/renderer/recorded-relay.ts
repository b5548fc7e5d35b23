/** Relay providers, how mail leaves, and probes that went well and badly. */
import type { OpinionView } from '../../../src/shared/model/opinion.ts'
import type { Proof, ProofHistory } from '../../../src/shared/model/proof.ts'
import type { QueueView } from '../../../src/shared/model/queue.ts'
import type {
  ProbeReport,
  RelayPlan,
  RelayProvider,
  RelayStatus,
} from '../../../src/shared/model/relay.ts'
import type { Answers } from './fake-bridge.ts'

const ports = [587, 2525]
const choices = ['587', '2525', '465']
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
      { id: 'port', isRequired: false, choices },
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
      { id: 'port', isRequired: false, choices },
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
      { id: 'port', isRequired: true, choices },
      { id: 'user', isRequired: false },
      { id: 'password', isRequired: false },
    ],
  },
]

/** Nobody has given a key yet. */
export const unasked: OpinionView = {
  offer: 'offered',
  provider: 'sendgrid',
  name: 'SendGrid',
  host: 'api.eu.sendgrid.com',
  keyShape: 'single',
  unconfirmed: [],
  hasKey: false,
}
export const opinion: OpinionView = {
  ...unasked,
  hasKey: true,
  opinion: {
    domain: 'example.org',
    about: {
      verdict: 'wrong',
      code: 'domain-invalid',
      params: { domain: 'example.org', count: 1 },
    },
    missed: [
      {
        type: 'CNAME',
        name: 's2._domainkey.example.org',
        value: 's2.domainkey.u1234567.wl012.sendgrid.net',
      },
    ],
    usage: {
      verdict: 'right',
      code: 'of-month',
      params: { used: 1212, limit: 3000 },
      figures: { used: 1212, limit: 3000, per: 'month' },
    },
    askedAt: '2026-11-22T09:28:00.000Z',
  },
}

export const relay: RelayStatus = {
  opinion: unasked,
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
  waiting: { count: 3, oldestAt: '2026-11-22T08:54:00.000Z' },
  lastRefusal: {
    at: '2026-11-22T08:54:00.000Z',
    kind: 'deferred',
    dsn: '4.7.28',
    reply: '421 4.7.28 Our system has detected an unusual rate of mail from your domain',
  },
  clauses: [
    {
      id: 'login',
      verdict: 'right',
      code: 'login-in',
      params: { at: '2026-11-22T09:28:00.000Z' },
    },
    {
      id: 'waiting',
      verdict: 'differs',
      code: 'waiting',
      params: { count: 3, at: '2026-11-22T08:54:00.000Z' },
    },
    {
      id: 'refusal',
      verdict: 'right',
      code: 'refusal-over-deferred',
      params: { at: '2026-11-22T09:21:00.000Z' },
    },
    {
      id: 'delivery',
      verdict: 'right',
      code: 'delivery-last',
      params: { at: '2026-11-22T09:28:00.000Z' },
    },
  ],
  checkedAt: '2026-11-22T09:32:00.000Z',
}
export const direct: RelayStatus = {
  login: { verdict: 'not-needed', code: 'relay-none', params: {} },
  waiting: { count: 0 },
  clauses: [
    { id: 'login', verdict: 'not-needed', code: 'login-none', params: {} },
    { id: 'waiting', verdict: 'right', code: 'waiting-none', params: {} },
    { id: 'refusal', verdict: 'right', code: 'refusal-none', params: {} },
    { id: 'delivery', verdict: 'unknown', code: 'delivery-none-seen', params: {} },
  ],
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
    {
      id: 'sender',
      verdict: 'right',
      code: 'sender-accepted',
      params: { sender: 'postmaster@example.org', domain: 'example.org', reply: '250 Sender ok' },
    },
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
      : step.id === 'sender'
        ? { id: 'sender', verdict: 'not-tried', code: 'not-tried', params: {} }
        : step,
  ),
}

export const plan: RelayPlan = {
  set: ['RELAYHOST', 'RELAYUSER', 'RELAYPASSWORD', 'OUTBOUND_TLS_LEVEL'],
  unset: [],
  ownWays: [],
}
export const planAtOnce: RelayPlan = {
  ...plan,
  override: {
    path: '/mailu/overrides/postfix/postfix.cf',
    line: 'smtp_tls_wrappermode = yes',
    change: 'added',
  },
  ownWays: [{ name: 'partner.example', by: 'transport-map' }],
}
const stepOf = (id: string): ProbeReport['steps'][number] =>
  probe.steps.find(step => step.id === id)!
export const probeAtOnce: ProbeReport = {
  ...probe,
  port: 465,
  steps: [
    ...['way', 'resolve'].map(stepOf),
    { ...stepOf('connect'), params: { port: 465, address: '159.122.219.43' } },
    { id: 'starttls', verdict: 'right', code: 'tls-begun', params: { protocol: 'TLS 1.3' } },
    ...['certificate', 'greeting', 'ehlo', 'mechanisms', 'login', 'sender'].map(stepOf),
  ],
}
const senderRefusal =
  '550 5.7.1 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.'
export const senderRefusedProbe: ProbeReport = {
  ...probe,
  isUsable: false,
  steps: probe.steps.map(step =>
    step.id === 'sender'
      ? {
          ...step,
          verdict: 'wrong',
          code: 'sender-refused',
          params: { ...step.params, reply: senderRefusal },
          raw: senderRefusal,
        }
      : step,
  ),
}
/** The same relay by port 465. */
export const relayAtOnce: RelayStatus = {
  ...relay,
  configured: { ...relay.configured!, port: 465, isImplicitTls: true },
}

export const relayAnswers: Answers = {
  'relay.providers': () => providers,
  'relay.status': () => relay,
  'relay.probe': () => probe,
  'relay.plan': () => plan,
}

const waiting = (id: string, to: string, isHeld = false) => ({
  id,
  sender: 'office@example.org',
  recipients: [to],
  sizeBytes: 4812,
  arrivedAt: '2026-11-22T09:54:00.000Z',
  isHeld,
})
export const queue: QueueView = {
  isKnown: true,
  count: 3,
  oldestAt: '2026-11-22T09:54:00.000Z',
  isComplete: true,
  checkedAt: '2026-11-22T10:31:00.000Z',
  messages: [
    waiting('4C1A2B3D4E', 'anna@gmail.com'),
    waiting('4C1A2B3D4F', 'ben@gmail.com'),
    waiting('5D1A2B3D4F', 'nobody@library.example'),
  ],
  groups: [
    {
      id: 'rate-limited gmail.com',
      class: 'rate-limited',
      advice: 'wait',
      side: 'receiver',
      destination: 'gmail.com',
      reply: '421 4.7.28 Our system has detected an unusual rate of mail',
      messages: 2,
      recipients: 2,
      oldestAt: '2026-11-22T09:54:00.000Z',
      ids: ['4C1A2B3D4E', '4C1A2B3D4F'],
    },
    {
      id: 'unknown-user library.example',
      class: 'unknown-user',
      advice: 'delete',
      side: 'receiver',
      destination: 'library.example',
      reply: '450 4.1.1 no such user',
      messages: 1,
      recipients: 1,
      oldestAt: '2026-11-22T10:02:00.000Z',
      ids: ['5D1A2B3D4F'],
    },
  ],
}
export const emptyQueue: QueueView = { ...queue, count: 0, groups: [], messages: [] }
const change = ({ ids = queue.messages.map(one => one.id) }: { ids?: string[] | undefined }) => ({
  changed: ids,
  gone: [],
  reused: [],
})
export const proof: Proof = {
  from: 'office@example.org',
  to: 'me@elsewhere.example',
  subject: 'Postern proof',
  sentAt: '2026-11-22T10:31:00.000Z',
  tookSeconds: 7,
  folder: 'INBOX',
  isJunk: false,
  isRemoved: true,
  clauses: [
    {
      id: 'relay',
      verdict: 'right',
      code: 'relay-carried-user',
      params: { relay: 'smtp.sendgrid.net', user: 'apikey' },
    },
    { id: 'tls', verdict: 'right', code: 'tls-right', params: {} },
    {
      id: 'dkim',
      verdict: 'right',
      code: 'dkim-right',
      params: { domain: 'example.org', selector: 'dkim' },
    },
    { id: 'spf', verdict: 'differs', code: 'spf-other', params: { domain: 'em12.example.org' } },
    { id: 'dmarc', verdict: 'right', code: 'dmarc-right', params: {} },
  ],
  hops: [
    {
      from: 'mail.example.org',
      by: 'smtp.sendgrid.net',
      protocol: 'ESMTPSA',
      isEncrypted: true,
      isAuthenticated: true,
      user: 'apikey',
    },
    {
      from: 'o1.ptr.example.net',
      by: 'mx.elsewhere.example',
      protocol: 'ESMTPS',
      isEncrypted: true,
      isAuthenticated: false,
    },
  ],
}

export const proofs: ProofHistory = {
  every: '6h',
  dueAt: '2026-11-22T15:20:00.000Z',
  isKept: true,
  results: [
    {
      at: '2026-11-22T09:20:00.000Z',
      outcome: 'arrived',
      isScheduled: true,
      tookSeconds: 3.8,
      isJunk: false,
      clauses: proof.clauses,
    },
  ],
}

export const sendingAnswers: Answers = {
  'relay.queue': () => queue,
  'relay.retryQueued': change,
  'relay.holdQueued': change,
  'relay.releaseQueued': change,
  'relay.deleteQueued': change,
  'relay.proofKept': () => ({}),
  'relay.proofs': () => proofs,
  'relay.scheduleProof': ({ every }) => ({ ...proofs, every }),
  'relay.prove': () => proof,
  'relay.opinion': () => opinion,
  'relay.keepKey': () => opinion,
  'relay.forgetKey': () => unasked,
}
