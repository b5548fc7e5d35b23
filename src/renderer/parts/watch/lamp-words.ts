/** States of lamps, incidents and days in the window's own shapes. */
import type { IncidentSummary, Lamp, LampState } from '../../../shared/model/watch.ts'
import type { StateName } from '../../ui/state-name.ts'

/** In the order of the story. */
export const lamps: readonly Lamp[] = ['receive', 'send', 'read', 'backup']

const states: Readonly<Record<LampState, StateName>> = {
  working: 'good',
  'needs-you': 'differs',
  down: 'bad',
  'not-set-up': 'missing',
  'cannot-tell': 'unknown',
  off: 'idle',
  'not-watched': 'unwatched',
  checking: 'working',
}
export const glyphOf = (state: LampState): StateName => states[state]

/** Over is good again; nothing is red but what is down now. */
export function glyphOfIncident(incident: Pick<IncidentSummary, 'isOpen' | 'severity'>): StateName {
  if (!incident.isOpen) return 'good'
  return incident.severity === 'down' ? 'bad' : 'differs'
}
