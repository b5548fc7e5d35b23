/** Whether an incident is told now, held, or not at all. Pure. */
import type { Settings } from '../../../shared/contract/settings.ts'
import type { WatchIncident } from '../machine/incident.ts'
import { isQuiet } from './quiet-hours.ts'

export interface Moment {
  readonly now: number
  /** Notes are paused until then. */
  readonly pausedUntil: number | undefined
  readonly settings: Pick<Settings, 'notes' | 'quietHours'>
}

export type Decision =
  /** Nothing to say that was not said. */
  | 'nothing'
  | 'down'
  /** The note that is shown is no longer true in a way that matters. */
  | 'changed'
  | 'recovered'
  /** Paused or snoozed: asked again later. */
  | 'later'
  /** Quiet hours: for the digest. */
  | 'held'

/** What a note about the incident as it is now would be about: another reason alone is no new note. */
export const subjectOf = (incident: WatchIncident): string =>
  `${incident.severity} ${incident.vantage} ${[...incident.lamps].sort().join(',')}`

function ofOpen(incident: WatchIncident, moment: Moment): Decision {
  const isSilent = incident.isOwn && !incident.timeline.some(({ kind }) => kind === 'own-over')
  if (isSilent || incident.severity === 'info' || incident.failing.length === 0) return 'nothing'
  const isOutage = incident.severity === 'down'
  if (moment.settings.notes === 'off') return 'nothing'
  if (moment.settings.notes === 'outages' && !isOutage) return 'nothing'
  const isSnoozeOver = incident.snoozedUntil !== undefined && incident.snoozedUntil <= moment.now
  if (incident.noted?.subject === subjectOf(incident) && !isSnoozeOver) return 'nothing'
  if ((moment.pausedUntil ?? 0) > moment.now) return 'later'
  if ((incident.snoozedUntil ?? 0) > moment.now) return 'later'
  if (!isOutage && isQuiet(moment.settings.quietHours, moment.now)) return 'held'
  return incident.noted ? 'changed' : 'down'
}

/** The decision for one incident. An incident that nobody was told of ends unsaid. */
export function decide(incident: WatchIncident, moment: Moment): Decision {
  if (incident.endedAt === undefined) return ofOpen(incident, moment)
  if (!incident.noted || incident.noted.subject === 'recovered') return 'nothing'
  return (moment.pausedUntil ?? 0) > moment.now ? 'nothing' : 'recovered'
}
