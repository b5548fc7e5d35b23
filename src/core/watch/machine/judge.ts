/** The state machine of watching: what happened goes in, the new state and what became of incidents comes out. Pure. */
import { afterGap } from './check-state.ts'
import { noteEvent } from './incident.ts'
import { judgeIncidents } from './judge-incidents.ts'
import { judgeRun, type Run } from './judge-run.ts'
import type { Rules } from './rules.ts'
import type { IncidentChange, Judgement, ServerState } from './server-state.ts'

export type Happening =
  | ({ readonly kind: 'run'; readonly endedAt: number } & Run)
  /** Nobody watched between these moments: the computer slept, Postern was not there, or the clock was set. */
  | { readonly kind: 'gap'; readonly from: number; readonly to: number }
  /** A change of the server was started or ended in this app. */
  | { readonly kind: 'own'; readonly at: number; readonly until: number }
  /** Time passed. */
  | { readonly kind: 'time'; readonly at: number }

export interface JudgeNeeds {
  readonly rules: Rules
  readonly newId: () => string
}

const unchanged = (state: ServerState): Judgement => ({ state, changes: [], asks: [] })

/** The change is over: what it broke and did not mend is told from now on. */
function ownOver(state: ServerState, now: number): Judgement {
  if (!state.maintenance || now < state.maintenance.until) return unchanged(state)
  const { maintenance: _, ...rest } = state
  const changes: IncidentChange[] = []
  const incidents = state.incidents.map(incident => {
    const isOver = incident.isOwn && incident.endedAt === undefined
    if (!isOver || incident.timeline.some(({ kind }) => kind === 'own-over')) return incident
    const told = noteEvent(incident, { at: now, kind: 'own-over' })
    changes.push({ kind: 'own-over', incident: told })
    return told
  })
  return { state: { ...rest, incidents }, changes, asks: [] }
}

function run(
  state: ServerState,
  needs: JudgeNeeds,
  happening: Run & { readonly endedAt: number },
): Judgement {
  const over = ownOver(state, happening.endedAt)
  const judged = judgeRun(over.state.checks, needs.rules, happening)
  const isQuiet =
    judged.confirmed.length === 0 &&
    judged.recovered.length === 0 &&
    over.state.incidents.length === 0
  if (isQuiet)
    return { ...over, state: { ...over.state, checks: judged.checks }, asks: judged.asks }
  const { incidents, changes } = judgeIncidents(over.state.incidents, judged, {
    server: state.server,
    now: happening.endedAt,
    maintenance: over.state.maintenance,
    ownWork: over.state.ownWork,
    ...needs,
  })
  return {
    state: { ...over.state, checks: judged.checks, incidents },
    changes: [...over.changes, ...changes],
    asks: judged.asks,
  }
}

function gap(state: ServerState, from: number, to: number): Judgement {
  const checks = Object.fromEntries(
    Object.entries(state.checks).map(([id, check]) => [id, afterGap(check)]),
  )
  const changes: IncidentChange[] = []
  const incidents = state.incidents.map(incident => {
    if (incident.endedAt !== undefined) return incident
    const { calmSince: _, ...rest } = incident
    const told = noteEvent(
      { ...(incident.failing.length > 0 ? rest : incident), hasGap: true },
      { at: Math.min(from, to), kind: 'gap' },
    )
    changes.push({ kind: 'noted', incident: told })
    return told
  })
  return { state: { ...state, checks, incidents, freshSince: to }, changes, asks: [] }
}

/** One step. */
export function judge(state: ServerState, happening: Happening, needs: JudgeNeeds): Judgement {
  switch (happening.kind) {
    case 'run':
      return run(state, needs, happening)
    case 'gap':
      return gap(state, happening.from, happening.to)
    case 'own': {
      const since = state.maintenance?.since ?? happening.at
      const maintenance = { since, until: Math.max(happening.until, happening.at) }
      return unchanged({ ...state, maintenance, ownWork: maintenance })
    }
    case 'time': {
      const over = ownOver(state, happening.at)
      if (over.state.incidents.length === 0) return over
      const judged = { checks: over.state.checks, asks: [], confirmed: [], recovered: [] }
      const { incidents, changes } = judgeIncidents(over.state.incidents, judged, {
        server: state.server,
        now: happening.at,
        maintenance: over.state.maintenance,
        ownWork: over.state.ownWork,
        ...needs,
      })
      return {
        state: { ...over.state, incidents },
        changes: [...over.changes, ...changes],
        asks: [],
      }
    }
  }
}
