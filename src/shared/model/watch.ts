import { z } from '../zod.ts'
import { Verdict } from './verdict.ts'

/** Functions of mail, never containers. */
export const Lamp = z.enum(['receive', 'send', 'read', 'backup'])
export type Lamp = z.infer<typeof Lamp>

export const LampState = z.enum([
  'working',
  'needs-you',
  'down',
  'not-set-up',
  'cannot-tell',
  'off',
  'not-watched',
  'checking',
])
export type LampState = z.infer<typeof LampState>

/** From where: this computer's line, the path to home, the server itself. */
export const Vantage = z.enum(['line', 'path', 'server'])
export type Vantage = z.infer<typeof Vantage>

/** `receive.v4`: function or place, then what of it. */
export const CheckId = z.string().regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/)
export type CheckId = z.infer<typeof CheckId>

const Params = z.record(z.string(), z.union([z.string(), z.number()]))

/** What it means when a check lastingly fails. `info` is shown and never told. */
export const Severity = z.enum(['down', 'needs-you', 'info'])
export type Severity = z.infer<typeof Severity>

/** One measurement of one check. `code` names its words under `checks.codes` of the catalogue. */
export const Outcome = z.object({
  verdict: Verdict,
  code: z.string(),
  params: Params,
  /** The peer's own words. */
  raw: z.string().optional(),
  /** Epoch milliseconds since when it is so, where the peer knows better than the watcher. */
  since: z.number().optional(),
  /** Numbers worth keeping: days left, waiting messages, free bytes. */
  figures: z.record(z.string(), z.number()).optional(),
  /** Where this finding weighs more or less than the check usually does. */
  severity: Severity.optional(),
})
export type Outcome = z.infer<typeof Outcome>

/** A check as it is listed for the person: what it contacts, how often, and what it last found. */
export const CheckListing = z.object({
  id: CheckId,
  server: z.string(),
  lamp: Lamp.optional(),
  vantage: Vantage,
  severity: Severity,
  dependsOn: z.array(CheckId),
  contacts: z.array(z.string()),
  intervalMs: z.number(),
  timeoutMs: z.number(),
  failAfter: z.number().int(),
  recoverAfter: z.number().int(),
  /** At most so long after its function breaks a note is there, while this computer is awake and online. */
  promisedDetectionMs: z.number(),
  last: Outcome.extend({ at: z.iso.datetime() }).optional(),
})
export type CheckListing = z.infer<typeof CheckListing>

export const IncidentSummary = z.object({
  id: z.string(),
  server: z.string(),
  isOpen: z.boolean(),
  severity: Severity,
  /** Whom the alarm names. */
  vantage: Vantage,
  lamps: z.array(Lamp),
  checks: z.array(CheckId),
  /** The finding that says it best. */
  cause: z.object({ check: CheckId, code: z.string(), params: Params }),
  /** The first failure, not the moment of the note. */
  startedAt: z.iso.datetime(),
  noticedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  /** It began under a change that was started from this app. */
  isOwn: z.boolean(),
  /** It ended and came back. */
  isFlapping: z.boolean(),
  /** Nobody watched for a part of it: it may have ended earlier. */
  hasGap: z.boolean(),
  /** Somebody was told. */
  isNoted: z.boolean(),
  snoozedUntil: z.iso.datetime().optional(),
})
export type IncidentSummary = z.infer<typeof IncidentSummary>

export const IncidentEvent = z.object({
  at: z.iso.datetime(),
  kind: z.enum([
    'failed',
    'confirmed',
    'joined',
    'named',
    'noted',
    'held',
    'snoozed',
    'own',
    'own-over',
    'gap',
    'back',
    'recovered',
    'reopened',
  ]),
  check: CheckId.optional(),
  code: z.string().optional(),
  params: Params.optional(),
  /** The peer's own words at that moment. */
  raw: z.string().optional(),
})
export type IncidentEvent = z.infer<typeof IncidentEvent>

export const Incident = IncidentSummary.extend({ timeline: z.array(IncidentEvent) })
export type Incident = z.infer<typeof Incident>

const LampStatus = z.object({
  state: LampState,
  /** Words under `watch.lamp`, or of the check under `checks.codes`. */
  code: z.string(),
  params: Params,
  /** The last time that it was proven to work. */
  provenAt: z.iso.datetime().optional(),
})
export type LampStatus = z.infer<typeof LampStatus>

export const ServerWatch = z.object({
  server: z.string(),
  lamps: z.object({ receive: LampStatus, send: LampStatus, read: LampStatus, backup: LampStatus }),
  vantages: z.object({ line: LampState, path: LampState, server: LampState }),
  checkedAt: z.iso.datetime().optional(),
  /** The open ones, the gravest first. */
  incidents: z.array(IncidentSummary),
  /** A change started from this app is under way: what fails meanwhile is no alarm. */
  maintenance: z.object({ since: z.iso.datetime(), until: z.iso.datetime() }).optional(),
  promisedDetectionMs: z.number(),
})
export type ServerWatch = z.infer<typeof ServerWatch>

export const HeadlineCode = z.enum([
  'off',
  'no-server',
  'not-watched',
  'checking',
  'offline',
  'unreachable',
  'down',
  'needs-you',
  'own-work',
  'cannot-tell',
  'working',
])

export const WatchStatus = z.object({
  /** False: nobody watches now, because it is switched off or this process only answers. */
  isWatching: z.boolean(),
  servers: z.array(ServerWatch),
  /** The one sentence; words under `watch.headline`. */
  headline: z.object({ code: HeadlineCode, params: Params }),
  /** Notes are held until then. */
  pausedUntil: z.iso.datetime().optional(),
  /** Over all servers; 0 while nothing is watched. */
  promisedDetectionMs: z.number(),
})
export type WatchStatus = z.infer<typeof WatchStatus>

const Seconds = z.object({
  working: z.number(),
  down: z.number(),
  /** Down under a change started from this app: counted as neither. */
  own: z.number(),
  notWatched: z.number(),
})

/** One lamp on one calendar day of this computer's zone. */
export const LampDay = Seconds.extend({ day: z.iso.date() })
export type LampDay = z.infer<typeof LampDay>

export const LampHistory = z.object({
  lamp: Lamp,
  days: z.array(LampDay),
  /** Working share of the watched time, 0 to 1; absent where nothing was watched. */
  availability: z.number().min(0).max(1).optional(),
  total: Seconds,
})

export const WatchHistory = z.object({
  server: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  /** The first moment that was ever watched. */
  since: z.iso.datetime().optional(),
  lamps: z.array(LampHistory),
})
export type WatchHistory = z.infer<typeof WatchHistory>

export const ChannelKind = z.enum(['webhook', 'ntfy'])
export type ChannelKind = z.infer<typeof ChannelKind>

/** A second way for notes, so that they do not depend on the mail that is down. */
export const WatchChannel = z.object({
  id: z.string(),
  kind: ChannelKind,
  url: z.string(),
  /** A webhook's signing key, or an access key of ntfy. */
  hasSecret: z.boolean(),
  lastDelivery: z
    .object({ at: z.iso.datetime(), isDelivered: z.boolean(), reply: z.string() })
    .optional(),
  /** Deliveries that are tried again. */
  waiting: z.number().int(),
})
export type WatchChannel = z.infer<typeof WatchChannel>

/** What was told, and by which way. */
export const Noted = z.object({
  at: z.iso.datetime(),
  tag: z.string(),
  kind: z.enum(['down', 'changed', 'recovered', 'digest', 'test']),
  incident: z.string().optional(),
  title: z.string(),
  body: z.string(),
  urgency: z.enum(['low', 'normal', 'critical']),
  /** `desktop`, `webhook`, `ntfy`; empty where nothing could show it. */
  by: z.array(z.string()),
})
export type Noted = z.infer<typeof Noted>
