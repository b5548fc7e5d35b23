/** A mailu.env as the core describes it, a preview of two changes, and how a change ended. */
import type {
  EnvCopy,
  EnvEntry,
  EnvOffer,
  EnvPreview,
  EnvView,
  LifecycleResult,
  TransactionResult,
} from '../../../src/shared/model/stack.ts'
import type { Answers } from './fake-bridge.ts'
import { status } from './recorded-server.ts'

const sha256 = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9'
type Line = Omit<EnvEntry, 'line' | 'isSecret' | 'hasValue' | 'isKnown' | 'consumers'> & {
  isSecret?: boolean
  isKnown?: boolean
  consumers?: string[]
}
const entry = (line: Line, index: number): EnvEntry => ({
  isSecret: false,
  isKnown: true,
  consumers: [],
  hasValue: line.isSecret === true || (line.value ?? '') !== '',
  line: index * 3 + 12,
  ...line,
})

const lines: Line[] = [
  {
    key: 'SECRET_KEY',
    isSecret: true,
    consumers: ['admin', 'imap', 'smtp', 'front'],
    kind: 'text',
  },
  {
    key: 'DOMAIN',
    value: 'example.com',
    consumers: ['admin', 'front', 'imap', 'smtp'],
    kind: 'text',
  },
  {
    key: 'HOSTNAMES',
    value: 'mail.example.com',
    consumers: ['admin', 'front', 'smtp'],
    kind: 'list',
  },
  { key: 'POSTMASTER', value: 'admin', consumers: ['admin', 'front', 'imap'], kind: 'text' },
  {
    key: 'TLS_FLAVOR',
    value: 'letsencrypt',
    consumers: ['front', 'admin'],
    kind: 'choice',
    choices: ['letsencrypt', 'cert', 'notls'],
  },
  { key: 'AUTH_RATELIMIT_IP', value: '60/hour', consumers: ['admin'], kind: 'rate' },
  {
    key: 'MESSAGE_SIZE_LIMIT',
    value: '50000000',
    consumers: ['front', 'smtp', 'admin'],
    kind: 'bytes',
  },
  { key: 'MESSAGE_RATELIMIT', value: '200/day', consumers: ['admin'], kind: 'rate' },
  { key: 'FETCHMAIL_DELAY', value: '60', consumers: ['fetchmail'], kind: 'seconds' },
  {
    key: 'WEBMAIL',
    value: 'roundcube',
    consumers: ['front', 'admin', 'webmail'],
    kind: 'choice',
    choices: ['roundcube', 'snappymail', 'none'],
  },
  { key: 'API', value: 'false', consumers: ['front'], kind: 'boolean' },
  { key: 'RELAYHOST', value: '[smtp.sendgrid.net]:587', consumers: ['smtp'], kind: 'text' },
  { key: 'RELAYUSER', value: 'apikey', consumers: ['smtp'], kind: 'text' },
  { key: 'RELAYPASSWORD', isSecret: true, consumers: ['smtp'], kind: 'text' },
  { key: 'MY_OWN_KEY', value: 'kept as it is', isKnown: false },
]
const offers = (
  [
    { key: 'WELCOME', isSecret: false, kind: 'boolean', default: 'false', consumers: ['admin'] },
    { key: 'API_TOKEN', isSecret: true, kind: 'text', consumers: ['admin'] },
  ] satisfies EnvOffer[]
).map(offer => ({ ...offer, isKnown: true }))

export const env: EnvView = {
  path: '/mailu/mailu.env',
  sha256,
  sizeBytes: 5120,
  compose: 'v2',
  entries: lines.map(entry),
  problems: [],
}

const same = (line: number, text: string) => ({ kind: 'same', line, text }) as const
export const preview: EnvPreview = {
  path: '/mailu/mailu.env',
  baseSha256: sha256,
  diff: [
    ...Array.from({ length: 20 }, (_, index) => same(index + 1, `# line ${index + 1}`)),
    same(30, '# Message size limit in bytes'),
    { kind: 'removed', line: 31, text: 'MESSAGE_SIZE_LIMIT=50000000' },
    { kind: 'added', line: 31, text: 'MESSAGE_SIZE_LIMIT=75000000' },
    ...Array.from({ length: 31 }, (_, index) => same(index + 32, '')),
    { kind: 'removed', line: 63, text: 'MESSAGE_RATELIMIT=200/day' },
    { kind: 'added', line: 63, text: 'MESSAGE_RATELIMIT=300/day' },
    same(64, ''),
  ],
  changedKeys: ['MESSAGE_SIZE_LIMIT', 'MESSAGE_RATELIMIT'],
  problems: [],
  recreate: ['front', 'admin', 'smtp'].map(service => ({ service, keys: ['MESSAGE_SIZE_LIMIT'] })),
  keepRunning: ['imap', 'antispam', 'fetchmail', 'webmail', 'resolver', 'redis'],
  expectedSeconds: 19.6,
  accepted: true,
}
export const committed: TransactionResult = {
  id: 't1',
  outcome: 'committed',
  path: '/mailu/mailu.env',
  changedKeys: ['MESSAGE_SIZE_LIMIT', 'MESSAGE_RATELIMIT'],
  recreated: ['front', 'admin', 'smtp'],
  checks: [
    { id: 'front', before: 'works', after: 'works', reply: '220 mail.example.com ESMTP ready' },
    { id: 'imaps', before: 'works', after: 'works' },
    { id: 'admin', before: 'works', after: 'works' },
    { id: 'relay-login', before: 'unknown', after: 'unknown' },
  ],
  copy: '/mailu/mailu.env.2026-11-22-1034',
  tookSeconds: 17.4,
}
export const rolledBack: TransactionResult = {
  ...committed,
  outcome: 'rolled-back',
  checks: committed.checks.map(check =>
    check.id === 'front'
      ? { ...check, after: 'broken', reply: 'no greeting on 192.168.1.20:25 within 30 s' }
      : check,
  ),
  tookSeconds: 96,
}
const copies: EnvCopy[] = [
  '2026-11-22T09:31:00.000Z',
  '2026-11-03T08:40:00.000Z',
  '2026-10-12T05:18:00.000Z',
].map((takenAt, index) => ({
  id: `c${index}`,
  path: `/mailu/mailu.env.${takenAt.slice(0, 10)}-${takenAt.slice(11, 16).replace(':', '')}`,
  takenAt,
  sha256,
  sizeBytes: 5120 - index * 40,
  isCurrent: index === 0,
}))
const lifecycle: LifecycleResult = {
  services: status.services,
  recreated: [],
  nextImages: [],
  output: '',
}

export const envAnswers: Answers = {
  'stack.env': () => env,
  'stack.envKeys': () => offers,
  'stack.envPreview': () => preview,
  'stack.envApply': () => committed,
  'stack.envHistory': () => copies,
  'stack.envCopyPreview': () => preview,
  'stack.envRollback': () => committed,
  'stack.up': () => lifecycle,
  'stack.down': () => ({ ...lifecycle, services: [] }),
  'stack.restart': () => lifecycle,
  'stack.recreate': () => ({ ...lifecycle, recreated: ['smtp'] }),
  'stack.pull': () => ({
    ...lifecycle,
    nextImages: [
      { service: 'front', running: 'sha256:11aa22bb', pulled: 'sha256:33cc44dd' },
      { service: 'smtp', running: 'sha256:55ee66ff', pulled: 'sha256:77aa88bb' },
    ],
  }),
  'stack.logs': () => ({ lines: 0 }),
}
