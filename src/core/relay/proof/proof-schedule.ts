/** Proofs that are made by themselves, with what is kept. They find something out and alarm nobody: a moment that is no good is skipped and said. */
import { isAppError } from '../../../shared/errors.ts'
import type { ProofHistory, ProofPace, ProofResult } from '../../../shared/model/proof.ts'
import { createScheduler, type Scheduler } from '../../schedule/create-scheduler.ts'
import type { RelayDeps } from '../relay-deps.ts'
import type { Attempts } from './attempt.ts'
import type { KeptProofs } from './kept-proof.ts'
import type { ProofStore } from './proof-store.ts'

export interface ProofSchedule {
  /** Begins where the host stays. */
  begin(): void
  /** As long as this work goes on, also where the host does not stay. */
  running<T>(work: () => Promise<T>): Promise<T>
  /** Servers or plans may have changed. */
  follow(): void
  history(server: string): Promise<ProofHistory>
  stop(): void
}

const hourMs = 3_600_000
const paces: Readonly<Record<Exclude<ProofPace, 'off'>, number>> = {
  '1h': hourMs,
  '6h': 6 * hourMs,
  '1d': 24 * hourMs,
}
/** A start has other things to do first, and after a sleep the line takes its time. */
const settleMs = 20_000
/** After a moment that was no good. */
const retryMs = 10 * 60_000

interface Parts {
  readonly store: ProofStore
  readonly kept: KeptProofs
  readonly attempts: Attempts
}

/** Makes it, at rest. */
export function createProofSchedule(
  { clock, keeping }: Pick<RelayDeps, 'clock' | 'keeping'>,
  { store, kept, attempts }: Parts,
): ProofSchedule {
  let scheduler: Scheduler | undefined
  let stopping = new AbortController()
  let holders = 0
  const known = new Set<string>()
  const stamp = (at: number): string => new Date(at).toISOString()

  /** A moment that was no good is not waited for a whole interval. */
  function dueAt(server: string): number | undefined {
    const { every } = store.plan(server)
    if (every === 'off') return undefined
    const [last] = store.results(server)
    if (!last) return 0
    return Date.parse(last.at) + (last.outcome === 'skipped' ? retryMs : paces[every])
  }

  function skip(server: string, reason: ProofResult['reason']): void {
    store.add(server, {
      at: stamp(clock.now()),
      outcome: 'skipped',
      isScheduled: true,
      clauses: [],
      ...(reason && { reason }),
    })
    keeping.proved(server)
  }

  const context = () => ({
    jobId: 'scheduled',
    signal: stopping.signal,
    resumed: undefined,
    steps: () => undefined,
    progress: () => undefined,
    checkpoint: () => undefined,
  })

  async function run(server: string): Promise<number | undefined> {
    const order = await kept.get(server)
    if (!order) return undefined
    const due = dueAt(server)
    if (due === undefined || due - clock.now() > 1000) {
      if (store.plan(server).isOpen) await attempts.clear(server, order, stopping.signal)
      return due === undefined ? undefined : due - clock.now()
    }
    if (!(await keeping.hasLine())) skip(server, 'no-line')
    else if (keeping.isBusy(server)) skip(server, 'own-work')
    else {
      const { project } = store.plan(server)
      const where = { server, ...(project !== undefined && { project }) }
      await attempts.attempt(where, order, context(), true)
    }
    return soonest(server)
  }

  const soonest = (server: string): number | undefined => {
    const due = dueAt(server)
    return due === undefined ? undefined : Math.max(1000, due - clock.now())
  }

  /** What a proof fails of is kept as its result; here nobody waits for it. */
  const task = (server: string) => ({
    id: server,
    intervalMs: hourMs,
    firstInMs: settleMs,
    run: async () => {
      try {
        return await run(server)
      } catch (error) {
        if (!isAppError(error)) keeping.bug(error)
        return soonest(server)
      }
    },
  })

  function follow(): void {
    const servers = keeping.servers()
    for (const server of store.planned()) if (!servers.includes(server)) store.forget(server)
    if (!scheduler) return
    const planned = new Set(store.planned())
    for (const server of known) if (!planned.has(server)) scheduler.remove(server)
    for (const server of planned) {
      const isNew = !known.has(server)
      scheduler.add(task(server))
      if (!isNew) scheduler.soon(server)
    }
    known.clear()
    for (const server of planned) known.add(server)
  }

  function start(): void {
    if (scheduler) return
    stopping = new AbortController()
    const { timers, bug } = keeping
    scheduler = createScheduler({ clock, timers, bug, missed: () => undefined })
    follow()
  }

  function stop(): void {
    stopping.abort()
    scheduler?.stop()
    scheduler = undefined
    known.clear()
  }

  return {
    begin() {
      if (keeping.staysOn) start()
    },
    async running(work) {
      holders += 1
      start()
      try {
        return await work()
      } finally {
        holders -= 1
        if (holders === 0 && !keeping.staysOn) stop()
      }
    },
    follow,
    async history(server) {
      const { every } = store.plan(server)
      const due = dueAt(server)
      return {
        every,
        ...(due !== undefined && { dueAt: stamp(Math.max(due, clock.now())) }),
        isKept: (await kept.get(server)) !== undefined,
        results: [...store.results(server)],
      }
    },
    stop,
  }
}
