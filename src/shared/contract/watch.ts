import {
  CheckListing,
  Incident,
  IncidentSummary,
  Noted,
  WatchHistory,
  WatchStatus,
} from '../model/watch.ts'
import { z } from '../zod.ts'
import { command, event, query } from './define.ts'
import { ServerRef } from './servers.ts'

const MaybeServer = z.object({ server: ServerRef.optional() })
const IncidentId = z.object({ id: z.string().min(1).max(64) })
const Days = z.number().int().min(1).max(366).default(90)

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
  /** Holds notes until then; checks go on. */
  'watch.pause': command(z.object({ until: z.iso.datetime() }), WatchStatus),
  'watch.resume': command(z.void(), WatchStatus),
  'watch.changed': event(WatchStatus),
  'watch.noted': event(Noted),
} as const
