/** How long an incident lasted, or lasts. */
import { durationWords } from '../../../shared/locales/incident-words.ts'
import type { IncidentSummary } from '../../../shared/model/watch.ts'

export const incidentLength = (
  { startedAt, endedAt }: Pick<IncidentSummary, 'startedAt' | 'endedAt'>,
  now: number,
): string =>
  durationWords((endedAt === undefined ? now : Date.parse(endedAt)) - Date.parse(startedAt))
