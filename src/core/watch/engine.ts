/** The engine: one watcher a server, one clock for all, sleep and own work noticed. */
import { AppError } from '../../shared/errors.ts'
import type { ServerWatch } from '../../shared/model/watch.ts'
import type { Clock, Power } from '../platform.ts'
import { createScheduler } from '../schedule/create-scheduler.ts'
import type { Timers } from '../schedule/timers.ts'
import type { ChecksOf } from './check.ts'
import type { WatchIncident } from './machine/incident.ts'
import type { IncidentChange } from './machine/server-state.ts'
import type { IncidentStore } from './store/incidents.ts'
import type { SpanStore } from './store/spans.ts'
import { createServerWatcher, type ServerWatcher } from './watch-server.ts'

export interface EngineDeps {
  readonly clock: Clock
  readonly timers: Timers
  readonly power: Power | undefined
  readonly checksOf: ChecksOf
  readonly servers: () => readonly string[]
  /** Factor on all intervals. */
  readonly pace: () => number
  readonly incidents: IncidentStore
  readonly spans: SpanStore
  readonly newId: () => string
  readonly bug: (error: unknown) => void
  readonly told: (changes: readonly IncidentChange[]) => void
  /** Once a minute, and after each sleep. */
  readonly minute: () => void
}

export interface Engine {
  start(): void
  /** Ends every run and writes what was seen. */
  stop(): void
  readonly isRunning: boolean
  /** Servers, project or pace may have changed: asks for the checks anew. */
  reload(): void
  own(server: string, isUnderWay: boolean): void
  watcher(server: string): ServerWatcher | undefined
  status(): ServerWatch[]
  openIncidents(): WatchIncident[]
  put(incident: WatchIncident): void
  flush(): void
}

const minuteMs = 60_000
/** The checks of a server are asked for so often, since its project may change from outside. */
const reloadMs = 30 * minuteMs
/** Where they could not be asked for. */
const retryMs = minuteMs
/** What fails within this time of an own change is its doing (row N6g). */
const ownMs = 5 * minuteMs
/** However long own work runs, it excuses no more than this. */
const longestOwnMs = 15 * minuteMs

/** Makes the engine, at rest. */
export function createEngine(deps: EngineDeps): Engine {
  const { clock } = deps
  const watchers = new Map<string, ServerWatcher>()
  const ownSince = new Map<string, number>()
  let scheduler: ReturnType<typeof createScheduler> | undefined
  let stopPower: (() => void) | undefined
  let stopping = new AbortController()
  let suspendedAt: number | undefined
  let gaps = 0

  function extend(server: string): void {
    const now = clock.now()
    const since = ownSince.get(server) ?? now
    watchers.get(server)?.own(Math.min(now + ownMs, since + longestOwnMs))
  }

  function missed(from: number, to: number): void {
    gaps += 1
    for (const watcher of watchers.values()) watcher.gap(from, to)
    deps.minute()
  }

  async function load(server: string): Promise<number> {
    const { signal } = stopping
    try {
      const checks = await deps.checksOf(server, signal)
      if (signal.aborted) return reloadMs
      watchers.get(server)?.use(checks, deps.pace())
      return reloadMs
    } catch (error) {
      if (!(error instanceof AppError) && !signal.aborted) deps.bug(error)
      return retryMs
    }
  }

  function follow(): void {
    if (!scheduler) return
    const known = new Set(deps.servers())
    for (const [server, watcher] of watchers) {
      if (known.has(server)) continue
      scheduler.remove(`load ${server}`)
      watcher.stop()
      watchers.delete(server)
    }
    for (const server of known) {
      if (!watchers.has(server)) {
        const own = { ...deps, scheduler, changed: deps.told }
        watchers.set(server, createServerWatcher(server, own))
      }
      const task = `load ${server}`
      scheduler.add({ id: task, intervalMs: reloadMs, run: () => load(server) })
      scheduler.soon(task)
    }
  }

  function powerChanged(event: string): void {
    if (event === 'suspend') suspendedAt ??= clock.now()
    if (event !== 'resume') return
    const from = suspendedAt
    suspendedAt = undefined
    const before = gaps
    scheduler?.look()
    if (gaps > before || from === undefined || clock.now() <= from) return
    // A short sleep, which the clock alone does not tell from a busy computer.
    missed(from, clock.now())
    scheduler?.restart()
  }

  return {
    start() {
      if (scheduler) return
      stopping = new AbortController()
      scheduler = createScheduler({ clock, timers: deps.timers, missed, bug: deps.bug })
      stopPower = deps.power?.listen(powerChanged)
      scheduler.add({
        id: 'minute',
        intervalMs: minuteMs,
        async run() {
          for (const server of ownSince.keys()) extend(server)
          for (const watcher of watchers.values()) watcher.tick()
          deps.minute()
          return undefined
        },
      })
      follow()
    },
    stop() {
      if (!scheduler) return
      stopping.abort()
      scheduler.stop()
      scheduler = undefined
      stopPower?.()
      for (const watcher of watchers.values()) watcher.stop()
      watchers.clear()
      ownSince.clear()
    },
    get isRunning() {
      return scheduler !== undefined
    },
    reload: follow,
    own(server, isUnderWay) {
      if (isUnderWay && !ownSince.has(server)) ownSince.set(server, clock.now())
      extend(server)
      if (!isUnderWay) ownSince.delete(server)
    },
    watcher: server => watchers.get(server),
    status: () => [...watchers.values()].map(watcher => watcher.status()),
    openIncidents: () =>
      [...watchers.values()].flatMap(watcher =>
        watcher.incidents().filter(({ endedAt }) => endedAt === undefined),
      ),
    put: incident => watchers.get(incident.server)?.put(incident),
    flush() {
      for (const watcher of watchers.values()) watcher.flush()
    },
  }
}
