/** What one run of one check changes in the standing of all: hysteresis and dependencies, no incidents yet. */
import type { CheckId, Outcome } from '../../../shared/model/watch.ts'
import { type CheckState, flapsSince, remember, unseen, weightOf } from './check-state.ts'
import type { CheckRule, Rules } from './rules.ts'

export type CheckStates = Readonly<Record<CheckId, CheckState>>

export interface Run {
  readonly check: CheckId
  /** When it began, epoch milliseconds. */
  readonly at: number
  readonly outcome: Outcome
}

export interface Judged {
  readonly checks: CheckStates
  /** To be run at once: what failed depends on them. */
  readonly asks: readonly CheckId[]
  readonly confirmed: readonly CheckId[]
  readonly recovered: readonly { readonly check: CheckId; readonly at: number }[]
}

/**
 * So many failures in a row of what a check rests on explain its own. At one lost answer in twenty two in a row come every few hours of
 * asking; what they threw away came late (row B27).
 */
const explains = 3

const isBad = (checks: CheckStates, id: CheckId): boolean => checks[id]?.bad !== undefined

/** The state of the check itself after its run. */
function ownState(before: CheckState, rule: CheckRule, run: Run, checks: CheckStates): CheckState {
  const { at, outcome } = run
  const last = { at, outcome }
  switch (weightOf(outcome)) {
    case 'neither':
      return { ...before, last, unknowns: before.unknowns + 1 }
    case 'good': {
      const goods = before.bad ? before.goods + 1 : 0
      return {
        ...before,
        last,
        lastGoodAt: at,
        failures: [],
        badRun: 0,
        unknowns: 0,
        goods,
        ...(goods === 1 && { goodSince: at }),
        recent: before.bad ? [] : remember(before.recent, false),
      }
    }
    case 'bad': {
      const isHidden = rule.restsOn.some(id => isBad(checks, id))
      const isDoubtful = rule.restsOn.some(id => (checks[id]?.badRun ?? 0) > 0)
      const state = { ...before, last, unknowns: 0, goods: 0, badRun: before.badRun + 1 }
      if (isHidden) return { ...state, failures: [] }
      const cleared = rule.restsOn.filter(id => {
        const base = checks[id]?.last
        return base !== undefined && base.at >= at && weightOf(base.outcome) !== 'bad'
      })
      return {
        ...state,
        failures: [...before.failures, { at, outcome, cleared }].slice(-2 * rule.failAfter),
        recent: before.bad ? [] : isDoubtful ? before.recent : remember(before.recent, at),
        // What is confirmed tells its newest finding.
        ...(before.bad && { bad: { ...before.bad, outcome } }),
      }
    }
  }
}

/** What a run of something that `state`'s check rests on means for its pending failures. */
function bearOn(
  state: CheckState,
  base: CheckId,
  before: CheckState,
  after: CheckState,
): CheckState {
  if (state.failures.length === 0) return state
  const { last } = after
  if (!last) return state
  if (weightOf(last.outcome) === 'bad') {
    if (after.badRun < explains) return state
    const lastGood = after.lastGoodAt ?? -Infinity
    const left = state.failures.filter(failure => failure.at <= lastGood)
    return left.length === state.failures.length ? state : { ...state, failures: left, recent: [] }
  }
  // It was down just before: what failed meanwhile is explained by it.
  const downFrom = before.badRun >= explains ? (before.lastGoodAt ?? -Infinity) : Infinity
  return {
    ...state,
    failures: state.failures
      .filter(failure => !(failure.at > downFrom && failure.at <= last.at))
      .map(failure =>
        failure.at <= last.at && !failure.cleared.includes(base)
          ? { ...failure, cleared: [...failure.cleared, base] }
          : failure,
      ),
  }
}

function confirmation(state: CheckState, rule: CheckRule, checks: CheckStates): CheckState['bad'] {
  if (state.bad || state.failures.length === 0) return undefined
  if (rule.restsOn.some(id => isBad(checks, id))) return undefined
  const counted = state.failures.filter(({ cleared }) => cleared.length >= rule.restsOn.length)
  const newest = counted.at(-1)
  const first = counted[0]
  if (!newest || !first) return undefined
  const flaps = flapsSince(state.recent)
  if (counted.length < rule.failAfter && flaps === undefined) return undefined
  const began = Math.min(first.at, flaps ?? Infinity)
  const { since } = newest.outcome
  return { since: since !== undefined && since < began ? since : began, outcome: newest.outcome }
}

/** Judges one run. Runs are given in the order in which they ended. */
export function judgeRun(checks: CheckStates, rules: Rules, run: Run): Judged {
  const rule = rules.get(run.check)
  if (!rule) return { checks, asks: [], confirmed: [], recovered: [] }
  const before = checks[run.check] ?? unseen
  let own = ownState(before, rule, run, checks)
  const recovered: { check: CheckId; at: number }[] = []
  if (own.bad && own.goods >= rule.recoverAfter) {
    recovered.push({ check: run.check, at: own.goodSince ?? run.at })
    const { bad: _, ...rest } = own
    own = { ...rest, goods: 0 }
  }
  const next: Record<CheckId, CheckState> = { ...checks, [run.check]: own }
  const touched: CheckId[] = [run.check]
  for (const id of rule.carries) {
    const state = next[id]
    if (!state) continue
    const after = bearOn(state, run.check, before, own)
    if (after === state) continue
    next[id] = after
    touched.push(id)
  }
  const confirmed: CheckId[] = []
  for (const id of touched) {
    const [state, its] = [next[id], rules.get(id)]
    const bad = state && its && confirmation(state, its, next)
    if (!bad) continue
    next[id] = { ...state, bad, goods: 0 }
    confirmed.push(id)
    for (const other of its.carries) {
      const hidden = next[other]
      if (hidden && hidden.failures.length > 0) next[other] = { ...hidden, failures: [] }
    }
  }
  const failed = weightOf(run.outcome) === 'bad' && own.failures.length > 0 && !own.bad
  const asks = failed ? rule.restsOn.filter(id => (next[id]?.last?.at ?? -Infinity) < run.at) : []
  return { checks: next, asks, confirmed, recovered }
}
