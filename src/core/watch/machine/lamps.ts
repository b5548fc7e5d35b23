/** Lamps and vantage points as they stand: functions, never containers (row B8). */
import type {
  CheckId,
  Lamp,
  LampState,
  LampStatus,
  ServerWatch,
  Severity,
  Vantage,
} from '../../../shared/model/watch.ts'
import type { CheckState } from './check-state.ts'
import { weightOf } from './check-state.ts'
import type { CheckRule, Rules } from './rules.ts'
import type { ServerState } from './server-state.ts'

interface Seen {
  readonly rule: CheckRule
  readonly state: CheckState | undefined
  readonly isFresh: boolean
}

/** So many runs in a row that could tell nothing, and nobody knows any more. */
const tooManyUnknowns = 2

function seenOf(server: ServerState, rules: Rules, belongs: (rule: CheckRule) => boolean): Seen[] {
  const seen: Seen[] = []
  for (const rule of rules.values()) {
    if (!belongs(rule)) continue
    const state = server.checks[rule.id]
    seen.push({ rule, state, isFresh: isFreshOf(server, rule.id) })
  }
  return seen
}

const severityOf = ({ rule, state }: Seen): Severity =>
  state?.bad?.outcome.severity ?? rule.severity

const isProven = ({ state, isFresh }: Seen): boolean =>
  isFresh && (state?.lastGoodAt !== undefined || state?.bad !== undefined)

const say = (state: LampState, code: string = state, params: LampStatus['params'] = {}) => ({
  state,
  code,
  params,
})

/** The check that is known to fail, the gravest first. */
function failing(seen: readonly Seen[]): Seen | undefined {
  const bad = seen.filter(({ state, isFresh }) => state?.bad !== undefined && isFresh)
  return (
    bad.find(one => severityOf(one) === 'down') ?? bad.find(one => severityOf(one) === 'needs-you')
  )
}

function judgedBy(seen: readonly Seen[]): Omit<LampStatus, 'provenAt'> {
  const bad = failing(seen)
  if (bad?.state?.bad) {
    const { code, params } = bad.state.bad.outcome
    return say(severityOf(bad) === 'down' ? 'down' : 'needs-you', code, params)
  }
  const isClear = ({ state, rule }: Seen): boolean =>
    (state?.unknowns ?? 0) < Math.min(tooManyUnknowns, rule.failAfter)
  const known = seen.filter(one => isProven(one) && isClear(one) && !one.state?.bad)
  const needed = known.filter(({ state }) => state?.last?.outcome.verdict !== 'not-needed')
  if (needed.length > 0) return say('working')
  if (known.length > 0) return say('not-set-up')
  const lost = seen.find(one => one.isFresh && !isClear(one))
  if (lost?.state?.last) {
    const { code, params } = lost.state.last.outcome
    return say('cannot-tell', code, params)
  }
  return say('checking')
}

const isFreshOf = (server: ServerState, id: CheckId): boolean =>
  (server.checks[id]?.last?.at ?? -Infinity) >= server.freshSince

/** One lamp. What it rests on comes first: an own line that is down says nothing about mail. */
export function lampOf(server: ServerState, rules: Rules, lamp: Lamp): LampStatus {
  const seen = seenOf(server, rules, rule => rule.lamp === lamp)
  if (seen.length === 0) return say('not-watched')
  const provenAt = Math.max(...seen.map(({ state }) => state?.lastGoodAt ?? 0))
  const proven = provenAt > 0 && { provenAt: new Date(provenAt).toISOString() }
  const bases = new Set(seen.flatMap(({ rule }) => rule.restsOn))
  const broken = [...bases].filter(id => server.checks[id]?.bad !== undefined)
  if (broken.some(id => !isFreshOf(server, id))) return { ...say('checking'), ...proven }
  if (broken.some(id => rules.get(id)?.vantage === 'line'))
    return { ...say('not-watched', 'line-down'), ...proven }
  const base = broken[0] === undefined ? undefined : server.checks[broken[0]]?.bad
  if (base) return { ...say('down', base.outcome.code, base.outcome.params), ...proven }
  return { ...judgedBy(seen), ...proven }
}

/** The first failure of what is down now in a lamp or under it; of several the earliest. */
export function downSince(server: ServerState, rules: Rules, lamp: Lamp): number | undefined {
  const seen = seenOf(server, rules, rule => rule.lamp === lamp)
  const bases = new Set(seen.flatMap(({ rule }) => rule.restsOn))
  const told = [
    ...[...bases].map(id => server.checks[id]?.bad?.since),
    ...seen.filter(one => severityOf(one) === 'down').map(({ state }) => state?.bad?.since),
  ].filter(since => since !== undefined)
  return told.length === 0 ? undefined : Math.min(...told)
}

/** One vantage point. */
export function vantageOf(server: ServerState, rules: Rules, vantage: Vantage): LampState {
  const seen = seenOf(server, rules, rule => rule.vantage === vantage)
  if (seen.length === 0) return 'not-watched'
  const bases = [...new Set(seen.flatMap(({ rule }) => rule.restsOn))]
  if (bases.some(id => server.checks[id]?.bad)) return 'cannot-tell'
  // An own line that is down is nobody's outage, so its check alarms for nothing; but down it is.
  if (vantage === 'line' && seen.some(one => one.isFresh && one.state?.bad)) return 'down'
  return judgedBy(seen).state
}

/** When anything was last found out. */
export function checkedAt(server: ServerState): number | undefined {
  let latest: number | undefined
  for (const { last } of Object.values(server.checks)) {
    if (last && weightOf(last.outcome) !== 'neither' && last.at > (latest ?? 0)) latest = last.at
  }
  return latest
}

/** All four. */
export const lampsOf = (server: ServerState, rules: Rules): ServerWatch['lamps'] => ({
  receive: lampOf(server, rules, 'receive'),
  send: lampOf(server, rules, 'send'),
  read: lampOf(server, rules, 'read'),
  backup: lampOf(server, rules, 'backup'),
})
