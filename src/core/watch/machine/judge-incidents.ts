/** Folds confirmed failures and recoveries into incidents: one for everything that breaks together (row N6d). */
import type { CheckId, Severity } from '../../../shared/model/watch.ts'
import { noteEvent, type WatchIncident } from './incident.ts'
import type { CheckStates, Judged } from './judge-run.ts'
import type { Rules } from './rules.ts'
import type { IncidentChange, Maintenance } from './server-state.ts'

/** What needs attention and begins so close to an outage is most likely its cause or its effect. */
const joinMs = 10 * 60_000
/** What fails again so soon after it was over is the same incident: it comes and goes. */
const reopenMs = 15 * 60_000
/** One that came back is over only when it has been quiet for so long. */
const calmMs = 15 * 60_000

export interface IncidentNeeds {
  readonly server: string
  readonly rules: Rules
  readonly now: number
  readonly newId: () => string
  readonly maintenance: Maintenance | undefined
  readonly ownWork: Maintenance | undefined
}

const isOpen = ({ endedAt }: WatchIncident): boolean => endedAt === undefined
const gravity = (severity: Severity): number => ['info', 'needs-you', 'down'].indexOf(severity)

const severityOf = (checks: CheckStates, rules: Rules, id: CheckId): Severity =>
  checks[id]?.bad?.outcome.severity ?? rules.get(id)?.severity ?? 'info'

/** The line is never an incident: it is silence. */
const isTold = (checks: CheckStates, rules: Rules, id: CheckId): boolean =>
  rules.get(id)?.vantage !== 'line' && severityOf(checks, rules, id) !== 'info'

/** Whose words stand for the incident: path before server, the graver before the lighter, then the order of the checks. */
function causeOf(
  failing: readonly CheckId[],
  checks: CheckStates,
  rules: Rules,
): CheckId | undefined {
  const order = [...rules.keys()]
  const rank = (id: CheckId): number =>
    (rules.get(id)?.vantage === 'path' ? 0 : 1000) -
    100 * gravity(severityOf(checks, rules, id)) +
    order.indexOf(id)
  return [...failing].sort((one, other) => rank(one) - rank(other))[0]
}

/** The incident told anew by what fails now. */
function retold(incident: WatchIncident, checks: CheckStates, rules: Rules): WatchIncident {
  const id = causeOf(incident.failing, checks, rules)
  const bad = id === undefined ? undefined : checks[id]?.bad
  const rule = id === undefined ? undefined : rules.get(id)
  if (id === undefined || !bad || !rule) return incident
  const severities = incident.failing.map(one => severityOf(checks, rules, one))
  const severity = severities.some(one => one === 'down') ? 'down' : incident.severity
  const lamps = incident.failing.flatMap(one => rules.get(one)?.lamp ?? [])
  return {
    ...incident,
    severity,
    vantage: rule.vantage,
    lamps: [...new Set([...incident.lamps, ...lamps])],
    cause: { check: id, code: bad.outcome.code, params: bad.outcome.params },
  }
}

const tells = (one: WatchIncident, other: WatchIncident): boolean =>
  one.cause.check === other.cause.check &&
  one.cause.code === other.cause.code &&
  one.severity === other.severity &&
  one.lamps.length === other.lamps.length

function homeFor(
  incidents: readonly WatchIncident[],
  id: CheckId,
  since: number,
  severity: Severity,
): WatchIncident | undefined {
  const open = incidents.filter(isOpen)
  const near = (one: WatchIncident): boolean => Math.abs(one.startedAt - since) <= joinMs
  const own = open.find(one => one.checks.includes(id))
  const outage = open.find(one => one.severity === 'down')
  if (severity === 'down') return outage ?? own ?? open.find(near) ?? lately(incidents, id, since)
  return own ?? (outage && near(outage) ? outage : undefined) ?? lately(incidents, id, since)
}

const lately = (
  incidents: readonly WatchIncident[],
  id: CheckId,
  since: number,
): WatchIncident | undefined =>
  incidents.find(
    one =>
      one.endedAt !== undefined &&
      one.checks.includes(id) &&
      since - one.endedAt < reopenMs &&
      since >= one.startedAt,
  )

function opened(id: CheckId, checks: CheckStates, needs: IncidentNeeds): WatchIncident | undefined {
  const bad = checks[id]?.bad
  const rule = needs.rules.get(id)
  if (!bad || !rule) return undefined
  const own = needs.ownWork
  const isOwn = own !== undefined && bad.since >= own.since && bad.since <= own.until
  const base: WatchIncident = {
    id: needs.newId(),
    server: needs.server,
    severity: severityOf(checks, needs.rules, id),
    vantage: rule.vantage,
    lamps: rule.lamp ? [rule.lamp] : [],
    checks: [id],
    failing: [id],
    cause: { check: id, code: bad.outcome.code, params: bad.outcome.params },
    startedAt: bad.since,
    noticedAt: needs.now,
    isOwn,
    isFlapping: false,
    hasGap: false,
    timeline: [],
  }
  const story = evidence(base, id, checks, needs.now, 'confirmed')
  if (!isOwn) return story
  const labelled = noteEvent(story, { at: own.since, kind: 'own' })
  return needs.maintenance ? labelled : noteEvent(labelled, { at: needs.now, kind: 'own-over' })
}

/** The first failure and its confirmation, each with the peer's own words. */
function evidence(
  incident: WatchIncident,
  id: CheckId,
  checks: CheckStates,
  now: number,
  kind: 'confirmed' | 'joined' | 'reopened',
): WatchIncident {
  const state = checks[id]
  if (!state?.bad) return incident
  const first = state.failures[0]?.outcome ?? state.bad.outcome
  const told = ({ code, params, raw }: typeof first) => ({
    check: id,
    code,
    params,
    ...(raw !== undefined && { raw }),
  })
  return noteEvent(noteEvent(incident, { at: state.bad.since, kind: 'failed', ...told(first) }), {
    at: now,
    kind,
    ...told(state.bad.outcome),
  })
}

function take(
  incidents: readonly WatchIncident[],
  id: CheckId,
  checks: CheckStates,
  needs: IncidentNeeds,
): { readonly incident: WatchIncident; readonly kind: IncidentChange['kind'] } | undefined {
  const since = checks[id]?.bad?.since ?? needs.now
  const home = homeFor(incidents, id, since, severityOf(checks, needs.rules, id))
  if (!home) {
    const incident = opened(id, checks, needs)
    return incident && { incident, kind: 'opened' }
  }
  const isBack = home.endedAt !== undefined || home.calmSince !== undefined
  const { endedAt: _, calmSince: __, ...rest } = home
  const grown: WatchIncident = {
    ...rest,
    checks: [...new Set([...home.checks, id])],
    failing: [...new Set([...home.failing, id])],
    startedAt: Math.min(home.startedAt, since),
    isFlapping: home.isFlapping || isBack,
  }
  const told = evidence(grown, id, checks, needs.now, isBack ? 'reopened' : 'joined')
  return {
    incident: retold(told, checks, needs.rules),
    kind: home.endedAt === undefined ? 'changed' : 'reopened',
  }
}

/** Takes one that works again out of its incident. */
function released(incident: WatchIncident, id: CheckId, at: number, judged: Judged): WatchIncident {
  const failing = incident.failing.filter(one => one !== id)
  const outcome = judged.checks[id]?.last?.outcome
  const told = noteEvent(
    { ...incident, failing },
    {
      at,
      kind: 'back',
      check: id,
      ...(outcome && { code: outcome.code, params: outcome.params }),
      ...(outcome?.raw !== undefined && { raw: outcome.raw }),
    },
  )
  return failing.length === 0 ? { ...told, calmSince: at } : told
}

/** Ends those in which nothing has failed for long enough. */
export function settle(incident: WatchIncident, now: number): WatchIncident {
  const { calmSince } = incident
  if (calmSince === undefined || incident.endedAt !== undefined) return incident
  if (incident.isFlapping && now - calmSince < calmMs) return incident
  return noteEvent({ ...incident, endedAt: calmSince }, { at: calmSince, kind: 'recovered' })
}

/** What the judged run changes in the incidents. */
export function judgeIncidents(
  before: readonly WatchIncident[],
  judged: Judged,
  needs: IncidentNeeds,
): { readonly incidents: readonly WatchIncident[]; readonly changes: readonly IncidentChange[] } {
  let incidents = before
  const changes: IncidentChange[] = []
  const put = (incident: WatchIncident, kind: IncidentChange['kind']): void => {
    const isKnown = incidents.some(one => one.id === incident.id)
    incidents = isKnown
      ? incidents.map(one => (one.id === incident.id ? incident : one))
      : [...incidents, incident]
    changes.push({ kind, incident })
  }
  for (const { check, at } of judged.recovered) {
    for (const home of incidents) {
      if (isOpen(home) && home.failing.includes(check))
        put(released(home, check, at, judged), 'noted')
    }
  }
  for (const id of judged.confirmed) {
    if (!isTold(judged.checks, needs.rules, id)) continue
    const taken = take(incidents, id, judged.checks, needs)
    if (taken) put(taken.incident, taken.kind)
  }
  for (const incident of incidents) {
    if (!isOpen(incident)) continue
    const settled = settle(incident, needs.now)
    if (settled !== incident) {
      put(settled, 'ended')
      continue
    }
    const anew =
      incident.failing.length === 0 ? incident : retold(incident, judged.checks, needs.rules)
    if (!tells(anew, incident)) {
      const { check, code, params } = anew.cause
      put(noteEvent(anew, { at: needs.now, kind: 'named', check, code, params }), 'changed')
    }
  }
  const kept = incidents.filter(
    one => one.endedAt === undefined || needs.now - one.endedAt < reopenMs,
  )
  return { incidents: kept, changes }
}
