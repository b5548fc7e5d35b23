/** The watch feature: puts engine, notes and channels together, and answers its contract. */
import { randomUUID } from 'node:crypto'
import type { WatchStatus } from '../../shared/model/watch.ts'
import { createThrottle } from '../jobs/throttle.ts'
import { createChannels } from './channels/create-channels.ts'
import { createEngine } from './engine.ts'
import { headlineOf } from './machine/headline.ts'
import { noteEvent, summaryOf, type WatchIncident } from './machine/incident.ts'
import { createTeller, incidentOfTag } from './notes/teller.ts'
import { createChannelStore } from './store/channels.ts'
import { createIncidentStore } from './store/incidents.ts'
import { createWatchMemory } from './store/memory.ts'
import { createSpanStore } from './store/spans.ts'
import { hollowServer } from './hollow.ts'
import { createWatchHandlers, type WatchHandlers } from './watch-handlers.ts'
import type { WatchDeps } from './watch-deps.ts'

export interface Watch {
  readonly handlers: WatchHandlers
  /** Begins to watch where the host stays and the person wants it. */
  begin(): void
  /** Servers or settings may have changed. */
  refresh(): void
  /** What runs on a server may have changed: its checks are asked for anew. */
  reload(): void
  /** A change of this server was begun or ended from this app. */
  ownWork(server: string, isUnderWay: boolean): void
  stop(): void
}

const statusIntervalMs = 1000
const snoozeMs = 3_600_000
/** A day more than the longest history that is shown. */
const keptMs = 367 * 24 * 3_600_000

/** Puts the feature together. */
export function createWatch(deps: WatchDeps): Watch {
  const { db, clock } = deps
  const newId = randomUUID
  const incidents = createIncidentStore(db)
  const spans = createSpanStore(db)
  const memory = createWatchMemory(db)
  const channels = createChannels({ ...deps, newId, store: createChannelStore(db) })
  const throttle = createThrottle(() => deps.changed(status()), statusIntervalMs)
  let runners = 0
  const shapeOf = (): string =>
    JSON.stringify([deps.servers().map(one => [one.id, one.host]), deps.settings().watchEvery])
  let shape = shapeOf()
  let known = deps.servers().map(({ id }) => id)

  const pausedUntil = (): number | undefined => {
    const until = memory.get('pausedUntil')
    return until !== undefined && until > clock.now() ? until : undefined
  }

  const find = (id: string): WatchIncident | undefined => {
    const kept = incidents.get(id)
    return (
      engine
        .watcher(kept?.server ?? '')
        ?.incidents()
        .find(one => one.id === id) ?? kept
    )
  }
  const save = (incident: WatchIncident): void => {
    incidents.save(incident)
    engine.put(incident)
  }

  const teller = createTeller({
    clock,
    notifier: deps.notifier,
    settings: deps.settings,
    pausedUntil,
    held: { get: () => memory.get('held') ?? [], set: ids => memory.set('held', [...ids]) },
    find,
    save,
    nameOf(server) {
      const servers = deps.servers()
      return servers.length > 1 ? servers.find(({ id }) => id === server)?.name : undefined
    },
    send: channels.send,
    noted: deps.noted,
  })

  const consider = (list: readonly WatchIncident[]): void => {
    if (list.length > 0) void teller.consider(list).catch(deps.bug)
  }

  const engine = createEngine({
    ...deps,
    servers: () => deps.servers().map(({ id }) => id),
    pace: () => Number(deps.settings().watchEvery) / 5,
    incidents,
    spans,
    newId,
    told(changes) {
      throttle.request()
      if (changes.length > 0) consider(changes.map(({ incident }) => incident))
    },
    minute() {
      throttle.request()
      void teller.morning().catch(deps.bug)
      consider(engine.openIncidents())
      channels.wake()
    },
  })

  function status(only?: string): WatchStatus {
    const ids = only === undefined ? deps.servers().map(({ id }) => id) : [deps.idOf(only)]
    const watched = new Map(engine.status().map(one => [one.server, one]))
    const servers = ids.map(
      id => watched.get(id) ?? hollowServer(id, incidents.open(id).map(summaryOf)),
    )
    const until = pausedUntil()
    return {
      isWatching: engine.isRunning,
      servers,
      headline: headlineOf(servers, engine.isRunning),
      ...(until !== undefined && { pausedUntil: new Date(until).toISOString() }),
      promisedDetectionMs: Math.max(0, ...servers.map(one => one.promisedDetectionMs)),
    }
  }

  const isWanted = (): boolean => runners > 0 || (deps.staysOn && deps.settings().watch === 'on')

  function follow(): void {
    if (isWanted()) engine.start()
    else engine.stop()
    throttle.request()
  }

  function snooze(incident: WatchIncident, until: number): WatchIncident {
    const now = clock.now()
    const next = noteEvent({ ...incident, snoozedUntil: until }, { at: now, kind: 'snoozed' })
    save(next)
    void teller.hush(next)
    throttle.request()
    return next
  }

  const offAction = deps.notifier.onAction((tag, action) => {
    const incident = find(incidentOfTag(tag) ?? '')
    if (action === 'snooze' && incident) snooze(incident, clock.now() + snoozeMs)
  })

  return {
    handlers: createWatchHandlers({
      ...deps,
      status,
      engine,
      incidents,
      spans,
      channels,
      find,
      snooze,
      pause(until) {
        memory.set('pausedUntil', until)
        // What was held back is told as soon as it may be.
        consider(deps.servers().flatMap(({ id }) => incidents.open(id)))
        throttle.request()
        return status()
      },
      async running(work) {
        runners += 1
        follow()
        try {
          return await work()
        } finally {
          runners -= 1
          follow()
        }
      },
    }),
    begin() {
      spans.tidy(clock.now() - keptMs)
      incidents.tidy(clock.now() - keptMs)
      // A command line is too short to deliver what others wrote.
      if (deps.staysOn) void channels.pump()
      follow()
    },
    refresh() {
      const now = deps.servers().map(({ id }) => id)
      for (const id of known.filter(one => !now.includes(one))) {
        incidents.forget(id)
        spans.forget(id)
      }
      known = now
      follow()
      // A server's record changes with each connection; only another address or pace is another watch.
      const next = shapeOf()
      if (next !== shape) engine.reload()
      shape = next
    },
    reload: () => engine.reload(),
    ownWork: (server, isUnderWay) => engine.own(deps.idOf(server), isUnderWay),
    stop() {
      offAction()
      engine.stop()
      channels.stop()
      throttle.flush()
    },
  }
}
