/** What watching a home server found: all is well, an outage that goes on, and ninety days with gaps. */
import type {
  CheckListing,
  Incident,
  IncidentSummary,
  LampDay,
  ServerWatch,
  WatchChannel,
  WatchHistory,
  WatchStatus,
} from '../../../src/shared/model/watch.ts'
import type { Answers } from './fake-bridge.ts'

const lamp = (state: ServerWatch['lamps']['send']['state'], provenAt?: string) => ({
  state,
  code: state as string,
  params: {},
  ...(provenAt !== undefined && { provenAt }),
})

const server: ServerWatch = {
  server: 's1',
  lamps: {
    receive: lamp('working', '2026-11-22T09:30:00.000Z'),
    send: lamp('working', '2026-11-22T09:30:00.000Z'),
    read: lamp('working', '2026-11-22T09:30:00.000Z'),
    backup: lamp('not-watched'),
  },
  vantages: { line: 'working', path: 'working', server: 'working' },
  checkedAt: '2026-11-22T09:30:00.000Z',
  incidents: [],
  promisedDetectionMs: 680_000,
}
export const working: WatchStatus = {
  isWatching: true,
  servers: [server],
  headline: { code: 'working', params: {} },
  promisedDetectionMs: 680_000,
}

const outage: IncidentSummary = {
  id: 'i3',
  server: 's1',
  isOpen: true,
  severity: 'down',
  vantage: 'server',
  lamps: ['receive'],
  checks: ['receive.v4', 'receive.v6'],
  cause: { check: 'receive.v4', code: 'no-answer', params: { port: 25, seconds: 10 } },
  startedAt: '2026-11-22T09:04:00.000Z',
  noticedAt: '2026-11-22T09:11:00.000Z',
  isOwn: false,
  isFlapping: false,
  hasGap: false,
  isNoted: true,
}
const needy: IncidentSummary = {
  ...outage,
  id: 'i2',
  isOpen: false,
  severity: 'needs-you',
  lamps: [],
  checks: ['certificates'],
  cause: { check: 'certificates', code: 'timed-out', params: {} },
  startedAt: '2026-11-12T05:00:00.000Z',
  noticedAt: '2026-11-12T05:00:00.000Z',
  endedAt: '2026-11-12T17:20:00.000Z',
}
const home: IncidentSummary = {
  ...outage,
  id: 'i1',
  isOpen: false,
  vantage: 'path',
  lamps: ['receive', 'send', 'read'],
  checks: ['path'],
  cause: { check: 'path', code: 'no-answer', params: { port: 25, seconds: 10 } },
  startedAt: '2026-10-02T08:04:00.000Z',
  noticedAt: '2026-10-02T08:11:00.000Z',
  endedAt: '2026-10-02T08:26:00.000Z',
  isOwn: true,
}
export const down: WatchStatus = {
  ...working,
  servers: [
    {
      ...server,
      lamps: {
        ...server.lamps,
        receive: { ...lamp('down', '2026-11-22T08:59:00.000Z'), code: 'no-answer' },
      },
      incidents: [outage],
    },
  ],
  headline: { code: 'down', params: { server: 's1', lamps: 'receive' } },
}
export const offline: WatchStatus = {
  ...working,
  servers: [
    {
      ...server,
      lamps: {
        receive: { ...server.lamps.receive, state: 'not-watched', code: 'line-down' },
        send: { ...server.lamps.send, state: 'not-watched', code: 'line-down' },
        read: { ...server.lamps.read, state: 'not-watched', code: 'line-down' },
        backup: server.lamps.backup,
      },
      vantages: { line: 'down', path: 'cannot-tell', server: 'cannot-tell' },
    },
  ],
  headline: { code: 'offline', params: {} },
}
export const unwatched: WatchStatus = {
  isWatching: false,
  servers: [
    {
      ...server,
      lamps: {
        receive: lamp('not-watched'),
        send: lamp('not-watched'),
        read: lamp('not-watched'),
        backup: lamp('not-watched'),
      },
      vantages: { line: 'not-watched', path: 'not-watched', server: 'not-watched' },
      promisedDetectionMs: 0,
    },
  ],
  headline: { code: 'off', params: {} },
  promisedDetectionMs: 0,
}

/** One of each state, for the shapes. */
export const everyState: WatchStatus = {
  ...working,
  servers: [
    {
      ...server,
      lamps: {
        receive: { ...lamp('down', '2026-11-22T08:59:00.000Z'), code: 'no-answer' },
        send: lamp('needs-you'),
        read: lamp('not-set-up'),
        backup: lamp('not-watched'),
      },
      vantages: { line: 'working', path: 'cannot-tell', server: 'off' },
    },
  ],
  headline: { code: 'needs-you', params: { server: 's1', count: 0 } },
}

export const incident: Incident = {
  ...outage,
  timeline: [
    {
      at: '2026-11-22T09:04:00.000Z',
      kind: 'failed',
      check: 'receive.v4',
      code: 'no-answer',
      params: {},
      raw: 'connect ECONNREFUSED 192.168.1.20:25',
    },
    { at: '2026-11-22T09:04:00.000Z', kind: 'own' },
    { at: '2026-11-22T09:09:00.000Z', kind: 'gap' },
    {
      at: '2026-11-22T09:11:00.000Z',
      kind: 'confirmed',
      check: 'receive.v4',
      code: 'no-answer',
      params: {},
      raw: 'connect ECONNREFUSED 192.168.1.20:25',
    },
    { at: '2026-11-22T09:11:00.000Z', kind: 'joined', check: 'receive.v6' },
    { at: '2026-11-22T09:11:01.000Z', kind: 'noted' },
  ],
}
export const incidentOver: Incident = {
  ...home,
  timeline: [
    {
      at: home.startedAt,
      kind: 'failed',
      check: 'path',
      code: 'no-answer',
      params: { port: 25, seconds: 10 },
    },
    {
      at: home.noticedAt,
      kind: 'confirmed',
      check: 'path',
      code: 'no-answer',
      params: { port: 25, seconds: 10 },
    },
    { at: home.endedAt ?? '', kind: 'recovered' },
  ],
}

const dayMs = 86_400_000
const whole = 86_400
const fullDay = { working: whole, down: 0, own: 0, notWatched: 0 }
/** By the number of days ago. */
const special = (ago: number, lampName: string): Omit<LampDay, 'day'> => {
  if (ago >= 70 || (ago >= 53 && ago < 60)) return { ...fullDay, working: 0, notWatched: whole }
  if (ago === 51) return { ...fullDay, working: whole - 1320, down: 1320 }
  if (ago === 30 && lampName === 'send') return { ...fullDay, working: whole - 600, own: 600 }
  if (ago === 10) return { ...fullDay, working: whole / 2, notWatched: whole / 2 }
  if (ago === 0 && lampName === 'receive')
    return { working: 32_000, down: 1680, own: 0, notWatched: 800 }
  return fullDay
}
const historyOf = (name: 'receive' | 'send' | 'read' | 'backup', isSeen: boolean) => {
  const days = Array.from({ length: 90 }, (_, index): LampDay => {
    const ago = 89 - index
    const day = new Date(Date.parse('2026-11-22T00:00:00Z') - ago * dayMs).toISOString()
    const seconds = isSeen ? special(ago, name) : { ...fullDay, working: 0, notWatched: whole }
    return { day: day.slice(0, 10), ...seconds }
  })
  const sum = (key: 'working' | 'down' | 'own' | 'notWatched'): number =>
    days.reduce((total, one) => total + one[key], 0)
  const total = {
    working: sum('working'),
    down: sum('down'),
    own: sum('own'),
    notWatched: sum('notWatched'),
  }
  const judged = total.working + total.down
  return { lamp: name, days, total, ...(judged > 0 && { availability: total.working / judged }) }
}
export const history = (isSeen = true): WatchHistory => ({
  server: 's1',
  from: '2026-08-25',
  to: '2026-11-22',
  ...(isSeen && { since: '2026-09-14T08:00:00.000Z' }),
  lamps: [
    historyOf('receive', isSeen),
    historyOf('send', isSeen),
    historyOf('read', isSeen),
    historyOf('backup', false),
  ],
})

const check = (id: string, more: Partial<CheckListing>): CheckListing => ({
  id,
  server: 's1',
  vantage: 'server',
  severity: 'down',
  dependsOn: ['path'],
  contacts: ['192.168.1.20:22'],
  intervalMs: 300_000,
  timeoutMs: 30_000,
  failAfter: 2,
  recoverAfter: 2,
  promisedDetectionMs: 660_000,
  last: { verdict: 'right', code: 'works', params: {}, at: '2026-11-22T09:30:00.000Z' },
  ...more,
})
const checks: CheckListing[] = [
  check('line', { vantage: 'line', dependsOn: [], contacts: ['1.1.1.1:53', '9.9.9.9:53'] }),
  check('path', { vantage: 'path', dependsOn: ['line'], contacts: ['192.168.1.20:22'] }),
  check('receive.v4', { lamp: 'receive', contacts: ['192.168.1.20:25'] }),
  check('send.relay', { lamp: 'send', contacts: ['smtp.sendgrid.net:587'] }),
  check('read.imap', { lamp: 'read', contacts: ['192.168.1.20:993'] }),
  { ...check('disk', { severity: 'needs-you', intervalMs: 3_600_000 }), last: undefined },
]
const channels: WatchChannel[] = [
  {
    id: 'c1',
    kind: 'ntfy',
    url: 'https://ntfy.sh/maria-mail',
    hasSecret: false,
    lastDelivery: { at: '2026-11-22T09:11:02.000Z', isDelivered: true, reply: '200 OK' },
    waiting: 0,
  },
]

export const watchAnswers: Answers = {
  'watch.status': () => working,
  'watch.checks': () => checks,
  'watch.incidents': () => [needy, home],
  'watch.incident': ({ id }) => (id === 'i1' ? incidentOver : incident),
  'watch.history': () => history(),
  'watch.export': ({ format }) => ({
    name: `home-90-days.${format}`,
    text: 'day,lamp\r\n',
  }),
  'app.saveText': () => ({ path: '/home/maria/home-90-days.csv', sizeBytes: 10 }),
  'watch.check': () => [{ server: 's1', results: [] }],
  'watch.pause': ({ until }) => ({ ...working, pausedUntil: until }),
  'watch.resume': () => working,
  'watch.snooze': ({ until }) => ({ ...outage, snoozedUntil: until }),
  'watch.testNotification': () => [{ by: 'desktop', isDelivered: true, reply: 'shown' }],
  'watch.channels': () => channels,
  'watch.setChannel': ({ kind, url }) => ({
    id: 'c2',
    kind,
    url,
    hasSecret: false,
    waiting: 0,
  }),
  'watch.removeChannel': () => [],
}
/** The newest is still open. */
export const downAnswers: Answers = {
  'watch.status': () => down,
  'watch.incidents': () => [outage, needy, home],
}
export const unwatchedAnswers: Answers = {
  'watch.status': () => unwatched,
  'watch.history': () => history(false),
  'watch.incidents': () => [],
  'watch.checks': () => [],
}
