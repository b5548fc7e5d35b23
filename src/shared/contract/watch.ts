import {
  ChannelKind,
  CheckListing,
  Incident,
  IncidentSummary,
  Noted,
  Outcome,
  WatchChannel,
  WatchHistory,
  WatchStatus,
} from '../model/watch.ts'
import { SecretText } from '../secret.ts'
import { z } from '../zod.ts'
import { command, event, job, query } from './define.ts'
import { ServerRef } from './servers.ts'

const MaybeServer = z.object({ server: ServerRef.optional() })
const IncidentId = z.object({ id: z.string().min(1).max(64) })
const Days = z.number().int().min(1).max(366).default(90)

/** What one round of checks found. */
export const CheckRound = z.object({
  server: z.string(),
  results: z.array(
    CheckListing.pick({ id: true, lamp: true, vantage: true }).extend(Outcome.shape).extend({
      tookMs: z.number(),
    }),
  ),
})

/** How a test note went, one line a way. */
export const NoteTest = z.object({
  by: z.string(),
  isDelivered: z.boolean(),
  reply: z.string(),
})

export const watchContract = {
  'watch.status': query(MaybeServer, WatchStatus),
  /** Each check with what it contacts, how often, and how soon its failure is known. */
  'watch.checks': query(z.object({ server: ServerRef }), z.array(CheckListing)),
  /** Newest first. */
  'watch.incidents': query(
    MaybeServer.extend({ limit: z.number().int().min(1).max(1000).default(50) }),
    z.array(IncidentSummary),
  ),
  'watch.incident': query(IncidentId, Incident),
  'watch.history': query(z.object({ server: ServerRef, days: Days }), WatchHistory),
  /** The history as a file: incidents and days, as JSON or as a table of days. */
  'watch.export': query(
    z.object({ server: ServerRef, days: Days, format: z.enum(['json', 'csv']) }),
    z.object({ name: z.string(), text: z.string() }),
  ),
  /** Runs every check once, now. */
  'watch.check': job(MaybeServer, z.array(CheckRound)),
  /** Watches until it is cancelled; where the app watches already it only waits. */
  'watch.run': job(z.void(), z.object({ seconds: z.number() }), { isEndless: () => true }),
  /** Holds notes until then; checks go on. */
  'watch.pause': command(z.object({ until: z.iso.datetime() }), WatchStatus),
  'watch.resume': command(z.void(), WatchStatus),
  /** Says nothing more of this incident until then. */
  'watch.snooze': command(IncidentId.extend({ until: z.iso.datetime() }), IncidentSummary),
  'watch.testNotification': command(
    z.object({ channel: z.string().max(64).optional() }),
    z.array(NoteTest),
  ),
  'watch.channels': query(z.void(), z.array(WatchChannel)),
  /** Refused where the channel would break with the server that it is to tell of. */
  'watch.setChannel': command(
    z.object({
      id: z.string().min(1).max(64).optional(),
      kind: ChannelKind,
      url: z.url().max(2048),
      /** A webhook's signing key or an access key of ntfy. Absent: the one that is kept stays. */
      secret: SecretText.optional(),
    }),
    WatchChannel,
  ),
  'watch.removeChannel': command(z.object({ id: z.string().max(64) }), z.array(WatchChannel)),
  'watch.changed': event(WatchStatus),
  'watch.noted': event(Noted),
} as const
