/** The watch feature: handlers of its contract. */
import type { Handlers } from '../../shared/contract/define.ts'
import type { watchContract } from '../../shared/contract/watch.ts'
import { AppError } from '../../shared/errors.ts'
import type { LampStatus, ServerWatch, WatchStatus } from '../../shared/model/watch.ts'
import { dayStart, historyOf } from './days.ts'
import { headlineOf } from './machine/headline.ts'
import { incidentOf, summaryOf } from './machine/incident.ts'
import { createIncidentStore } from './store/incidents.ts'
import { createWatchMemory } from './store/memory.ts'
import { createSpanStore } from './store/spans.ts'
import type { WatchDeps } from './watch-deps.ts'

export interface Watch {
  readonly handlers: Handlers<typeof watchContract>
}

const hollow: LampStatus = { state: 'not-watched', code: 'not-watched', params: {} }

/** Puts the feature together. */
export function createWatch(deps: WatchDeps): Watch {
  const { db, clock } = deps
  const incidents = createIncidentStore(db)
  const spans = createSpanStore(db)
  const memory = createWatchMemory(db)

  const serverWatch = (server: string): ServerWatch => ({
    server,
    lamps: { receive: hollow, send: hollow, read: hollow, backup: hollow },
    vantages: { line: 'not-watched', path: 'not-watched', server: 'not-watched' },
    incidents: incidents.open(server).map(summaryOf),
    promisedDetectionMs: 0,
  })

  function status(only?: string): WatchStatus {
    const ids = only === undefined ? deps.servers() : [deps.idOf(only)]
    const servers = ids.map(serverWatch)
    const pausedUntil = memory.get('pausedUntil') ?? 0
    return {
      isWatching: false,
      servers,
      headline: headlineOf(servers, false),
      ...(pausedUntil > clock.now() && { pausedUntil: new Date(pausedUntil).toISOString() }),
      promisedDetectionMs: 0,
    }
  }

  const told = (): WatchStatus => {
    const now = status()
    deps.changed(now)
    return now
  }

  return {
    handlers: {
      'watch.status': async ({ server }) => status(server),
      'watch.checks': async ({ server }) => {
        deps.idOf(server)
        return []
      },
      'watch.incidents': async ({ server, limit }) =>
        incidents.list(server === undefined ? undefined : deps.idOf(server), limit).map(summaryOf),
      'watch.incident': async ({ id }) => {
        const incident = incidents.get(id)
        if (!incident) throw new AppError('incident-not-found', { id })
        return incidentOf(incident)
      },
      'watch.history': async ({ server, days }) => {
        const id = deps.idOf(server)
        const now = clock.now()
        const seen = spans.between(id, dayStart(now, days - 1), now)
        return historyOf(id, seen, spans.first(id), now, days)
      },
      'watch.pause': async ({ until }) => {
        memory.set('pausedUntil', Date.parse(until))
        return told()
      },
      'watch.resume': async () => {
        memory.set('pausedUntil', undefined)
        return told()
      },
    },
  }
}
