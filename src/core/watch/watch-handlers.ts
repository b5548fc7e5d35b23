/** Answers the contract of watching. */
import type { Handlers } from '../../shared/contract/define.ts'
import type { watchContract } from '../../shared/contract/watch.ts'
import { AppError } from '../../shared/errors.ts'
import { en } from '../../shared/locales/en/index.ts'
import type { CheckListing, WatchStatus } from '../../shared/model/watch.ts'
import type { Channels } from './channels/create-channels.ts'
import { checkRound } from './check-round.ts'
import { dayStart, historyOf } from './days.ts'
import type { Engine } from './engine.ts'
import { historyCsv, historyJson } from './export-history.ts'
import { incidentOf, summaryOf, type WatchIncident } from './machine/incident.ts'
import type { Transition } from './notes/teller.ts'
import { listingOf } from './listing.ts'
import { runCheck } from './run-check.ts'
import type { IncidentStore } from './store/incidents.ts'
import type { SpanStore } from './store/spans.ts'
import type { WatchDeps } from './watch-deps.ts'

export type WatchHandlers = Handlers<typeof watchContract>

export interface HandlerNeeds extends WatchDeps {
  readonly engine: Engine
  readonly incidents: IncidentStore
  readonly spans: SpanStore
  readonly channels: Channels
  readonly status: (server?: string) => WatchStatus
  readonly find: (id: string) => WatchIncident | undefined
  readonly snooze: (incident: WatchIncident, until: number) => WatchIncident
  readonly pause: (until: number | undefined) => WatchStatus
  /** Keeps the engine on while the work lasts. */
  readonly running: <T>(work: () => Promise<T>) => Promise<T>
}

const testTag = 'test'
const testTransition = (now: number): Transition => ({
  kind: 'test',
  at: now,
  words: { title: en.watch.test.title, body: en.watch.test.body },
  urgency: 'normal',
})

/** Settles when the signal fires. */
const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

export function createWatchHandlers(needs: HandlerNeeds): WatchHandlers {
  const { clock, engine, incidents, spans, channels } = needs

  function mustFind(id: string): WatchIncident {
    const incident = needs.find(id)
    if (!incident) throw new AppError('incident-not-found', { id })
    return incident
  }

  function history(server: string, days: number) {
    engine.flush()
    const now = clock.now()
    const seen = spans.between(server, dayStart(now, days - 1), now)
    return historyOf(server, seen, spans.first(server), now, days)
  }

  async function checksOf(server: string, signal: AbortSignal) {
    const known = engine.watcher(server)?.checks() ?? []
    return known.length > 0 ? known : needs.checksOf(server, signal)
  }

  async function listing(server: string, signal: AbortSignal): Promise<CheckListing[]> {
    const listed = engine.watcher(server)?.listing() ?? []
    if (listed.length > 0) return listed
    const pace = Number(needs.settings().watchEvery) / 5
    return listingOf(server, await needs.checksOf(server, signal), pace)
  }

  async function test(id: string | undefined, signal: AbortSignal) {
    const transition = testTransition(clock.now())
    const wanted = channels.list().filter(channel => id === undefined || channel.id === id)
    if (id !== undefined && wanted.length === 0)
      throw new AppError('watch-channel-not-found', { id })
    const answers = await Promise.all(
      wanted.map(async channel => ({
        by: `${channel.kind} ${new URL(channel.url).host}`,
        ...(await channels.test(channel.id, transition, signal)),
      })),
    )
    if (id !== undefined) return answers
    const { title, body } = transition.words
    const note = { tag: testTag, title, body, urgency: 'normal', actions: [] } as const
    const isDelivered = await needs.notifier.show(note)
    const reply = isDelivered ? en.watch.test.shown : en.watch.test.notShown
    return [{ by: en.watch.test.desktop, isDelivered, reply }, ...answers]
  }

  return {
    'watch.status': async ({ server }) => needs.status(server),
    'watch.checks': ({ server }, { signal }) => listing(needs.idOf(server), signal),
    'watch.incidents': async ({ server, limit }) =>
      incidents.list(server === undefined ? undefined : needs.idOf(server), limit).map(summaryOf),
    'watch.incident': async ({ id }) => incidentOf(mustFind(id)),
    'watch.history': async ({ server, days }) => history(needs.idOf(server), days),
    'watch.export': async ({ server, days, format }) => {
      const told = history(needs.idOf(server), days)
      const name = `postern-${told.from}-${told.to}.${format}`
      if (format === 'csv') return { name, text: historyCsv(told) }
      const from = dayStart(clock.now(), days - 1)
      const list = incidents
        .list(told.server, 100_000)
        .filter(one => (one.endedAt ?? Infinity) >= from)
      return { name, text: historyJson(told, list.map(incidentOf)) }
    },
    'watch.check': async ({ server }, context) => {
      const ids = server === undefined ? needs.servers().map(({ id }) => id) : [needs.idOf(server)]
      context.steps([{ id: 'check', weight: 1 }])
      context.progress('check')
      const rounds = []
      for (const id of ids) {
        const checks = await checksOf(id, context.signal)
        const watcher = engine.watcher(id)
        for (const check of checks) check.forget?.()
        const results = await checkRound(
          checks,
          {
            clock,
            async run(check, signal) {
              if (watcher) return watcher.run(check)
              const at = clock.now()
              const { outcome } = await runCheck(check, needs, signal)
              return { outcome, tookMs: clock.now() - at }
            },
            done: (done, total) => context.progress('check', { done, total }),
          },
          context.signal,
        )
        rounds.push({ server: id, results })
      }
      return rounds
    },
    'watch.run': (_, context) =>
      needs.running(async () => {
        const began = clock.now()
        context.steps([{ id: 'watch', weight: 1 }])
        context.progress('watch')
        await untilAborted(context.signal)
        return { seconds: Math.round((clock.now() - began) / 1000) }
      }),
    'watch.pause': async ({ until }) => needs.pause(Date.parse(until)),
    'watch.resume': async () => needs.pause(undefined),
    'watch.snooze': async ({ id, until }) =>
      summaryOf(needs.snooze(mustFind(id), Date.parse(until))),
    'watch.testNotification': ({ channel }, { signal }) => test(channel, signal),
    'watch.channels': async () => channels.list(),
    'watch.setChannel': (wish, { signal }) => channels.set(wish, signal),
    'watch.removeChannel': async ({ id }) => {
      channels.remove(id)
      return channels.list()
    },
  }
}
