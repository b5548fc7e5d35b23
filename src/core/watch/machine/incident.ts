/** An incident as it is kept: one for everything that breaks together. Times are epoch milliseconds. */
import type {
  CheckId,
  Incident,
  IncidentEvent,
  IncidentSummary,
  Lamp,
  Severity,
  Vantage,
} from '../../../shared/model/watch.ts'

export type TimelineEntry = Omit<IncidentEvent, 'at'> & { readonly at: number }

export interface WatchIncident {
  readonly id: string
  readonly server: string
  readonly severity: Severity
  readonly vantage: Vantage
  readonly lamps: readonly Lamp[]
  /** All that ever belonged to it. */
  readonly checks: readonly CheckId[]
  /** Those that still fail. */
  readonly failing: readonly CheckId[]
  readonly cause: IncidentSummary['cause']
  readonly startedAt: number
  readonly noticedAt: number
  readonly endedAt?: number
  /** The last failing one came back then; it ends when that lasts. */
  readonly calmSince?: number
  readonly isOwn: boolean
  readonly isFlapping: boolean
  readonly hasGap: boolean
  /** The note that was shown last, and what it was about. */
  readonly noted?: { readonly title: string; readonly body: string; readonly subject: string }
  readonly snoozedUntil?: number
  readonly timeline: readonly TimelineEntry[]
}

const stamp = (at: number): string => new Date(at).toISOString()
const longestTimeline = 200

/** With one more event; of a very long story the beginning and the newest part are kept. */
export function noteEvent(incident: WatchIncident, entry: TimelineEntry): WatchIncident {
  const kept = incident.timeline
  const timeline =
    kept.length < longestTimeline
      ? [...kept, entry]
      : [...kept.slice(0, longestTimeline / 2), ...kept.slice(longestTimeline / 2 + 1), entry]
  return { ...incident, timeline }
}

/** As the contract tells it. */
export const summaryOf = (incident: WatchIncident): IncidentSummary => ({
  id: incident.id,
  server: incident.server,
  isOpen: incident.endedAt === undefined,
  severity: incident.severity,
  vantage: incident.vantage,
  lamps: [...incident.lamps],
  checks: [...incident.checks],
  cause: incident.cause,
  startedAt: stamp(incident.startedAt),
  noticedAt: stamp(incident.noticedAt),
  ...(incident.endedAt !== undefined && { endedAt: stamp(incident.endedAt) }),
  isOwn: incident.isOwn,
  isFlapping: incident.isFlapping,
  hasGap: incident.hasGap,
  isNoted: incident.noted !== undefined,
  ...(incident.snoozedUntil !== undefined && { snoozedUntil: stamp(incident.snoozedUntil) }),
})

/** With its whole story. */
export const incidentOf = (incident: WatchIncident): Incident => ({
  ...summaryOf(incident),
  timeline: incident.timeline.map(entry => ({ ...entry, at: stamp(entry.at) })),
})
