/** Everything that is known of one watched server, as one value. */
import type { CheckId } from '../../../shared/model/watch.ts'
import { noteEvent, type WatchIncident } from './incident.ts'
import type { CheckStates } from './judge-run.ts'

export interface Maintenance {
  readonly since: number
  /** What fails until then is the change's own doing. */
  readonly until: number
}

export interface ServerState {
  readonly server: string
  readonly checks: CheckStates
  /** Open ones, and those that ended lately. */
  readonly incidents: readonly WatchIncident[]
  readonly maintenance?: Maintenance
  /** The last such change, also when it is over: what began under it is labelled so. */
  readonly ownWork?: Maintenance
  /** Results from before do not speak for now: nobody watched in between. */
  readonly freshSince: number
}

/** What became of an incident, for notes. */
export interface IncidentChange {
  readonly kind: 'opened' | 'changed' | 'ended' | 'reopened' | 'own-over' | 'noted'
  readonly incident: WatchIncident
}

export interface Judgement {
  readonly state: ServerState
  readonly changes: readonly IncidentChange[]
  readonly asks: readonly CheckId[]
}

/** How a server stands before anybody looked; what was open when Postern ended is still failing until it is seen to work. */
export function initialState(
  server: string,
  open: readonly WatchIncident[],
  now: number,
): ServerState {
  const checks = Object.fromEntries(
    open.flatMap(incident =>
      incident.failing.map(id => {
        const { code, params } = incident.cause
        const outcome = { verdict: 'wrong' as const, code, params, severity: incident.severity }
        const bad = { since: incident.startedAt, outcome }
        return [id, { failures: [], badRun: 0, goods: 0, unknowns: 0, recent: [], bad }] as const
      }),
    ),
  )
  // Since Postern ended nobody watched.
  const incidents = open.map(incident =>
    noteEvent({ ...incident, hasGap: true }, { at: now, kind: 'gap' }),
  )
  return { server, checks, incidents, freshSince: now }
}
