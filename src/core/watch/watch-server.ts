/** Watches one server: runs its checks by the clock, judges what they find, keeps its state and its history. */
import type { CheckId, CheckListing, Lamp, Outcome, ServerWatch } from '../../shared/model/watch.ts'
import type { Clock } from '../platform.ts'
import type { Scheduler } from '../schedule/create-scheduler.ts'
import type { Timers } from '../schedule/timers.ts'
import type { Check } from './check.ts'
import { summaryOf, type WatchIncident } from './machine/incident.ts'
import { type Happening, judge } from './machine/judge.ts'
import { checkedAt, lampsOf, vantageOf } from './machine/lamps.ts'
import { atPace, isInDoubt, promiseMs } from './machine/promise.ts'
import { type Rules, rulesOf } from './machine/rules.ts'
import {
  type IncidentChange,
  initialState,
  type Judgement,
  type ServerState,
} from './machine/server-state.ts'
import { listingOf } from './listing.ts'
import { runCheck } from './run-check.ts'
import type { IncidentStore } from './store/incidents.ts'
import type { SpanStore } from './store/spans.ts'
import { createTracker } from './track.ts'

export interface ServerWatcher {
  /** Takes these checks in place of those before; what is known of those that stay is kept. */
  use(checks: readonly Check[], pace: number): void
  /** Nobody watched between these moments. */
  gap(from: number, to: number): void
  /** A change of this server was started or ended here; what fails until then is its doing. */
  own(until: number): void
  /** Time passed. */
  tick(): void
  /** Puts an incident that was changed elsewhere (noted, snoozed) into the state. */
  put(incident: WatchIncident): void
  /** Runs a check now, or joins the run that is under way. */
  run(check: Check): Promise<CheckDone>
  incidents(): readonly WatchIncident[]
  status(): ServerWatch
  listing(): CheckListing[]
  checks(): readonly Check[]
  flush(): void
  stop(): void
}

export interface CheckDone {
  readonly at: number
  readonly outcome: Outcome
  readonly tookMs: number
}

export interface ServerWatcherDeps {
  readonly clock: Clock
  readonly timers: Timers
  readonly scheduler: Pick<Scheduler, 'add' | 'remove' | 'soon'>
  readonly incidents: IncidentStore
  readonly spans: SpanStore
  readonly newId: () => string
  readonly bug: (error: unknown) => void
  readonly changed: (changes: readonly IncidentChange[]) => void
}

const stamp = (at: number): string => new Date(at).toISOString()

/** Makes the watcher; it watches nothing until it is given checks. */
export function createServerWatcher(server: string, deps: ServerWatcherDeps): ServerWatcher {
  const { clock, scheduler, incidents } = deps
  const tracker = createTracker(server, deps.spans)
  const stopping = new AbortController()
  let checks: readonly Check[] = []
  let rules: Rules = new Map()
  let state: ServerState = initialState(server, incidents.open(server), clock.now())
  const underWay = new Map<CheckId, Promise<CheckDone>>()
  /** Those that heeded no deadline and still run: they are not run beside themselves. */
  const hung = new Set<CheckId>()
  /** Runs that began before a gap do not count after it. */
  let era = 0

  const taskOf = (id: CheckId): string => `${server} ${id}`

  function apply({ state: next, changes, asks }: Judgement): void {
    state = next
    for (const { incident } of changes) incidents.save(incident)
    for (const id of asks) scheduler.soon(taskOf(id))
    deps.changed(changes)
  }

  const step = (happening: Happening): void =>
    apply(judge(state, happening, { rules, newId: deps.newId }))

  function lampsTouched(id: CheckId, wasBad: boolean): readonly Lamp[] {
    const rule = rules.get(id)
    if (!rule) return []
    if (rule.lamp) return [rule.lamp]
    if (!wasBad && !state.checks[id]?.bad) return []
    return [...new Set(rule.carries.flatMap(one => rules.get(one)?.lamp ?? []))]
  }

  function take(check: CheckId, at: number, outcome: Outcome): void {
    const endedAt = clock.now()
    const before = state.checks[check]
    step({ kind: 'run', check, at, endedAt, outcome })
    const after = state.checks[check]
    const since = before?.bad && !after?.bad ? after?.goodSince : undefined
    tracker.note(state, rules, lampsTouched(check, before?.bad !== undefined), at, since)
  }

  async function runAnew(check: Check): Promise<CheckDone> {
    const [at, began] = [clock.now(), era]
    const { outcome, hung: still } = await runCheck(check, deps, stopping.signal)
    underWay.delete(check.id)
    if (still) {
      hung.add(check.id)
      void still.then(() => hung.delete(check.id))
    }
    if (!stopping.signal.aborted && began === era) take(check.id, at, outcome)
    return { at, outcome, tookMs: clock.now() - at }
  }

  async function run(check: Check): Promise<CheckDone> {
    if (hung.has(check.id)) {
      const at = clock.now()
      const outcome: Outcome = { verdict: 'unknown', code: 'timed-out', params: {} }
      take(check.id, at, outcome)
      return { at, outcome, tookMs: 0 }
    }
    const now = underWay.get(check.id) ?? runAnew(check)
    underWay.set(check.id, now)
    return now
  }

  function schedule(check: Check, place: number): void {
    scheduler.add({
      id: taskOf(check.id),
      intervalMs: check.intervalMs,
      firstInMs: place * 1000,
      async run() {
        await run(check)
        const rule = rules.get(check.id)
        return rule && isInDoubt(state.checks[check.id]) ? rule.retryMs : undefined
      },
    })
  }

  return {
    use(given, pace) {
      const paced = atPace(given, pace)
      const kept = new Set(paced.map(({ id }) => id))
      for (const { id } of checks) if (!kept.has(id)) scheduler.remove(taskOf(id))
      checks = paced
      rules = rulesOf(paced)
      for (const [place, check] of paced.entries()) schedule(check, place)
      deps.changed([])
    },
    gap(from, to) {
      era += 1
      tracker.close()
      if (to < from) deps.spans.cutAfter(server, to)
      step({ kind: 'gap', from, to })
    },
    own: until => step({ kind: 'own', at: clock.now(), until }),
    tick: () => step({ kind: 'time', at: clock.now() }),
    put(incident) {
      incidents.save(incident)
      const put = state.incidents.map(one => (one.id === incident.id ? incident : one))
      state = { ...state, incidents: put }
    },
    run,
    incidents: () => state.incidents,
    status() {
      const at = checkedAt(state)
      const { maintenance } = state
      const open = state.incidents.filter(one => one.endedAt === undefined)
      const gravest = [...open].sort(
        (one, other) => Number(other.severity === 'down') - Number(one.severity === 'down'),
      )
      return {
        server,
        lamps: lampsOf(state, rules),
        vantages: {
          line: vantageOf(state, rules, 'line'),
          path: vantageOf(state, rules, 'path'),
          server: vantageOf(state, rules, 'server'),
        },
        ...(at !== undefined && { checkedAt: stamp(at) }),
        incidents: gravest.map(summaryOf),
        ...(maintenance && {
          maintenance: { since: stamp(maintenance.since), until: stamp(maintenance.until) },
        }),
        promisedDetectionMs: promiseMs(rules),
      }
    },
    listing: () => listingOf(server, checks, 1, state.checks),
    checks: () => checks,
    flush: () => tracker.flush(),
    stop() {
      for (const { id } of checks) scheduler.remove(taskOf(id))
      stopping.abort()
      tracker.close()
    },
  }
}
